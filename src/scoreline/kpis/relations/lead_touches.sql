-- Each touch of a lead up to its conversion, dated on that conversion and with the owner of the lead.
SELECT a._source, a.id, a.lead_id, a.kind, a.done_on, l.converted_on, l.owner_id, l.customer_id, l.deal_id, l.channel, l.campaign_id,
       a._file, a._row, a._load
FROM activities AS a
JOIN leads AS l ON l._source = a._source AND l.id = a.lead_id
WHERE a.done_at <= l.converted_at
