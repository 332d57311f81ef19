-- The period's revenue against the largest that a competitor published for just this period.
WITH parts AS (
    SELECT cell.*,
        {revenue} AS numerator,
        (SELECT largest FROM published WHERE metric = 'revenue' AND period = cell.label) AS denominator
    FROM cell
)
SELECT parts.*, ratio(numerator, denominator) AS value FROM parts
