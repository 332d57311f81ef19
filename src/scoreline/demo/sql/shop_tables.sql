-- The shop's three tables.

CREATE TEMP VIEW made_visits AS
WITH spans AS (
    SELECT v, min(second) AS begins, max(second) AS ends, arg_min(page, n) AS landing, arg_max(page, n) AS leaving FROM timed_steps
        GROUP BY v
), channelled AS (
    SELECT s.*, p.*, CASE WHEN s.kind = 'look' THEN pick(['search', 'search', 'search', 'direct', 'direct', 'advertisement',
        'advertisement', 'social', 'newsletter', 'referral', 'partner'], key, 'by')
        ELSE pick(['direct', 'direct', 'direct', 'newsletter', 'search', 'search', 'advertisement', 'social', 'partner'], key, 'by') END
            AS channel
    FROM sessions s JOIN spans p ON p.v = s.rowid
)
SELECT s.id, s.visitor AS visitor_id, customer_id(known) AS customer_id, instant(day, begins) AS started_at,
    CASE WHEN u(key, 'end is known') < .96 THEN instant(day, ends) END AS ended_at, s.channel, p.id AS campaign_id, device,
    landing AS landing_page, leaving AS exit_page
FROM channelled s LEFT JOIN campaigns p ON p.channel = s.channel AND s.day >= p.since AND s.day < p.until ORDER BY s.day, begins, s.id;

CREATE TEMP VIEW made_page_views AS
SELECT id || '-' || n AS id, id AS visit_id, instant(day, second) AS viewed_at, page, page_kind,
    CASE WHEN page_kind = 'product' THEN product_id(product) END AS product_id,
    CASE WHEN u(step, 'measured') < .97 THEN round(exp(.4 * gauss(step, 'load')) * CASE
        WHEN planted('slow_checkout') AND page_kind = 'checkout' AND device = slow_checkout_device()
            AND day >= slow_checkout_from_day() THEN 5600
        ELSE CASE device WHEN 'mobile' THEN 900 WHEN 'tablet' THEN 750 ELSE 520 END
            * CASE page_kind WHEN 'home' THEN 1.2 WHEN 'product' THEN 1.1 WHEN 'payment' THEN 1.3 ELSE 1 END END)::BIGINT END AS load_ms
FROM timed_steps ORDER BY day, second, id, n;

CREATE TEMP VIEW made_shop_events AS
WITH happened AS (
    SELECT id || '-' || n AS id, id AS visit_id, day, second + CASE WHEN event IN ('begin_checkout', 'purchase') THEN 0 ELSE 1
        + below(10, step, 'event') END AS second, event AS kind,
        CASE WHEN event = 'remove_from_basket' THEN (SELECT product FROM goes_on g WHERE g.v = t.v) ELSE product END AS product,
        CASE WHEN event = 'remove_from_basket' THEN 1 ELSE quantity END AS quantity, NULL::BIGINT AS "order"
    FROM timed_steps t WHERE event IS NOT NULL AND event <> 'purchase'
    UNION ALL
    SELECT t.id || '-' || n || '-' || (i + 1), t.id, t.day, t.second, 'purchase', b.product, b.quantity, b."order"
    FROM timed_steps t JOIN bought b USING ("order") WHERE event = 'purchase'
)
SELECT 'E' || id AS id, visit_id, instant(day, second) AS occurred_at, kind, product_id(product) AS product_id, quantity,
    order_id("order") AS order_id
FROM happened ORDER BY day, second, id;
