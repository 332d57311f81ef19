-- The mean of the scores given for the period.
WITH parts AS (
    SELECT cell.*,
        (SELECT sum(value) FROM assessed WHERE kpi NOT IN ('training_done', 'training_assigned') AND {here}) AS numerator,
        (SELECT count(*) FROM assessed WHERE kpi NOT IN ('training_done', 'training_assigned') AND {here}) AS denominator
    FROM cell
)
SELECT parts.*, ratio(numerator, denominator) AS value FROM parts
