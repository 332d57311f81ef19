-- Revenue of the period, an order of the period.
WITH parts AS (
    SELECT cell.*,
        coalesce((SELECT sum(amount * share) FROM sold WHERE {here}), 0)
        - coalesce((SELECT sum(amount * share) FROM given_back WHERE {here}), 0) AS numerator,
        (SELECT coalesce(sum(share), 0) FROM placed WHERE {here}) AS denominator
    FROM cell
)
SELECT parts.*, ratio(numerator, denominator) AS value FROM parts
