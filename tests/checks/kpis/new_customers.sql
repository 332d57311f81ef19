-- Customers whose first order of all fell in the period, for that order's owner, place and kind of deal.
SELECT cell.*,
    {won} AS value
FROM cell
