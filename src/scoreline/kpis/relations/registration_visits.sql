-- Visits that saw the registration page.
SELECT v._source, v.id, v.visitor_id, v.customer_id, v.started_on, v.channel, v.campaign_id, v.device, v._file, v._row, v._load
FROM visits AS v
WHERE EXISTS (
    SELECT 1 FROM page_views AS p WHERE p._source = v._source AND p.visit_id = v.id AND p.page_kind = 'registration'
)
