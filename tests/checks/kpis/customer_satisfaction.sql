-- How far up the scale the answers of the period stand on average, in percent of the scale.
WITH parts AS (
    SELECT cell.*,
        (SELECT sum(((score - scale_min) / (scale_max - scale_min))::DOUBLE) FROM answered
         WHERE kind = 'csat' AND scale_max <> scale_min AND {here}) AS numerator,
        (SELECT count(*) FROM answered WHERE kind = 'csat' AND scale_max <> scale_min AND {here}) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
