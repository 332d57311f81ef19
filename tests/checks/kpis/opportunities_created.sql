-- Deals opened in the period.
SELECT cell.*, (SELECT count(*) FROM opened WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop) AS value
FROM cell
