-- Deals won in the period, in percent of the quotes sent in it.
WITH parts AS (
    SELECT cell.*,
        (SELECT coalesce(sum(share), 0) FROM decided WHERE outcome = 'won' AND {here}) AS numerator,
        (SELECT count(*) FROM quoted WHERE {here}) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
