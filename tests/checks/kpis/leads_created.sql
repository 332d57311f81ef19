-- Leads that came in in the period.
SELECT cell.*,
    (SELECT count(*) FROM asked WHERE {here}) AS value
FROM cell
