-- Units on the lines of the period's orders.
SELECT cell.*,
    coalesce((SELECT sum(quantity * share) FROM sold WHERE {here}), 0) AS value
FROM cell
