-- Each lead's first touch: the earliest activity done on it, by time, then by id. Owner and method are those of the touch.
WITH earliest AS (
    SELECT _source, lead_id, min(done_at) AS done_at
    FROM activities
    WHERE lead_id IS NOT NULL AND done_at IS NOT NULL
    GROUP BY _source, lead_id
), touches AS (
    SELECT a._source, a.id, a.lead_id, a.owner_id, a.kind, a.done_on, a._file, a._row, a._load,
           row_number() OVER (PARTITION BY a._source, a.lead_id ORDER BY a.id) AS place
    FROM activities AS a
    JOIN earliest AS e ON e._source = a._source AND e.lead_id = a.lead_id AND e.done_at = a.done_at
)
SELECT t._source, t.id, t.lead_id, t.owner_id, t.kind AS contact_method, t.done_on, l.created_on, l.converted_on,
       l.customer_id, l.deal_id, l.channel, l.campaign_id, t._file, t._row, t._load
FROM touches AS t
JOIN leads AS l ON l._source = t._source AND l.id = t.lead_id
WHERE t.place = 1
