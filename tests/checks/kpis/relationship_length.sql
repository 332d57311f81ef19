-- The mean time, in months, that the customers at the period's end have been known.
WITH parts AS (
    SELECT cell.*,
        (SELECT sum(months) FROM customers_at_end WHERE {cut} = cell.member AND as_of = cell.stop) AS numerator,
        (SELECT count(*) FROM customers_at_end WHERE {cut} = cell.member AND as_of = cell.stop) AS denominator
    FROM cell
)
SELECT parts.*, CASE WHEN customer_meaning() = 'contract' OR stop - customer_days() >= covered_from() THEN ratio(numerator, denominator) END AS value FROM parts
