-- The times in which an open deal had an activity scheduled for a later day: the spans of open deals, ending on the day of the
-- last activity that was ever scheduled for the deal.
SELECT s._source, s.id, s.deal_id, s.entered_on, least(s.left_on, a.last_on) AS left_on, s.stage, s.owner_id, s.customer_id,
       s.product_id, s.location_id, s.contact_method, s.kind, s._file, s._row, s._load
FROM deal_spans AS s
JOIN (
    SELECT _source, deal_id, max(scheduled_on) AS last_on
    FROM activities
    WHERE deal_id IS NOT NULL AND scheduled_on IS NOT NULL
    GROUP BY _source, deal_id
) AS a ON a._source = s._source AND a.deal_id = s.deal_id
WHERE a.last_on > s.entered_on
