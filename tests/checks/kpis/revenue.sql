-- What the lines of the period's orders come to, less what was given back in the period.
SELECT cell.*,
    coalesce((SELECT sum(amount) FROM sold WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop), 0)
    - coalesce((SELECT sum(amount) FROM given_back WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop), 0) AS value
FROM cell
