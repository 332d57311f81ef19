-- Revenue of the own time of the quotas whose last day falls in the period, in percent of those quotas.
WITH parts AS (
    SELECT cell.*,
        (SELECT sum(reached) FROM quotas WHERE {here}) AS numerator,
        (SELECT sum(norm) FROM quotas WHERE {here}) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
