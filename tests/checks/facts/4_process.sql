-- Activities, enquiries and quotes. None of them is shared by credits: each is its owner's, in the owner's team of the day.

CREATE TABLE activity_facts AS
SELECT t._source, t.id AS activity_id, t.kind, t.kind AS contact_method, t.owner_id, t.lead_id, t.deal_id, t.customer_id,
    t.scheduled_on, day_of(t.due_at) AS due_on, t.due_at, t.done_at, t.done_on,
    b.customer, b.segment, b.industry, b.country, d.deal_kind, d.location, d.location_kind, d.location_region, d.product, d.category,
    e.channel, e.campaign
FROM activities t
LEFT JOIN buyers b ON b._source = t._source AND b.customer_id = t.customer_id
LEFT JOIN pitched d ON d._source = t._source AND d.deal_id = t.deal_id
LEFT JOIN enquiries e ON e._source = t._source AND e.lead_id = t.lead_id;

-- Done, by the day done; planned, by the day planned for; promised, by the day due.
CREATE TABLE touched AS
SELECT t.*, t.done_on AS day, s.person, p.team, p.team_region, p.team_company
FROM activity_facts t
LEFT JOIN staff s ON s._source = t._source AND s.person_id = t.owner_id
LEFT JOIN places p ON p._source = t._source AND p.person_id = t.owner_id AND p.day = t.done_on
WHERE t.done_on IS NOT NULL;

CREATE TABLE planned AS
SELECT t.*, t.scheduled_on AS day, s.person, p.team, p.team_region, p.team_company
FROM activity_facts t
LEFT JOIN staff s ON s._source = t._source AND s.person_id = t.owner_id
LEFT JOIN places p ON p._source = t._source AND p.person_id = t.owner_id AND p.day = t.scheduled_on
WHERE t.scheduled_on IS NOT NULL;

CREATE TABLE promised AS
SELECT t.*, t.due_on AS day, s.person, p.team, p.team_region, p.team_company
FROM activity_facts t
LEFT JOIN staff s ON s._source = t._source AND s.person_id = t.owner_id
LEFT JOIN places p ON p._source = t._source AND p.person_id = t.owner_id AND p.day = t.due_on
WHERE t.due_on IS NOT NULL;

-- Field visits, and whether the customer ordered on that day.
CREATE TABLE called_on AS
SELECT t.*, EXISTS (FROM ordered o WHERE o.customer = t.customer AND o.day = t.day) AS hit FROM touched t WHERE t.kind = 'visit';

-- Enquiries: those of a day, and those that became a sale on a day.
CREATE TABLE enquiry_facts AS
SELECT l._source, l.id AS lead_id, l.owner_id, l.created_at, l.created_on, l.converted_at, l.converted_on, l.channel, e.campaign,
    b.customer, b.segment, b.industry, b.country, d.deal_kind, d.location, d.location_kind, d.location_region, d.product, d.category,
    d.contact_method
FROM leads l
LEFT JOIN efforts e ON e._source = l._source AND e.campaign_id = l.campaign_id
LEFT JOIN buyers b ON b._source = l._source AND b.customer_id = l.customer_id
LEFT JOIN pitched d ON d._source = l._source AND d.deal_id = l.deal_id;

CREATE TABLE asked AS
SELECT l.*, l.created_on AS day, l.converted_on IS NOT NULL AS converted,
    EXISTS (FROM touched t WHERE t._source = l._source AND t.lead_id = l.lead_id) AS touched, s.person, p.team, p.team_region, p.team_company
FROM enquiry_facts l
LEFT JOIN staff s ON s._source = l._source AND s.person_id = l.owner_id
LEFT JOIN places p ON p._source = l._source AND p.person_id = l.owner_id AND p.day = l.created_on;

CREATE TABLE turned AS
SELECT l.*, l.converted_on AS day, s.person, p.team, p.team_region, p.team_company,
    (SELECT count(*) FROM touched t WHERE t._source = l._source AND t.lead_id = l.lead_id AND t.done_at <= l.converted_at) AS touches
FROM enquiry_facts l
LEFT JOIN staff s ON s._source = l._source AND s.person_id = l.owner_id
LEFT JOIN places p ON p._source = l._source AND p.person_id = l.owner_id AND p.day = l.converted_on
WHERE l.converted_on IS NOT NULL;

-- The first touch of each enquiry: owner, day and method of the touch; the rest is the enquiry's.
CREATE TABLE first_touches AS
WITH first AS (
    SELECT t._source, t.lead_id, t.day, t.done_at, t.kind AS contact_method, t.person, t.team, t.team_region, t.team_company FROM touched t
    QUALIFY row_number() OVER (PARTITION BY t._source, t.lead_id ORDER BY t.done_at, t.activity_id) = 1
)
SELECT f.*, l.* EXCLUDE (_source, lead_id, contact_method), l.converted_on IS NOT NULL AND l.converted_on >= f.day AS converted
FROM first f JOIN enquiry_facts l ON l._source = f._source AND l.lead_id = f.lead_id;

-- Hours from an enquiry to its first touch, where that did not come before the enquiry.
CREATE TABLE answered_in AS
SELECT a.*, (epoch(f.done_at) - epoch(f.created_at)) / 3600 AS hours
FROM asked a JOIN first_touches f ON f._source = a._source AND f.lead_id = a.lead_id AND f.done_at >= f.created_at;

-- Quotes: the quote's own owner and customer; place, article, kind and method of its deal.
CREATE TABLE quoted AS
SELECT q.sent_on AS day, d.outcome IS NOT DISTINCT FROM 'won' AND d.closed_on >= q.sent_on AS won_since,
    d.deal_id IS NOT NULL AND d.closed_on IS NULL AS still_open,
    person, team, team_region, team_company, b.customer, b.segment, b.industry, b.country,
    d.deal_kind, d.contact_method, d.location, d.location_kind, d.location_region, d.product, d.category, d.channel, d.campaign
FROM quotes q
LEFT JOIN staff s ON s._source = q._source AND s.person_id = q.owner_id
LEFT JOIN places p ON p._source = q._source AND p.person_id = q.owner_id AND p.day = q.sent_on
LEFT JOIN buyers b ON b._source = q._source AND b.customer_id = q.customer_id
LEFT JOIN pitched d ON d._source = q._source AND d.deal_id = q.deal_id;
