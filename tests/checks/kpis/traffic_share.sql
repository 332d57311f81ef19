-- Visits of the period against the most that a competitor published for just this period.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM visited WHERE {here}) AS numerator,
        (SELECT largest FROM published WHERE metric = 'visits' AND period = cell.label) AS denominator
    FROM cell
)
SELECT parts.*, ratio(numerator, denominator) AS value FROM parts
