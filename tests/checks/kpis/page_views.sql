-- Pages seen in the period.
SELECT cell.*,
    (SELECT count(*) FROM viewed WHERE {here}) AS value
FROM cell
