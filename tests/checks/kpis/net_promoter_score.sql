-- Promoters (9 and 10) less detractors (0 to 6), in percent of the answers of the period; and where the true figure lies, 19 times of 20.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM answered WHERE kind = 'nps' AND score >= 9 AND {here}) AS promoters,
        (SELECT count(*) FROM answered WHERE kind = 'nps' AND score <= 6 AND {here}) AS detractors,
        (SELECT count(*) FROM answered WHERE kind = 'nps' AND {here}) AS denominator
    FROM cell
),
figures AS (
    SELECT *, promoters - detractors AS numerator,
        196 * sqrt(greatest(0, (ratio(promoters + detractors, denominator) - ratio(promoters - detractors, denominator) ** 2) / nullif(denominator, 0))) AS around
    FROM parts
)
SELECT figures.*, percent(numerator, denominator) AS value,
    denominator AS "beside: answers",
    percent(numerator, denominator) - around AS "beside: low",
    percent(numerator, denominator) + around AS "beside: high"
FROM figures
