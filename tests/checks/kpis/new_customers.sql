-- Customers whose first order of all fell in the period, for that order's owner, place and kind of deal.
SELECT cell.*,
    (SELECT coalesce(sum(share), 0) FROM first_orders WHERE {here}) AS value
FROM cell
