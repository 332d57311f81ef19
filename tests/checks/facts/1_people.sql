-- Who and what everything is cut by. Written for reading, not for speed.
-- A key is "source|id"; an empty one means that the record names nobody, or somebody who is not there.

CREATE MACRO key(source, id) AS source || '|' || id;
CREATE MACRO day_of(moment) AS CAST(moment AT TIME ZONE time_zone() AS DATE);
-- A share of nothing is nothing; none of something is zero.
CREATE MACRO ratio(above, below) AS CASE WHEN below <> 0 THEN coalesce(above, 0)::DOUBLE / below::DOUBLE END;
CREATE MACRO percent(above, below) AS 100 * ratio(above, below);

-- Every day on which anything can have happened, with two months before and after.
CREATE TABLE days AS
WITH events AS (
    SELECT ordered_on AS day FROM orders UNION ALL SELECT refunded_on FROM refunds UNION ALL SELECT opened_on FROM deals
    UNION ALL SELECT closed_on FROM deals UNION ALL SELECT done_on FROM activities UNION ALL SELECT scheduled_on FROM activities
    UNION ALL SELECT day_of(due_at) FROM activities UNION ALL SELECT sent_on FROM quotes
    UNION ALL SELECT created_on FROM leads UNION ALL SELECT converted_on FROM leads UNION ALL SELECT due_on FROM invoices
    UNION ALL SELECT valid_to FROM levels UNION ALL SELECT responded_on FROM surveys UNION ALL SELECT started_on FROM visits
    UNION ALL SELECT valid_from FROM contracts
)
SELECT unnest(generate_series(min(day) - 60, max(day) + 400, INTERVAL 1 DAY))::DATE AS day FROM events;

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

-- A node as it stands in the tree.
CREATE VIEW nodes AS
SELECT _source, node, key(_source, node) AS team,
    max(ancestor) FILTER (kind = 'region') AS team_region, max(ancestor) FILTER (kind = 'company') AS team_company
FROM above GROUP BY ALL;

-- Where each person stood on each day: of overlapping memberships, the one that began last. A person's team is the node that
-- the membership names, be it a region.
CREATE TABLE places AS
WITH held AS (
    SELECT m._source, m.person_id, d.day, arg_max(m.team_id, m.valid_from) AS node
    FROM memberships m JOIN days d ON d.day >= m.valid_from AND (m.valid_to IS NULL OR d.day < m.valid_to)
    GROUP BY ALL
)
SELECT h._source, h.person_id, h.day, n.team, n.team_region, n.team_company
FROM held h JOIN nodes n ON n._source = h._source AND n.node = h.node;

CREATE VIEW staff AS SELECT _source, id AS person_id, key(_source, id) AS person FROM people;
CREATE VIEW buyers AS SELECT _source, id AS customer_id, key(_source, id) AS customer, segment, industry, country FROM customers;
CREATE VIEW points AS
SELECT _source, id AS location_id, key(_source, id) AS location, kind AS location_kind, region AS location_region FROM locations;
CREATE VIEW articles AS SELECT _source, id AS product_id, key(_source, id) AS product, category, unit_cost FROM products;
CREATE VIEW chances AS SELECT _source, id AS deal_id, kind AS deal_kind, contact_method AS deal_method, lead_id AS deal_lead FROM deals;
CREATE VIEW efforts AS SELECT _source, id AS campaign_id, key(_source, id) AS campaign, channel AS effort_channel FROM campaigns;
CREATE VIEW enquiries AS
SELECT l._source, l.id AS lead_id, l.channel, e.campaign
FROM leads l LEFT JOIN efforts e ON e._source = l._source AND e.campaign_id = l.campaign_id;

-- Rates of the other currencies; the company's own has none. What is converted is money again, of four decimals.
CREATE VIEW rates AS SELECT currency, date AS day, rate FROM exchange_rates WHERE currency <> own_currency();
CREATE MACRO in_own(money, currency, rate) AS CAST(
    CAST(money AS DECIMAL(30, 4)) * CASE WHEN currency IS NULL OR currency = own_currency() THEN 1 ELSE rate END AS DECIMAL(24, 4)
);
