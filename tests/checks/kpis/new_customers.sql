-- Customers whose first order of all fell in the period, for that order's owner, place and kind of deal.
SELECT cell.*, (SELECT count(*) FROM first_orders WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop) AS value
FROM cell
