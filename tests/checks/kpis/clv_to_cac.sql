-- What a customer is worth in a lifetime, against what it cost to win one.
WITH parts AS (
    SELECT cell.*,
        coalesce((SELECT sum(amount * share) FROM sold WHERE {here}), 0)
        - coalesce((SELECT sum(amount * share) FROM given_back WHERE {here}), 0) AS money,
        coalesce((SELECT sum(cost * share) FROM sold WHERE {here}), 0) AS cost,
        (SELECT count(DISTINCT customer) FROM by_record.placed WHERE {here}) AS buyers,
        (SELECT count(*) FROM customers_at_start WHERE {cut} = cell.member AND as_of = cell.start) AS had,
        ((SELECT count(*) FROM left_us WHERE as_of = cell.start AND {here})
            + (SELECT count(*) FROM passed_by WHERE first_day >= cell.start AND {here})) AS lost,
        (SELECT count(*) FROM came_back WHERE {here}) AS won_back,
        coalesce((SELECT sum(amount) FROM spent WHERE {here}), 0) AS spend,
        (SELECT coalesce(sum(share), 0) FROM first_orders WHERE {here}) AS won
    FROM cell
),
worth AS (
    SELECT *, ratio(money - cost, money) * ratio(money, buyers) * ratio(had - lost + won_back, had) AS lifetime, ratio(spend, won) AS acquisition
    FROM parts
)
SELECT worth.*, CASE WHEN lifetime IS NOT NULL AND (customer_meaning() = 'contract' OR start - customer_days() >= covered_from()) THEN ratio(lifetime, acquisition) END AS value FROM worth
