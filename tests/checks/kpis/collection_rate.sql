-- Of what fell due in the period, the share received before its end; of a bill, never more than its amount.
WITH ends AS (SELECT DISTINCT stop FROM cell),
got AS (SELECT e.stop, r.invoice, sum(r.amount) AS money FROM ends e JOIN received r ON r.paid_on < e.stop GROUP BY ALL),
bills AS (
    SELECT b.*, e.stop AS until, least(b.amount, coalesce(g.money, 0)) AS paid
    FROM billed b CROSS JOIN ends e LEFT JOIN got g ON g.stop = e.stop AND g.invoice = b.invoice
),
parts AS (
    SELECT cell.*,
        (SELECT sum(paid) FROM bills WHERE until = cell.stop AND {cut} = cell.member AND day >= cell.start AND day < cell.stop) AS paid,
        (SELECT sum(amount) FROM bills WHERE until = cell.stop AND {cut} = cell.member AND day >= cell.start AND day < cell.stop) AS due
    FROM cell
)
SELECT parts.* EXCLUDE (paid, due), CASE WHEN due <> 0 THEN 100 * paid::DOUBLE / due::DOUBLE END AS value FROM parts
