-- What campaigns cost in the period, a customer whose first order fell in it.
WITH parts AS (
    SELECT cell.*,
        coalesce((SELECT sum(amount) FROM spent WHERE {here}), 0) AS numerator,
        (SELECT coalesce(sum(share), 0) FROM first_orders WHERE {here}) AS denominator
    FROM cell
)
SELECT parts.*, ratio(numerator, denominator) AS value FROM parts
