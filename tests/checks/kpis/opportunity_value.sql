-- What the deals opened in the period are worth, as known today.
SELECT cell.*,
    coalesce((SELECT sum(amount) FROM opened WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop), 0) AS value
FROM cell
