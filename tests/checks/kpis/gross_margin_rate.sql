-- What remains of the period's revenue after the cost of the units sold, in percent.
WITH parts AS (
    SELECT cell.*,
        coalesce((SELECT sum(amount * share) FROM sold WHERE {here}), 0)
        - coalesce((SELECT sum(amount * share) FROM given_back WHERE {here}), 0)
        - coalesce((SELECT sum(cost * share) FROM sold WHERE {here}), 0) AS numerator,
        coalesce((SELECT sum(amount * share) FROM sold WHERE {here}), 0)
        - coalesce((SELECT sum(amount * share) FROM given_back WHERE {here}), 0) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
