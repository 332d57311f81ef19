-- What campaigns cost in the period, a lead of the period.
WITH parts AS (
    SELECT cell.*,
        {spend} AS numerator,
        (SELECT count(*) FROM asked WHERE {here}) AS denominator
    FROM cell
)
SELECT parts.*, ratio(numerator, denominator) AS value FROM parts
