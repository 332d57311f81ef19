-- What happened, one row an event, with everything that it can be cut by. Written for reading, not for speed.
-- A key is "source|id"; an empty one means that the record names nobody, or somebody who is not there.

CREATE MACRO key(source, id) AS source || '|' || id;

-- Every day on which anything happened, with a month before and after.
CREATE TABLE days AS
WITH events AS (
    SELECT ordered_on AS day FROM orders UNION ALL SELECT refunded_on FROM refunds UNION ALL SELECT opened_on FROM deals
    UNION ALL SELECT closed_on FROM deals UNION ALL SELECT done_on FROM activities UNION ALL SELECT sent_on FROM quotes
    UNION ALL SELECT created_on FROM leads UNION ALL SELECT due_on FROM invoices UNION ALL SELECT valid_to FROM levels
)
SELECT unnest(generate_series(min(day) - 40, max(day) + 40, INTERVAL 1 DAY))::DATE AS day FROM events;

-- The nodes above each node of the tree, itself among them.
CREATE TABLE above AS
WITH RECURSIVE climb AS (
    SELECT _source, id AS node, id AS ancestor FROM teams
    UNION
    SELECT c._source, c.node, t.parent_id FROM climb c JOIN teams t ON t._source = c._source AND t.id = c.ancestor
    WHERE t.parent_id IS NOT NULL
)
SELECT c._source, c.node, key(c._source, c.ancestor) AS ancestor, t.kind
FROM climb c JOIN teams t ON t._source = c._source AND t.id = c.ancestor;

-- Where each person stood on each day: of overlapping memberships, the one that began last. A person's team is the node that
-- the membership names, be it a region.
CREATE TABLE places AS
WITH held AS (
    SELECT m._source, m.person_id, d.day, arg_max(m.team_id, m.valid_from) AS node
    FROM memberships m JOIN days d ON d.day >= m.valid_from AND (m.valid_to IS NULL OR d.day < m.valid_to)
    GROUP BY ALL
)
SELECT h._source, h.person_id, h.day,
    key(h._source, h.node) AS team,
    max(a.ancestor) FILTER (a.kind = 'region') AS team_region,
    max(a.ancestor) FILTER (a.kind = 'company') AS team_company
FROM held h JOIN above a ON a._source = h._source AND a.node = h.node
GROUP BY ALL;

CREATE VIEW staff AS SELECT _source, id AS person_id, key(_source, id) AS person FROM people;
CREATE VIEW buyers AS SELECT _source, id AS customer_id, key(_source, id) AS customer, segment, industry, country FROM customers;
CREATE VIEW points AS
SELECT _source, id AS location_id, key(_source, id) AS location, kind AS location_kind, region AS location_region FROM locations;
CREATE VIEW articles AS SELECT _source, id AS product_id, key(_source, id) AS product, category FROM products;
CREATE VIEW chances AS SELECT _source, id AS deal_id, kind AS deal_kind FROM deals;

-- Orders that were not cancelled.
CREATE TABLE placed AS
SELECT o._source, o.id AS order_id, o.currency, o.ordered_at, o.ordered_on AS day,
    person, team, team_region, team_company, location, location_kind, location_region, customer, segment, industry, country, deal_kind
FROM orders o
LEFT JOIN staff s ON s._source = o._source AND s.person_id = o.owner_id
LEFT JOIN places p ON p._source = o._source AND p.person_id = o.owner_id AND p.day = o.ordered_on
LEFT JOIN points l ON l._source = o._source AND l.location_id = o.location_id
LEFT JOIN buyers b ON b._source = o._source AND b.customer_id = o.customer_id
LEFT JOIN chances c ON c._source = o._source AND c.deal_id = o.deal_id
WHERE o.status IS DISTINCT FROM 'cancelled';

-- Their lines, in the company's own currency by the rate of the day. (Nothing but orders is in another currency here.)
CREATE TABLE sold AS
SELECT CASE WHEN o.currency IS NULL OR o.currency = own_currency() THEN l.amount ELSE l.amount * x.rate END AS amount,
    l.quantity, o.*, a.product, a.category
FROM order_lines l JOIN placed o ON o._source = l._source AND o.order_id = l.order_id
LEFT JOIN exchange_rates x ON x.currency = o.currency AND x.date = o.day
LEFT JOIN articles a ON a._source = l._source AND a.product_id = l.product_id;

-- Money given back on them, on the day that it was: the order's owner, in the team of that day.
CREATE TABLE given_back AS
SELECT r.amount, o.* EXCLUDE (day, team, team_region, team_company), r.refunded_on AS day,
    p.team, p.team_region, p.team_company, a.product, a.category
FROM refunds r JOIN placed o ON o._source = r._source AND o.order_id = r.order_id
LEFT JOIN places p ON key(p._source, p.person_id) = o.person AND p.day = r.refunded_on
LEFT JOIN order_lines l ON l._source = r._source AND l.id = r.order_line_id
LEFT JOIN articles a ON a._source = r._source AND a.product_id = l.product_id;

CREATE VIEW first_orders AS
SELECT * FROM placed WHERE customer IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY customer ORDER BY ordered_at, order_id) = 1;

-- Deals without their people: whose they are depends on the question.
CREATE TABLE pitched AS
SELECT d._source, d.id AS deal_id, d.owner_id, d.opened_on, d.closed_on, d.amount, g.kind AS outcome, d.kind AS deal_kind,
    location, location_kind, location_region, product, category, customer, segment, industry, country
