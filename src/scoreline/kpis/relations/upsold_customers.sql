-- For each period: the customers at its start who bought more in it, once for each kind of deal won; whose they were at its start.
WITH won AS (
    SELECT DISTINCT p.p, p.start_on, d._source, d.customer_id, d.kind
    FROM deals AS d
    JOIN stages AS g ON g._source = d._source AND g.id = d.stage_id
    JOIN periods AS p ON d.closed_on >= p.start_on AND d.closed_on < p.end_on
    WHERE g.kind = 'won' AND d.kind IN ('upsell', 'cross_sell')
)
SELECT w.p, n._source, n.customer_id AS id, n.customer_id, n.owner_id, w.kind, w.start_on AS "on", n._file, n._row, n._load
FROM won AS w
JOIN customer_spans AS n ON n._source = w._source AND n.customer_id = w.customer_id
    AND n.from_on < w.start_on AND (n.to_on IS NULL OR n.to_on >= w.start_on)
