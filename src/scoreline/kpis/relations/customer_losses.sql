-- For each period: the stays that end in it, whose they were at the period's start, or when they began if that was later.
-- "on" is the day whose team counts.
SELECT p.p, n._source, n.customer_id AS id, n.customer_id, n.owner_id, greatest(p.start_on, n.start_on) AS "on", n.start_on, n.lost_on,
       n._file, n._row, n._load
FROM customer_spans AS n
JOIN periods AS p ON n.lost_on >= p.start_on AND n.lost_on < p.end_on
WHERE n.from_on < greatest(p.start_on, n.start_on + 1) AND n.to_on >= greatest(p.start_on, n.start_on + 1)
