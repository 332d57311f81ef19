-- Of the activities due in the period, those done by then.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM promised WHERE done_at <= due_at AND {here}) AS numerator,
        (SELECT count(*) FROM promised WHERE {here}) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
