-- Of what fell due in the period, the share received before its end; of a bill, never more than its amount.
WITH got AS (SELECT e.until, r.invoice, sum(r.amount) AS money FROM ends e JOIN received r ON r.paid_on < e.until GROUP BY ALL),
due AS (
    SELECT b.*, e.until, least(b.amount, coalesce(g.money, 0)) AS paid
    FROM billed b CROSS JOIN ends e LEFT JOIN got g ON g.until = e.until AND g.invoice = b.invoice
),
parts AS (
    SELECT cell.*,
        (SELECT sum(paid) FROM due WHERE until = cell.stop AND {here}) AS numerator,
        (SELECT sum(amount) FROM due WHERE until = cell.stop AND {here}) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
