-- Each customer's first order, the earliest by time, then by id; the day of the customer's second order, which may be the same; and
-- the enquiry that led to the first: that of the order's deal, else the customer's earliest one, if it came no later than the order.
WITH earliest AS (
    SELECT _source, customer_id, min(ordered_at) AS ordered_at
    FROM orders
    WHERE customer_id IS NOT NULL AND (status IS NULL OR status <> 'cancelled')
    GROUP BY _source, customer_id
), seconds AS (
    SELECT o._source, o.customer_id, e.ordered_at,
           sum(CASE WHEN o.ordered_at = e.ordered_at THEN 1 ELSE 0 END) AS at_once,
           min(CASE WHEN o.ordered_at > e.ordered_at THEN o.ordered_on END) AS later_on
    FROM orders AS o
    JOIN earliest AS e ON e._source = o._source AND e.customer_id = o.customer_id
    WHERE o.status IS NULL OR o.status <> 'cancelled'
    GROUP BY o._source, o.customer_id, e.ordered_at
), numbered AS (
    SELECT o._source, o.id, o.customer_id, o.owner_id, o.deal_id, o.location_id, o.contact_method, o.ordered_at, o.ordered_on, o.status,
           o.currency, o._file, o._row, o._load, CASE WHEN s.at_once > 1 THEN o.ordered_on ELSE s.later_on END AS second_on,
           row_number() OVER (PARTITION BY o._source, o.customer_id ORDER BY o.id) AS place
    FROM orders AS o
    JOIN seconds AS s ON s._source = o._source AND s.customer_id = o.customer_id AND s.ordered_at = o.ordered_at
    WHERE o.status IS NULL OR o.status <> 'cancelled'
), enquiries AS (
    SELECT _source, id, customer_id, created_at,
           row_number() OVER (PARTITION BY _source, customer_id ORDER BY created_at, id) AS place
    FROM leads
    WHERE customer_id IS NOT NULL
)
SELECT n._source, n.id, n.customer_id, n.owner_id, n.deal_id, n.location_id, n.contact_method, n.ordered_at, n.ordered_on, n.status,
       n.currency, coalesce(d.lead_id, CASE WHEN l.created_at <= n.ordered_at THEN l.id END) AS lead_id, n.second_on,
       n._file, n._row, n._load
FROM numbered AS n
LEFT JOIN deals AS d ON d._source = n._source AND d.id = n.deal_id
LEFT JOIN enquiries AS l ON l._source = n._source AND l.customer_id = n.customer_id AND l.place = 1
WHERE n.place = 1
