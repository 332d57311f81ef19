-- Each customer's first order, with what the customer bought in the six months from its day on, less what was given back in them,
-- and what those goods cost. Dated on the day of the first order; whole from closes_on on.
WITH firsts AS (
    SELECT _source, id, customer_id, owner_id, deal_id, location_id, contact_method, ordered_on,
           CAST(ordered_on + INTERVAL 6 MONTH AS DATE) AS closes_on, _file, _row, _load
    FROM first_orders
), bought AS (
    SELECT f._source, f.id, l.amount, CAST(l.quantity AS DECIMAL(19, 4)) * coalesce(l.unit_cost, a.unit_cost) AS cost
    FROM firsts AS f
    JOIN order_lines__ordered_on AS l ON l._source = f._source AND l.customer_id = f.customer_id
        AND l.ordered_on >= f.ordered_on AND l.ordered_on < f.closes_on
    LEFT JOIN products AS a ON a._source = l._source AND a.id = l.product_id
    WHERE l.status IS NULL OR l.status <> 'cancelled'
    UNION ALL
    SELECT f._source, f.id, -r.amount, 0
    FROM firsts AS f
    JOIN refunds__refunded_on AS r ON r._source = f._source AND r.customer_id = f.customer_id
        AND r.refunded_on >= f.ordered_on AND r.refunded_on < f.closes_on
    LEFT JOIN orders AS o ON o._source = r._source AND o.id = r.order_id
    WHERE o.status IS NULL OR o.status <> 'cancelled'
), summed AS (
    SELECT _source, id, sum(amount) AS revenue, sum(cost) AS cost FROM bought GROUP BY _source, id
)
SELECT f._source, f.id, f.customer_id, f.owner_id, f.deal_id, f.location_id, f.contact_method, f.ordered_on, f.closes_on,
       s.revenue, s.cost, f._file, f._row, f._load
FROM firsts AS f
LEFT JOIN summed AS s ON s._source = f._source AND s.id = f.id
