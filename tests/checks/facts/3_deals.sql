-- Deals, before it is asked whose they are.

CREATE TABLE pitched AS
SELECT d._source, d.id AS deal_id, key(d._source, d.id) AS deal, d.owner_id, d.opened_on, d.closed_on, g.kind AS outcome,
    in_own(d.amount, d.currency, x.rate) AS amount, d.kind AS deal_kind, d.contact_method, e.channel, e.campaign,
    location, location_kind, location_region, product, category, customer, segment, industry, country
FROM deals d
JOIN stages g ON g._source = d._source AND g.id = d.stage_id
LEFT JOIN rates x ON x.currency = d.currency AND x.day = coalesce(d.closed_on, d.opened_on)
LEFT JOIN points l ON l._source = d._source AND l.location_id = d.location_id
LEFT JOIN articles a ON a._source = d._source AND a.product_id = d.product_id
LEFT JOIN buyers b ON b._source = d._source AND b.customer_id = d.customer_id
LEFT JOIN enquiries e ON e._source = d._source AND e.lead_id = d.lead_id;

-- The people credited with deals, where they are not their owners'.
CREATE VIEW deal_shares AS SELECT _source, deal_id, person_id, share FROM credits WHERE deal_id IS NOT NULL AND kind = 'share';
CREATE VIEW deal_overlays AS SELECT _source, deal_id, person_id, share FROM credits WHERE deal_id IS NOT NULL AND kind = 'overlay';
