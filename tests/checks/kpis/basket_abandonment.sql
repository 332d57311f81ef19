-- Of the baskets of the period, those left behind.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM baskets WHERE abandoned AND {here}) AS numerator,
        (SELECT count(*) FROM baskets WHERE {here}) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
