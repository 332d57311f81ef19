-- Of the quotes sent in the period, the share whose deal was won on that day or later, whenever.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM quoted WHERE won_since AND {cut} = cell.member AND day >= cell.start AND day < cell.stop) AS won,
        (SELECT count(*) FROM quoted WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop) AS sent
    FROM cell
)
SELECT parts.* EXCLUDE (won, sent), CASE WHEN sent > 0 THEN 100.0::DOUBLE * won / sent END AS value FROM parts
