-- Each view of a product's card with its visit, dated on the day on which the visit began.
SELECT p._source, p.id, p.visit_id, p.viewed_on, p.product_id,
       v.started_on, v.visitor_id, v.customer_id, v.channel, v.campaign_id, v.device, p._file, p._row, p._load
FROM page_views AS p
JOIN visits AS v ON v._source = p._source AND v.id = p.visit_id
WHERE p.page_kind = 'product' AND p.product_id IS NOT NULL
