-- Each person's quota with the revenue of its own time, dated on the quota's last day. A quota that began before the first day
-- that the order lines cover is left out: its revenue is not known.
WITH sales AS (
    SELECT _source, owner_id, ordered_on AS day, amount FROM order_lines__ordered_on WHERE status IS NULL OR status <> 'cancelled'
    UNION ALL
    SELECT r._source, r.owner_id, r.refunded_on, -r.amount
    FROM refunds__refunded_on AS r LEFT JOIN orders AS o ON o._source = r._source AND o.id = r.order_id
    WHERE o.status IS NULL OR o.status <> 'cancelled'
), daily AS (
    SELECT _source, owner_id, day, sum(amount) AS amount FROM sales WHERE owner_id IS NOT NULL GROUP BY _source, owner_id, day
)
SELECT q._source, q.member_id || ' ' || CAST(q.valid_from AS TEXT) AS id, q.member_id AS owner_id, q.valid_from, q.valid_to,
       q.valid_to - 1 AS last_on, q.norm, coalesce(sum(d.amount), 0) AS fact, q._file, q._row, q._load
FROM levels AS q
LEFT JOIN daily AS d ON d._source = q._source AND d.owner_id = q.member_id
    AND d.day >= q.valid_from AND d.day < q.valid_to
WHERE q.is_quota AND q.member_kind = 'person' AND q.kpi = 'revenue' AND q.valid_to IS NOT NULL
  AND q.valid_from >= CAST(:first_day AS DATE)
GROUP BY q._source, q.member_id, q.valid_from, q.valid_to, q.norm, q._file, q._row, q._load
