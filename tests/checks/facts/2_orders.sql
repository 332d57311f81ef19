-- What happens with orders, before it is asked whose they are.

-- Orders that were not cancelled.
CREATE TABLE ordered AS
SELECT o._source, o.id AS order_id, o.owner_id, o.currency, o.ordered_at, o.ordered_on AS day, o.deal_id, o.contact_method,
    location, location_kind, location_region, customer, segment, industry, country, deal_kind
FROM orders o
LEFT JOIN points l ON l._source = o._source AND l.location_id = o.location_id
LEFT JOIN buyers b ON b._source = o._source AND b.customer_id = o.customer_id
LEFT JOIN chances c ON c._source = o._source AND c.deal_id = o.deal_id
WHERE o.status IS DISTINCT FROM 'cancelled';

-- What their lines come to, in the company's own currency by the rate of the day. The cost of an article is in it already.
CREATE TABLE line_worth AS
SELECT l._source, l.order_id, l.quantity, a.product, a.category,
    in_own(l.amount, o.currency, x.rate) AS amount,
    CASE WHEN l.quantity IS NOT NULL AND l.unit_price IS NOT NULL AND l.discount IS NOT NULL THEN in_own(l.discount, o.currency, x.rate) END
        AS discount,
    CASE WHEN l.discount IS NOT NULL THEN l.quantity * in_own(l.unit_price, o.currency, x.rate) END AS list_value,
    l.quantity * coalesce(in_own(l.unit_cost, o.currency, x.rate), a.unit_cost) AS cost
FROM order_lines l JOIN ordered o ON o._source = l._source AND o.order_id = l.order_id
LEFT JOIN rates x ON x.currency = o.currency AND x.day = o.day
LEFT JOIN articles a ON a._source = l._source AND a.product_id = l.product_id;

-- What was given back on them.
CREATE TABLE refund_worth AS
SELECT r._source, r.order_id, r.refunded_on, in_own(r.amount, coalesce(r.currency, own_currency()), x.rate) AS amount, a.product, a.category
FROM refunds r JOIN ordered o ON o._source = r._source AND o.order_id = r.order_id
LEFT JOIN rates x ON x.currency = r.currency AND x.day = r.refunded_on
LEFT JOIN order_lines l ON l._source = r._source AND l.id = r.order_line_id
LEFT JOIN articles a ON a._source = r._source AND a.product_id = l.product_id;

-- Every customer's first order, and the enquiry that led to it: the one of the order's deal, else the customer's earliest one
-- that came no later than the order.
CREATE TABLE firsts AS
WITH first AS (
    SELECT *, key(_source, order_id) AS first_order FROM ordered WHERE customer IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY customer ORDER BY ordered_at, order_id) = 1
),
came AS (
    SELECT f._source, f.order_id, coalesce(
        (SELECT d.lead_id FROM deals d WHERE d._source = f._source AND d.id = f.deal_id),
        (SELECT arg_min(l.id, row(l.created_at, l.id)) FROM leads l
         WHERE key(l._source, l.customer_id) = f.customer AND l.created_at <= f.ordered_at)
    ) AS lead_id
    FROM first f
)
SELECT f._source, f.order_id, f.customer, f.day AS first_day, e.channel, e.campaign
FROM first f JOIN came c ON c._source = f._source AND c.order_id = f.order_id
LEFT JOIN enquiries e ON e._source = c._source AND e.lead_id = c.lead_id;

-- The people credited with orders, where they are not their owners'.
CREATE VIEW order_shares AS SELECT _source, order_id, person_id, share FROM credits WHERE order_id IS NOT NULL AND kind = 'share';
CREATE VIEW order_overlays AS SELECT _source, order_id, person_id, share FROM credits WHERE order_id IS NOT NULL AND kind = 'overlay';
