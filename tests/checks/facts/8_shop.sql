-- The online shop: visits, pages, product cards, baskets. All that a visit does is dated by the day it began.

CREATE TABLE visited AS
SELECT v._source, v.id AS visit_id, key(v._source, v.id) AS visit, key(v._source, v.visitor_id) AS visitor, v.started_on AS day, v.started_at,
    v.channel, v.device, e.campaign, customer, segment, industry, country,
    CASE WHEN v.ended_at > v.started_at THEN (epoch(v.ended_at) - epoch(v.started_at)) / 60 END AS minutes,
    (SELECT count(*) FROM page_views p WHERE p._source = v._source AND p.visit_id = v.id) AS pages,
    (SELECT count(*) FROM page_views p WHERE p._source = v._source AND p.visit_id = v.id AND p.page_kind = 'registration') AS registrations_seen,
    (SELECT count(*) FROM shop_events s WHERE s._source = v._source AND s.visit_id = v.id) AS events,
    (SELECT count(*) FROM shop_events s WHERE s._source = v._source AND s.visit_id = v.id AND s.kind = 'add_to_basket') AS baskets,
    (SELECT count(*) FROM shop_events s WHERE s._source = v._source AND s.visit_id = v.id AND s.kind = 'begin_checkout') AS checkouts,
    (SELECT count(*) FROM shop_events s WHERE s._source = v._source AND s.visit_id = v.id AND s.kind = 'register') AS registrations,
    (SELECT count(*) FROM shop_events s WHERE s._source = v._source AND s.visit_id = v.id AND s.kind = 'purchase') AS purchases
FROM visits v
LEFT JOIN efforts e ON e._source = v._source AND e.campaign_id = v.campaign_id
LEFT JOIN buyers b ON b._source = v._source AND b.customer_id = v.customer_id;

CREATE TABLE viewed AS
SELECT w.viewed_on AS day, v.day AS visit_day, v.visit, w.page, w.page_kind, w.load_ms, w.viewed_at, w.product_id, w._source,
    a.product, a.category, v.channel, v.device, v.campaign, v.customer, v.segment, v.industry, v.country,
    row_number() OVER (PARTITION BY w._source, w.visit_id ORDER BY w.viewed_at DESC, w.id DESC) = 1 AS last
FROM page_views w
LEFT JOIN visited v ON v._source = w._source AND v.visit_id = w.visit_id
LEFT JOIN articles a ON a._source = w._source AND a.product_id = w.product_id;

-- A visit and an article whose card it saw: was the article put into the basket after that, was it bought?
CREATE TABLE cards AS
WITH seen AS (
    SELECT visit, visit_day AS day, product_id, _source, product, category, channel, device, campaign, customer, segment, industry, country,
        min(viewed_at) AS seen_at
    FROM viewed WHERE page_kind = 'product' AND product_id IS NOT NULL AND visit IS NOT NULL GROUP BY ALL
)
SELECT c.*,
    EXISTS (FROM shop_events s WHERE s.kind = 'add_to_basket' AND key(s._source, s.visit_id) = c.visit AND s.product_id = c.product_id
            AND s.occurred_at >= c.seen_at) AS basketed,
    EXISTS (FROM shop_events s WHERE s.kind = 'purchase' AND key(s._source, s.visit_id) = c.visit AND s.product_id = c.product_id
            AND s.occurred_at >= c.seen_at) AS bought
FROM seen c;

-- Baskets. What a visitor does comes in steps: within a visit a purchase from before it fills anything, the filling, a purchase after
-- that. Filling begins a basket where it comes first, after a purchase, or more than basket_hours after the filling before it. A basket
-- is left behind where no purchase follows in its last visit, nor in a visit that began within basket_hours of that one.
CREATE TABLE baskets AS
WITH done AS (
    SELECT v.visit, CASE s.kind WHEN 'add_to_basket' THEN 'fills' ELSE 'buys' END AS what, s.occurred_at,
        min(s.occurred_at) FILTER (s.kind = 'add_to_basket') OVER (PARTITION BY v.visit) AS filled_at
    FROM visited v JOIN shop_events s ON key(s._source, s.visit_id) = v.visit WHERE s.kind IN ('add_to_basket', 'purchase')
),
steps AS (
    SELECT DISTINCT v.visit, coalesce(v.visitor, v.visit) AS who, v.started_at, what,
        CASE WHEN what = 'fills' THEN 2 WHEN d.occurred_at >= d.filled_at THEN 3 ELSE 1 END AS place
    FROM done d JOIN visited v ON v.visit = d.visit
),
numbered AS (SELECT *, row_number() OVER (PARTITION BY who ORDER BY started_at, visit, place) AS step FROM steps),
begun AS (
    SELECT f.*, NOT EXISTS (  -- the step before is a filling of no more than basket_hours ago
        FROM numbered b WHERE b.who = f.who AND b.step = f.step - 1 AND b.what = 'fills'
        AND f.started_at <= b.started_at + to_hours(basket_hours())
    ) AS first
    FROM numbered f WHERE f.what = 'fills'
),
filled AS (SELECT who, step, visit, started_at, sum(first::INTEGER) OVER (PARTITION BY who ORDER BY step) AS basket FROM begun),
ends AS (SELECT who, max(step) AS step, arg_max(visit, step) AS visit, max(started_at) AS started_at FROM filled GROUP BY who, basket)
SELECT v.*, NOT EXISTS (
    FROM numbered p WHERE p.who = e.who AND p.what = 'buys' AND p.step > e.step
    AND p.started_at <= e.started_at + to_hours(basket_hours())
) AS abandoned
FROM ends e JOIN visited v ON v.visit = e.visit;
