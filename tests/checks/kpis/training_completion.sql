-- Of the trainings assigned for the period, the share done.
WITH parts AS (
    SELECT cell.*,
        (SELECT sum(value) FROM assessed WHERE kpi = 'training_done' AND {here}) AS numerator,
        (SELECT sum(value) FROM assessed WHERE kpi = 'training_assigned' AND {here}) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
