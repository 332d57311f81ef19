-- What several check queries say alike, by the name under which they say it in braces.

-- revenue: what the lines of the period's orders come to, less what was given back in the period
(coalesce((SELECT sum(amount * share) FROM sold WHERE {here}), 0)
    - coalesce((SELECT sum(amount * share) FROM given_back WHERE {here}), 0));

-- cost: what the units sold in the period cost
coalesce((SELECT sum(cost * share) FROM sold WHERE {here}), 0);

-- won: customers whose first order of all fell in the period
(SELECT coalesce(sum(share), 0) FROM first_orders WHERE {here});

-- spend: what campaigns cost in the period
coalesce((SELECT sum(amount) FROM spent WHERE {here}), 0);

-- buyers: who ordered in the period
(SELECT count(DISTINCT customer) FROM by_record.placed WHERE {here});

-- had: customers at the period's start
(SELECT count(*) FROM customers_at_start WHERE {cut} = cell.member AND as_of = cell.start);

-- lost: customers lost in the period, also those who became one in it
((SELECT count(*) FROM left_us WHERE as_of = cell.start AND {here})
    + (SELECT count(*) FROM passed_by WHERE first_day >= cell.start AND {here}));

-- won_back: customers who came back in the period
(SELECT count(*) FROM came_back WHERE {here});

-- told: whether the data reaches back far enough to tell who was a customer at the period's start
(customer_meaning() = 'contract' OR start - customer_days() >= covered_from());

-- kinds_bought: the kinds of deals won in the period with a customer c
(SELECT d.deal_kind FROM pitched d
    WHERE d.customer = c.customer AND d.outcome = 'won' AND d.closed_on >= cell.start AND d.closed_on < cell.stop);

-- lifetimes: the cells, each with what a customer is worth in a lifetime: margin rate, times revenue a buyer, times retention rate
(SELECT p.* EXCLUDE (money, cost, buyers, had, lost, won_back),
    CASE WHEN {told} THEN ratio(money - cost, money) * ratio(money, buyers) * ratio(had - lost + won_back, had) END AS lifetime
FROM (
    SELECT cell.*, {revenue} AS money, {cost} AS cost, {buyers} AS buyers, {had} AS had, {lost} AS lost, {won_back} AS won_back FROM cell
) AS p);
