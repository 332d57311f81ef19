-- The last page of each visit: the latest page view, by time, then by id; dated on the day on which the visit began.
WITH latest AS (
    SELECT _source, visit_id, max(viewed_at) AS viewed_at
    FROM page_views
    GROUP BY _source, visit_id
), pages AS (
    SELECT p._source, p.id, p.visit_id, p.viewed_on, p.page, p.page_kind, p.product_id,
           v.started_on, v.visitor_id, v.customer_id, v.channel, v.campaign_id, v.device, p._file, p._row, p._load,
           row_number() OVER (PARTITION BY p._source, p.visit_id ORDER BY p.id DESC) AS place
    FROM page_views AS p
    JOIN latest AS t ON t._source = p._source AND t.visit_id = p.visit_id AND t.viewed_at = p.viewed_at
    JOIN visits AS v ON v._source = p._source AND v.id = p.visit_id
)
SELECT _source, id, visit_id, viewed_on, page, page_kind, product_id,
       started_on, visitor_id, customer_id, channel, campaign_id, device, _file, _row, _load
FROM pages
WHERE place = 1
