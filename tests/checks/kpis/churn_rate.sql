-- Customers lost in the period, in percent of those at its start: also those who became one in it.
WITH parts AS (
    SELECT cell.*,
        ((SELECT count(*) FROM left_us WHERE as_of = cell.start AND {here})
            + (SELECT count(*) FROM passed_by WHERE first_day >= cell.start AND {here})) AS numerator,
        (SELECT count(*) FROM customers_at_start WHERE {cut} = cell.member AND as_of = cell.start) AS denominator
    FROM cell
)
SELECT parts.*, CASE WHEN customer_meaning() = 'contract' OR start - customer_days() >= covered_from() THEN percent(numerator, denominator) END AS value FROM parts
