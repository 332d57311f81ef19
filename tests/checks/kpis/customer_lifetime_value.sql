-- Margin rate, times revenue a buyer, times retention rate.
WITH parts AS (
    SELECT cell.*,
        coalesce((SELECT sum(amount * share) FROM sold WHERE {here}), 0)
        - coalesce((SELECT sum(amount * share) FROM given_back WHERE {here}), 0) AS money,
        coalesce((SELECT sum(cost * share) FROM sold WHERE {here}), 0) AS cost,
        (SELECT count(DISTINCT customer) FROM by_record.placed WHERE {here}) AS buyers,
        (SELECT count(*) FROM customers_at_start WHERE {cut} = cell.member AND as_of = cell.start) AS had,
        ((SELECT count(*) FROM left_us WHERE as_of = cell.start AND {here})
            + (SELECT count(*) FROM passed_by WHERE first_day >= cell.start AND {here})) AS lost,
        (SELECT count(*) FROM came_back WHERE {here}) AS won_back
    FROM cell
)
SELECT parts.*, CASE WHEN customer_meaning() = 'contract' OR start - customer_days() >= covered_from() THEN ratio(money - cost, money) * ratio(money, buyers) * ratio(had - lost + won_back, had) END AS value
FROM parts
