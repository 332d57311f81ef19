-- Of the deals decided in the period, the share won.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM decided WHERE outcome = 'won' AND {cut} = cell.member AND day >= cell.start AND day < cell.stop) AS won,
        (SELECT count(*) FROM decided WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop) AS all_decided
    FROM cell
)
SELECT parts.* EXCLUDE (won, all_decided), CASE WHEN all_decided > 0 THEN 100.0::DOUBLE * won / all_decided END AS value FROM parts
