-- Of the field visits done in the period, those with an order of that customer on the same day.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM called_on WHERE hit AND {here}) AS numerator,
        (SELECT count(*) FROM called_on WHERE {here}) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
