-- The mean number of days from opening to winning, of the deals won in the period.
SELECT cell.*,
    (SELECT avg(closed_on - opened_on) FROM decided
     WHERE outcome = 'won' AND opened_on IS NOT NULL AND {cut} = cell.member AND day >= cell.start AND day < cell.stop) AS value
FROM cell
