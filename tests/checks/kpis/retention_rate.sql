-- Customers at the start less those lost plus those won back, in percent of those at the start.
-- Unknown where the data does not reach back far enough to tell who was a customer at the start.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM customers_at_start WHERE {cut} = cell.member AND as_of = cell.start)
        - ((SELECT count(*) FROM left_us WHERE as_of = cell.start AND {here})
            + (SELECT count(*) FROM passed_by WHERE first_day >= cell.start AND {here}))
        + (SELECT count(*) FROM came_back WHERE {here}) AS numerator,
        (SELECT count(*) FROM customers_at_start WHERE {cut} = cell.member AND as_of = cell.start) AS denominator
    FROM cell
)
SELECT parts.*, CASE WHEN customer_meaning() = 'contract' OR start - customer_days() >= covered_from() THEN percent(numerator, denominator) END AS value FROM parts
