-- Of the leads that came in in the period, the share that became a sale, whenever.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM asked WHERE converted AND {cut} = cell.member AND day >= cell.start AND day < cell.stop) AS sales,
        (SELECT count(*) FROM asked WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop) AS came
    FROM cell
)
SELECT parts.* EXCLUDE (sales, came), CASE WHEN came > 0 THEN 100.0::DOUBLE * sales / came END AS value FROM parts
