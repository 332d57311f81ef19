-- Bills, payments, what campaigns cost, and what others published.

-- Bills: owner and place of their order; a bill without an order keeps those that it came with.
CREATE TABLE bills AS
WITH held AS (
    SELECT i.*, o.deal_id, o.contact_method, CASE WHEN o.id IS NULL THEN i.owner_id ELSE o.owner_id END AS held_by,
        CASE WHEN o.id IS NULL THEN i.location_id ELSE o.location_id END AS held_at
    FROM invoices i LEFT JOIN orders o ON o._source = i._source AND o.id = i.order_id
)
SELECT i._source, key(i._source, i.id) AS invoice, i.issued_on, i.due_on, in_own(i.amount, i.currency, x.rate) AS amount, i.held_by,
    i.contact_method, location, location_kind, location_region, customer, segment, industry, country, deal_kind
FROM held i
LEFT JOIN rates x ON x.currency = i.currency AND x.day = i.issued_on
LEFT JOIN points l ON l._source = i._source AND l.location_id = i.held_at
LEFT JOIN buyers b ON b._source = i._source AND b.customer_id = i.customer_id
LEFT JOIN chances c ON c._source = i._source AND c.deal_id = i.deal_id;

CREATE VIEW received AS
SELECT key(p._source, p.invoice_id) AS invoice, p.paid_on, in_own(p.amount, p.currency, x.rate) AS amount
FROM payments p LEFT JOIN rates x ON x.currency = p.currency AND x.day = p.paid_on;

CREATE TABLE billed AS
SELECT b.*, b.due_on AS day, s.person, p.team, p.team_region, p.team_company,
    greatest(0, least(b.amount, coalesce((SELECT sum(r.amount) FROM received r WHERE r.invoice = b.invoice AND r.paid_on <= b.due_on), 0)))
        AS paid_in_time
FROM bills b
LEFT JOIN staff s ON s._source = b._source AND s.person_id = b.held_by
LEFT JOIN places p ON p._source = b._source AND p.person_id = b.held_by AND p.day = b.due_on
WHERE b.due_on IS NOT NULL;

-- What bills add to the balance, and what payments take from it.
CREATE TABLE balance AS
SELECT b.* EXCLUDE (amount), b.issued_on AS day, b.amount FROM bills b
UNION ALL
SELECT b.* EXCLUDE (amount), r.paid_on AS day, -r.amount FROM received r JOIN bills b ON b.invoice = r.invoice;

CREATE TABLE spent AS
SELECT c.date AS day, in_own(c.amount, c.currency, x.rate) AS amount, e.campaign, e.effort_channel AS channel
FROM campaign_spend c
LEFT JOIN rates x ON x.currency = c.currency AND x.day = c.date
LEFT JOIN efforts e ON e._source = c._source AND e.campaign_id = c.campaign_id;

CREATE VIEW published AS
SELECT metric, period, max(value) AS largest FROM benchmarks WHERE lower(subject) <> 'industry' GROUP BY ALL;
