-- Visits that saw exactly one page and in which nothing was done.
SELECT v._source, v.id, v.visitor_id, v.customer_id, v.started_on, v.channel, v.campaign_id, v.device,
       v._file, v._row, v._load
FROM (
    SELECT _source, visit_id FROM page_views GROUP BY _source, visit_id HAVING count(*) = 1
) AS p
JOIN visits AS v ON v._source = p._source AND v.id = p.visit_id
WHERE NOT EXISTS (SELECT 1 FROM shop_events AS e WHERE e._source = p._source AND e.visit_id = p.visit_id)
