-- Units of the period's orders, an order.
WITH parts AS (
    SELECT cell.*,
        coalesce((SELECT sum(quantity) FROM sold WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop), 0) AS units,
        (SELECT count(*) FROM placed WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop) AS orders
    FROM cell
)
SELECT parts.* EXCLUDE (units, orders), CASE WHEN orders > 0 THEN units::DOUBLE / orders END AS value FROM parts
