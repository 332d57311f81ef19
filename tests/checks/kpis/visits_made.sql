-- Field visits done in the period.
SELECT cell.*,
    (SELECT count(*) FROM touched WHERE kind = 'visit' AND {here}) AS value
FROM cell
