-- Of the leads that came in in the period, the share that became a sale, whenever.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM asked WHERE converted AND {here}) AS numerator,
        (SELECT count(*) FROM asked WHERE {here}) AS denominator,
        (SELECT count(*) FROM asked WHERE NOT converted AND day >= covered_to() - 90 AND {here}) AS "beside: still open"
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
