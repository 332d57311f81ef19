-- Of the leads first touched in the period, those that became a sale on that day or later, whenever.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM first_touches WHERE converted AND {here}) AS numerator,
        (SELECT count(*) FROM first_touches WHERE {here}) AS denominator,
        (SELECT count(*) FROM first_touches WHERE converted_on IS NULL AND day >= covered_to() - 90 AND {here}) AS "beside: still open"
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
