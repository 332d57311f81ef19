-- Activities done in the period.
SELECT cell.*, (SELECT count(*) FROM touched WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop) AS value
FROM cell
