-- Each person's quota with the revenue of its own time, dated on the quota's last day.
SELECT q._source, q.id, q.credit, q.owner_id, q.valid_from, q.valid_to, q.valid_to - 1 AS last_on, q.norm,
       coalesce(sum(d.amount), 0) AS fact, q._file, q._row, q._load
FROM person_quotas AS q
LEFT JOIN person_revenue AS d ON d._source = q._source AND d.owner_id = q.owner_id AND d.credit = q.credit
    AND d.day >= q.valid_from AND d.day < q.valid_to
GROUP BY q._source, q.id, q.credit, q.owner_id, q.valid_from, q.valid_to, q.norm, q._file, q._row, q._load
