-- Touches of the period with anybody named, a customer at its end, as if the period were a quarter.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM touched WHERE customer_id IS NOT NULL AND {here}) * 91.25 / (cell.stop - cell.start) AS numerator,
        (SELECT count(*) FROM customers_at_end WHERE {cut} = cell.member AND as_of = cell.stop) AS denominator
    FROM cell
)
SELECT parts.*, CASE WHEN customer_meaning() = 'contract' OR stop - customer_days() >= covered_from() THEN ratio(numerator, denominator) END AS value FROM parts
