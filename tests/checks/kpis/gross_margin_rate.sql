-- What remains of the period's revenue after the cost of the units sold, in percent.
WITH parts AS (
    SELECT cell.*,
        {revenue} - {cost} AS numerator,
        {revenue} AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
