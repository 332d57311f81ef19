-- For each period: people's revenue quotas that run at its end, with what is missing then: the quota less the revenue from its
-- first day to the period's end, at least 0. A quota that began before the first day that the order lines cover is left out.
WITH sales AS (
    SELECT _source, owner_id, ordered_on AS day, amount FROM order_lines__ordered_on WHERE status IS DISTINCT FROM 'cancelled'
    UNION ALL
    SELECT r._source, r.owner_id, r.refunded_on, -r.amount
    FROM refunds__refunded_on AS r LEFT JOIN orders AS o ON o._source = r._source AND o.id = r.order_id
    WHERE o.status IS DISTINCT FROM 'cancelled'
), daily AS (
    SELECT _source, owner_id, day, sum(amount) AS amount FROM sales WHERE owner_id IS NOT NULL GROUP BY _source, owner_id, day
), quotas AS (
    SELECT _source, member_id, valid_from, valid_to, norm, _file, _row, _load
    FROM levels
    WHERE is_quota AND member_kind = 'person' AND kpi = 'revenue' AND valid_to IS NOT NULL
      AND valid_from >= CAST(:first_day AS DATE)
), reached AS (
    SELECT q._source, q.member_id, q.valid_from, d.day,
           sum(d.amount) OVER (PARTITION BY q._source, q.member_id, q.valid_from ORDER BY d.day) AS amount,
           lead(d.day) OVER (PARTITION BY q._source, q.member_id, q.valid_from ORDER BY d.day) AS next_day
    FROM quotas AS q
    JOIN daily AS d ON d._source = q._source AND d.owner_id = q.member_id AND d.day >= q.valid_from AND d.day < q.valid_to
), running AS (
    SELECT p.p, p.end_on, q._source, q.member_id, q.valid_from, q.valid_to, q.norm, q._file, q._row, q._load
    FROM quotas AS q JOIN periods AS p ON q.valid_from < p.end_on AND q.valid_to >= p.end_on
)
SELECT q.p, q._source, q.member_id || ' ' || CAST(q.valid_from AS TEXT) AS id, q.member_id AS owner_id, q.valid_from, q.valid_to,
       q.end_on - 1 AS "on", q.norm, coalesce(r.amount, 0) AS fact,
       greatest(q.norm - coalesce(r.amount, 0), 0) AS missing, q._file, q._row, q._load
FROM running AS q
LEFT JOIN reached AS r ON r._source = q._source AND r.member_id = q.member_id AND r.valid_from = q.valid_from
    AND r.day < q.end_on AND (r.next_day IS NULL OR r.next_day >= q.end_on)
