-- What campaigns cost in the period, a lead of the period.
WITH parts AS (
    SELECT cell.*,
        coalesce((SELECT sum(amount) FROM spent WHERE {here}), 0) AS numerator,
        (SELECT count(*) FROM asked WHERE {here}) AS denominator
    FROM cell
)
SELECT parts.*, ratio(numerator, denominator) AS value FROM parts
