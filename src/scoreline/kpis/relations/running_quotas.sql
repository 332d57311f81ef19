-- For each period: people's revenue quotas that run at its end, with what is missing then: the quota less the revenue from its
-- first day to the period's end, at least 0.
WITH reached AS (
    SELECT q._source, q.id, q.credit, d.day,
           sum(d.amount) OVER (PARTITION BY q._source, q.id, q.credit ORDER BY d.day) AS amount,
           lead(d.day) OVER (PARTITION BY q._source, q.id, q.credit ORDER BY d.day) AS next_day
    FROM person_quotas AS q
    JOIN person_revenue AS d ON d._source = q._source AND d.owner_id = q.owner_id AND d.credit = q.credit
        AND d.day >= q.valid_from AND d.day < q.valid_to
), running AS (
    SELECT p.p, p.end_on, q._source, q.id, q.credit, q.owner_id, q.valid_from, q.valid_to, q.norm, q._file, q._row, q._load
    FROM person_quotas AS q JOIN periods AS p ON q.valid_from < p.end_on AND q.valid_to >= p.end_on
)
SELECT q.p, q._source, q.id, q.credit, q.owner_id, q.valid_from, q.valid_to, q.end_on - 1 AS "on", q.norm,
       coalesce(r.amount, 0) AS fact, greatest(q.norm - coalesce(r.amount, 0), 0) AS missing, q._file, q._row, q._load
FROM running AS q
LEFT JOIN reached AS r ON r._source = q._source AND r.id = q.id AND r.credit = q.credit
    AND r.day < q.end_on AND (r.next_day IS NULL OR r.next_day >= q.end_on)
