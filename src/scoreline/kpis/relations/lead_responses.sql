-- Each lead with the time of its first touch, and the seconds that passed until then. They are unknown where the lead was not
-- touched yet, or was touched before it was entered.
SELECT l._source, l.id, l.created_on, l.owner_id, l.customer_id, l.deal_id, l.channel, l.campaign_id, t.first_at,
       CASE WHEN t.first_at >= l.created_at THEN CAST(epoch(t.first_at) - epoch(l.created_at) AS DECIMAL(18, 6)) END AS seconds,
       l._file, l._row, l._load
FROM leads AS l
LEFT JOIN (
    SELECT _source, lead_id, min(done_at) AS first_at
    FROM activities
    WHERE lead_id IS NOT NULL AND done_at IS NOT NULL
    GROUP BY _source, lead_id
) AS t ON t._source = l._source AND t.lead_id = l.id
