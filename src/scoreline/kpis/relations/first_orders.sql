-- Each customer's first order: the earliest by time, then by id.
SELECT * EXCLUDE (place)
FROM (
    SELECT *, row_number() OVER (PARTITION BY _source, customer_id ORDER BY ordered_at, id) AS place
    FROM orders
    WHERE customer_id IS NOT NULL AND status IS DISTINCT FROM 'cancelled'
) AS numbered
WHERE place = 1
