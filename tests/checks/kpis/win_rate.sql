-- Of the deals decided in the period, the share won.
WITH parts AS (
    SELECT cell.*,
        (SELECT coalesce(sum(share), 0) FROM decided WHERE outcome = 'won' AND {here}) AS numerator,
        (SELECT coalesce(sum(share), 0) FROM decided WHERE {here}) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
