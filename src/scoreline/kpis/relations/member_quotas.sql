-- For each period: people with revenue quotas that end in it, all of a person's together, dated on the last one's last day.
SELECT p.p, q._source, q.owner_id AS id, q.credit, q.owner_id, max(q.last_on) AS last_on, sum(q.norm) AS norm, sum(q.fact) AS fact,
       max(q._file) AS _file, max(q._row) AS _row, max(q._load) AS _load
FROM quota_results AS q
JOIN periods AS p ON q.last_on >= p.start_on AND q.last_on < p.end_on
GROUP BY p.p, q._source, q.owner_id, q.credit
