-- Promoters (9 and 10) less detractors (0 to 6), in percent of the answers of the period.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM answered WHERE kind = 'nps' AND score >= 9 AND {here})
        - (SELECT count(*) FROM answered WHERE kind = 'nps' AND score <= 6 AND {here}) AS numerator,
        (SELECT count(*) FROM answered WHERE kind = 'nps' AND {here}) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
