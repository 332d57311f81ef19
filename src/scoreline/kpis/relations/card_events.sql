-- Products put in the basket or bought in a visit that had seen their card by then, dated on the day on which the visit began.
SELECT e._source, e.id, e.visit_id, e.kind, e.occurred_on, e.product_id,
       v.started_on, v.visitor_id, v.customer_id, v.channel, v.campaign_id, v.device, e._file, e._row, e._load
FROM shop_events AS e
JOIN visits AS v ON v._source = e._source AND v.id = e.visit_id
WHERE e.kind IN ('add_to_basket', 'purchase') AND EXISTS (
    SELECT 1 FROM page_views AS p
    WHERE p._source = e._source AND p.visit_id = e.visit_id AND p.product_id = e.product_id AND p.page_kind = 'product'
      AND p.viewed_at <= e.occurred_at
)
