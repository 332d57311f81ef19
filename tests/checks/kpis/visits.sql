-- Visits begun in the period.
SELECT cell.*,
    (SELECT count(*) FROM visited WHERE {here}) AS value
FROM cell
