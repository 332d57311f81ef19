-- What campaigns cost in the period, a customer whose first order fell in it.
WITH parts AS (
    SELECT cell.*,
        {spend} AS numerator,
        {won} AS denominator
    FROM cell
)
SELECT parts.*, ratio(numerator, denominator) AS value FROM parts
