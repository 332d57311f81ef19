-- Revenue of the period, an order of the period.
WITH parts AS (
    SELECT cell.*,
        coalesce((SELECT sum(amount) FROM sold WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop), 0)
        - coalesce((SELECT sum(amount) FROM given_back WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop), 0) AS money,
        (SELECT count(*) FROM placed WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop) AS orders
    FROM cell
)
SELECT parts.* EXCLUDE (money, orders), CASE WHEN orders > 0 THEN money::DOUBLE / orders END AS value FROM parts
