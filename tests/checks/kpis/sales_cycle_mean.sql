-- The mean number of days from opening to winning, of the deals won in the period.
WITH parts AS (
    SELECT cell.*,
        (SELECT sum((closed_on - opened_on) * share) FROM decided WHERE outcome = 'won' AND {here}) AS numerator,
        (SELECT coalesce(sum(share), 0) FROM decided WHERE outcome = 'won' AND opened_on IS NOT NULL AND {here}) AS denominator
    FROM cell
)
SELECT parts.*, ratio(numerator, denominator) AS value FROM parts
