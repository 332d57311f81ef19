-- Orders of the period, a buyer. An order without a customer is an order nevertheless.
WITH parts AS (
    SELECT cell.*,
        (SELECT coalesce(sum(share), 0) FROM placed WHERE {here}) AS numerator,
        {buyers} AS denominator
    FROM cell
)
SELECT parts.*, ratio(numerator, denominator) AS value FROM parts
