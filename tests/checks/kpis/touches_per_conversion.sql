-- Touches up to the sale, a lead that became one in the period.
WITH parts AS (
    SELECT cell.*,
        (SELECT coalesce(sum(touches), 0) FROM turned WHERE {here}) AS numerator,
        (SELECT count(*) FROM turned WHERE {here}) AS denominator
    FROM cell
)
SELECT parts.*, ratio(numerator, denominator) AS value FROM parts
