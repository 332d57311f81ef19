-- Of the customers at the period's start, those with a cross-sell deal won in it.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM customers_at_start c WHERE {cut} = cell.member AND as_of = cell.start AND 'cross_sell' IN {kinds_bought}) AS numerator,
        {had} AS denominator
    FROM cell
)
SELECT parts.*, CASE WHEN {told} THEN percent(numerator, denominator) END AS value FROM parts
