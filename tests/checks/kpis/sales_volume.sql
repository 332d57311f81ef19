-- Units on the lines of the period's orders.
SELECT cell.*,
    coalesce((SELECT sum(quantity) FROM sold WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop), 0) AS value
FROM cell
