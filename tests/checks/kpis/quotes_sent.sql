-- Quotes sent in the period.
SELECT cell.*,
    (SELECT count(*) FROM quoted WHERE {here}) AS value
FROM cell
