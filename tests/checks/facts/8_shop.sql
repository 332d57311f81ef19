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

-- Baskets. A deed is the first filling of a visit, or a purchase. A visitor's deeds come by their visit's beginning, by its id, and by
-- their own time, a filling before a purchase of that time. A filling goes on in a later one whose visit begins within basket_hours,
-- where no purchase lies between. What does not go on is a basket, left behind where no purchase follows in its own visit or in one that
-- begins within basket_hours.
CREATE TABLE baskets AS
WITH deeds AS (
    SELECT coalesce('of ' || v.visitor, v.visit) AS who, v.visit, v.started_at, s.kind = 'purchase' AS bought,
        row(v.started_at, v.visit, s.occurred_at, s.kind = 'purchase') AS place
    FROM visited v JOIN shop_events s ON s._source = v._source AND s.visit_id = v.visit_id
    WHERE s.kind = 'purchase' OR s.kind = 'add_to_basket' AND s.occurred_at = (
        SELECT min(f.occurred_at) FROM shop_events f WHERE f._source = s._source AND f.visit_id = s.visit_id AND f.kind = 'add_to_basket')
),
later AS (
    SELECT f.visit, l.place, l.bought
    FROM deeds f JOIN deeds l ON l.who = f.who AND l.place > f.place AND l.started_at <= f.started_at + to_hours(basket_hours())
    WHERE NOT f.bought
)
SELECT v.*, NOT EXISTS (FROM later p WHERE p.visit = v.visit AND p.bought) AS abandoned
FROM visited v
WHERE v.baskets > 0 AND NOT EXISTS (
    FROM later g WHERE g.visit = v.visit AND NOT g.bought
    AND NOT EXISTS (FROM later p WHERE p.visit = g.visit AND p.bought AND p.place < g.place)
);
