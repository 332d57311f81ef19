-- Of the money decided on in the period, the share won.
WITH parts AS (
    SELECT cell.*,
        (SELECT sum(amount) FROM decided WHERE outcome = 'won' AND {cut} = cell.member AND day >= cell.start AND day < cell.stop) AS won,
        (SELECT sum(amount) FROM decided WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop) AS all_decided
    FROM cell
)
SELECT parts.* EXCLUDE (won, all_decided),
    CASE WHEN all_decided <> 0 THEN 100 * coalesce(won, 0)::DOUBLE / all_decided::DOUBLE END AS value
FROM parts
