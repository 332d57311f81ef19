-- The method's part of the revenue of all methods.
WITH parts AS (
    SELECT cell.*,
        {revenue} AS numerator,
        coalesce((SELECT sum(amount * share) FROM sold WHERE {whole} = cell.whole_member AND day >= cell.start AND day < cell.stop), 0)
        - coalesce((SELECT sum(amount * share) FROM given_back WHERE {whole} = cell.whole_member AND day >= cell.start AND day < cell.stop), 0) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
