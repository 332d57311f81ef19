-- Orders of customers who ordered at least twice, with the day of their second order ever: it may be later than the order itself.
WITH kept AS (
    SELECT _source, id, customer_id, owner_id, deal_id, location_id, contact_method, ordered_on, _file, _row, _load
    FROM orders
    WHERE customer_id IS NOT NULL AND (status IS NULL OR status <> 'cancelled')
), firsts AS (
    SELECT _source, customer_id, min(ordered_on) AS first_on FROM kept GROUP BY _source, customer_id
), seconds AS (
    SELECT k._source, k.customer_id,
           CASE WHEN sum(CASE WHEN k.ordered_on = f.first_on THEN 1 ELSE 0 END) > 1 THEN min(f.first_on)
                ELSE min(CASE WHEN k.ordered_on > f.first_on THEN k.ordered_on END) END AS second_on
    FROM kept AS k
    JOIN firsts AS f ON f._source = k._source AND f.customer_id = k.customer_id
    GROUP BY k._source, k.customer_id
)
SELECT k._source, k.id, k.customer_id, k.owner_id, k.deal_id, k.location_id, k.contact_method, k.ordered_on, s.second_on,
       k._file, k._row, k._load
FROM kept AS k
JOIN seconds AS s ON s._source = k._source AND s.customer_id = k.customer_id
WHERE s.second_on IS NOT NULL
