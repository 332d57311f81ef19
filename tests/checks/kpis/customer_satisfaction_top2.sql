-- Of the answers of the period, those in the two highest places of their scale.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM answered WHERE kind = 'csat' AND scale_max <> scale_min AND score >= scale_max - 1 AND {here}) AS numerator,
        (SELECT count(*) FROM answered WHERE kind = 'csat' AND scale_max <> scale_min AND {here}) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
