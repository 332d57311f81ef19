-- E-mails done in the period.
SELECT cell.*,
    (SELECT count(*) FROM touched WHERE kind = 'email' AND {here}) AS value
FROM cell
