-- The mean length, in minutes, of the visits begun in the period. Visits of unknown length are left out.
WITH parts AS (
    SELECT cell.*,
        (SELECT sum(minutes) FROM visited WHERE {here}) AS numerator,
        (SELECT count(*) FROM visited WHERE minutes IS NOT NULL AND {here}) AS denominator,
        (SELECT count(*) FROM visited WHERE minutes IS NULL AND {here}) AS "beside: length not known"
    FROM cell
)
SELECT parts.*, ratio(numerator, denominator) AS value FROM parts
