-- Units of the period's orders, an order.
WITH parts AS (
    SELECT cell.*,
        coalesce((SELECT sum(quantity * share) FROM sold WHERE {here}), 0) AS numerator,
        (SELECT coalesce(sum(share), 0) FROM placed WHERE {here}) AS denominator
    FROM cell
)
SELECT parts.*, ratio(numerator, denominator) AS value FROM parts
