-- Pages seen in the period, a visit begun in it.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM viewed WHERE {here}) AS numerator,
        (SELECT count(*) FROM visited WHERE {here}) AS denominator
    FROM cell
)
SELECT parts.*, ratio(numerator, denominator) AS value FROM parts
