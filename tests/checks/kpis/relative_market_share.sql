-- The period's revenue against the largest that a competitor published for just this period.
WITH parts AS (
    SELECT cell.*,
        coalesce((SELECT sum(amount * share) FROM sold WHERE {here}), 0)
        - coalesce((SELECT sum(amount * share) FROM given_back WHERE {here}), 0) AS numerator,
        (SELECT largest FROM published WHERE metric = 'revenue' AND period = cell.label) AS denominator
    FROM cell
)
SELECT parts.*, ratio(numerator, denominator) AS value FROM parts
