-- Of the visits begun in the period, those that bought.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM visited WHERE purchases > 0 AND {here}) AS numerator,
        (SELECT count(*) FROM visited WHERE {here}) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
