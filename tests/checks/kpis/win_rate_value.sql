-- Of the money decided on in the period, the share won.
WITH parts AS (
    SELECT cell.*,
        (SELECT coalesce(sum(amount * share), 0) FROM decided WHERE outcome = 'won' AND {here}) AS numerator,
        (SELECT sum(amount * share) FROM decided WHERE {here}) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
