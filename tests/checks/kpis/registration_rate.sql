-- Visits that registered, in percent of those that saw where one registers.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM visited WHERE registrations > 0 AND {here}) AS numerator,
        (SELECT count(*) FROM visited WHERE registrations_seen > 0 AND {here}) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
