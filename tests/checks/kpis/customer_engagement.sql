-- Touches of the period with customers known before, against how long the customers at its end have been known on average, in months.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM known_touches WHERE {here}) AS numerator,
        ratio((SELECT sum(months) FROM customers_at_end WHERE {cut} = cell.member AND as_of = cell.stop),
            (SELECT count(*) FROM customers_at_end WHERE {cut} = cell.member AND as_of = cell.stop)) AS denominator
    FROM cell
)
SELECT parts.*, CASE WHEN customer_meaning() = 'contract' OR stop - customer_days() >= covered_from() THEN ratio(numerator, denominator) END AS value FROM parts
