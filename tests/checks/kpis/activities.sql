-- Activities done in the period.
SELECT cell.*,
    (SELECT count(*) FROM touched WHERE {here}) AS value
FROM cell