FROM deals d
JOIN stages g ON g._source = d._source AND g.id = d.stage_id
LEFT JOIN points l ON l._source = d._source AND l.location_id = d.location_id
LEFT JOIN articles a ON a._source = d._source AND a.product_id = d.product_id
LEFT JOIN buyers b ON b._source = d._source AND b.customer_id = d.customer_id;

CREATE TABLE opened AS
SELECT d.*, d.opened_on AS day, person, team, team_region, team_company
FROM pitched d
LEFT JOIN staff s ON s._source = d._source AND s.person_id = d.owner_id
LEFT JOIN places p ON p._source = d._source AND p.person_id = d.owner_id AND p.day = d.opened_on
WHERE d.opened_on IS NOT NULL;

CREATE TABLE decided AS
SELECT d.*, d.closed_on AS day, person, team, team_region, team_company
FROM pitched d
LEFT JOIN staff s ON s._source = d._source AND s.person_id = d.owner_id
LEFT JOIN places p ON p._source = d._source AND p.person_id = d.owner_id AND p.day = d.closed_on
WHERE d.closed_on IS NOT NULL AND d.outcome IN ('won', 'lost');

CREATE TABLE touched AS
SELECT t.done_on AS day, person, team, team_region, team_company, customer, segment, industry, country, deal_kind
FROM activities t
LEFT JOIN staff s ON s._source = t._source AND s.person_id = t.owner_id
LEFT JOIN places p ON p._source = t._source AND p.person_id = t.owner_id AND p.day = t.done_on
LEFT JOIN buyers b ON b._source = t._source AND b.customer_id = t.customer_id
LEFT JOIN chances c ON c._source = t._source AND c.deal_id = t.deal_id
WHERE t.done_on IS NOT NULL;

-- Quotes: the quote's own owner and customer; place, article and kind of its deal.
CREATE TABLE quoted AS
SELECT q.sent_on AS day, d.outcome IS NOT DISTINCT FROM 'won' AND d.closed_on >= q.sent_on AS won_since,
    person, team, team_region, team_company, b.customer, b.segment, b.industry, b.country,
    d.deal_kind, d.location, d.location_kind, d.location_region, d.product, d.category
FROM quotes q
LEFT JOIN staff s ON s._source = q._source AND s.person_id = q.owner_id
LEFT JOIN places p ON p._source = q._source AND p.person_id = q.owner_id AND p.day = q.sent_on
LEFT JOIN buyers b ON b._source = q._source AND b.customer_id = q.customer_id
LEFT JOIN pitched d ON d._source = q._source AND d.deal_id = q.deal_id;

CREATE TABLE asked AS
SELECT l.created_on AS day, l.converted_on IS NOT NULL AS converted,
    person, team, team_region, team_company, customer, segment, industry, country, deal_kind
FROM leads l
LEFT JOIN staff s ON s._source = l._source AND s.person_id = l.owner_id
LEFT JOIN places p ON p._source = l._source AND p.person_id = l.owner_id AND p.day = l.created_on
LEFT JOIN buyers b ON b._source = l._source AND b.customer_id = l.customer_id
LEFT JOIN chances c ON c._source = l._source AND c.deal_id = l.deal_id;

-- Bills: owner and place of their order; a bill without an order keeps those that it came with.
CREATE TABLE billed AS
WITH held AS (
    SELECT i.*, o.deal_id, CASE WHEN o.id IS NULL THEN i.owner_id ELSE o.owner_id END AS held_by,
        CASE WHEN o.id IS NULL THEN i.location_id ELSE o.location_id END AS held_at
    FROM invoices i LEFT JOIN orders o ON o._source = i._source AND o.id = i.order_id
)
SELECT key(i._source, i.id) AS invoice, i.due_on AS day, i.amount,
    person, team, team_region, team_company, location, location_kind, location_region, customer, segment, industry, country, deal_kind
FROM held i
LEFT JOIN staff s ON s._source = i._source AND s.person_id = i.held_by
LEFT JOIN places p ON p._source = i._source AND p.person_id = i.held_by AND p.day = i.due_on
LEFT JOIN points l ON l._source = i._source AND l.location_id = i.held_at
LEFT JOIN buyers b ON b._source = i._source AND b.customer_id = i.customer_id
LEFT JOIN chances c ON c._source = i._source AND c.deal_id = i.deal_id
WHERE i.due_on IS NOT NULL;

CREATE VIEW received AS SELECT key(_source, invoice_id) AS invoice, paid_on, amount FROM payments;

-- People's revenue quotas that have ended, with the revenue of their own time, dated on their last day.
CREATE TABLE quotas AS
WITH ended AS (
    SELECT _source, member_id, key(_source, member_id) AS person, valid_from, valid_to, valid_to - 1 AS day, norm
    FROM levels WHERE member_kind = 'person' AND kpi = 'revenue' AND is_quota AND valid_to IS NOT NULL
)
SELECT q.day, q.norm, q.person, team, team_region, team_company,
    coalesce((SELECT sum(amount) FROM sold WHERE sold.person = q.person AND sold.day >= q.valid_from AND sold.day < q.valid_to), 0)
    - coalesce((SELECT sum(amount) FROM given_back r WHERE r.person = q.person AND r.day >= q.valid_from AND r.day < q.valid_to), 0) AS reached
FROM ended q LEFT JOIN places p ON p._source = q._source AND p.person_id = q.member_id AND p.day = q.day;
