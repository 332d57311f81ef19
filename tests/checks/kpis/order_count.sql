-- Orders placed in the period and not cancelled.
SELECT cell.*, (SELECT count(*) FROM placed WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop) AS value
FROM cell
