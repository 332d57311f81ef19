-- Calls done in the period.
SELECT cell.*,
    (SELECT count(*) FROM touched WHERE kind = 'call' AND {here}) AS value
FROM cell
