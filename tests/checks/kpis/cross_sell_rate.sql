-- Of the customers at the period's start, those with a cross-sell deal won in it.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM customers_at_start c WHERE {cut} = cell.member AND as_of = cell.start AND EXISTS (
            FROM pitched d WHERE d.customer = c.customer AND d.deal_kind = 'cross_sell' AND d.outcome = 'won'
            AND d.closed_on >= cell.start AND d.closed_on < cell.stop)) AS numerator,
        (SELECT count(*) FROM customers_at_start WHERE {cut} = cell.member AND as_of = cell.start) AS denominator
    FROM cell
)
SELECT parts.*, CASE WHEN customer_meaning() = 'contract' OR start - customer_days() >= covered_from() THEN percent(numerator, denominator) END AS value FROM parts
