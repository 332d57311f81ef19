-- Revenue of the period, an order of the period.
WITH parts AS (
    SELECT cell.*,
        {revenue} AS numerator,
        (SELECT coalesce(sum(share), 0) FROM placed WHERE {here}) AS denominator
    FROM cell
)
SELECT parts.*, ratio(numerator, denominator) AS value FROM parts
