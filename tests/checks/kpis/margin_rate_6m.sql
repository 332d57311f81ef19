-- Of the customers won in the period: the margin of their first six months, in percent of its revenue.
WITH early AS (
    SELECT f.customer, coalesce(s.amount, 0) AS amount, coalesce(s.cost, 0) AS cost
    FROM firsts f JOIN by_record.sold s ON s.customer = f.customer AND s.day >= f.first_day AND s.day < f.first_day + INTERVAL 6 MONTH
    UNION ALL
    SELECT f.customer, -r.amount, 0
    FROM firsts f JOIN by_record.given_back r ON r.customer = f.customer AND r.day >= f.first_day AND r.day < f.first_day + INTERVAL 6 MONTH
),
worth AS (SELECT customer, sum(amount) AS amount, sum(cost) AS cost FROM early GROUP BY ALL),
won AS (SELECT f.*, w.amount, w.cost FROM first_orders f JOIN worth w ON w.customer = f.customer),
parts AS (
    SELECT cell.*,
        coalesce((SELECT sum((amount - cost) * share) FROM won WHERE {here}), 0) AS numerator,
        coalesce((SELECT sum(amount * share) FROM won WHERE {here}), 0) AS denominator,
        (SELECT coalesce(sum(share), 0) FROM first_orders WHERE day + INTERVAL 6 MONTH > covered_to() AND {here}) AS "beside: still open"
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
