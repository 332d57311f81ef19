-- Leads that became a sale in the period, in percent of those that came in in it.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM turned WHERE {here}) AS numerator,
        (SELECT count(*) FROM asked WHERE {here}) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
