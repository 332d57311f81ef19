-- Orders and their lines: those that come out of deals, and those that clients place by themselves.

CREATE TEMP TABLE orders AS
WITH repeats AS (
    -- a business that is new has had its first order with the deal
    SELECT c, low, high, NOT existing AND of_the_shop AS at_once,
        unnest(range(about(least(250, rate * years + CASE WHEN existing OR of_the_shop THEN 1 ELSE 0 END), c, 'orders'))) AS n
    FROM buyers
), drawn AS (
    SELECT c, c * 256 + n AS key, low + CASE WHEN n = 0 AND at_once THEN 0 ELSE below(high - low, key, 'order day') END AS slot FROM repeats
), placed AS (
    SELECT key, c, day, NULL::BIGINT AS deal, NULL::BIGINT AS deal_key, NULL::BIGINT AS closer, NULL::DATE AS closed, false AS deal_gone
    FROM drawn JOIN slots USING (slot)
    UNION ALL
    SELECT -1 - rowid, c, usual_closed, rowid, key, coalesce(taken_by, person), closed, gone FROM deals WHERE won
), routed AS (
    SELECT p.*, k.segment, k.size, k.market, k.region, k.hours, u(p.key, 'way') AS draw,
        CASE WHEN deal IS NOT NULL THEN deal_method(deal_key)
            WHEN segment = 'Online business' THEN 'online'
            WHEN segment = 'Consumer' THEN CASE WHEN draw < .78 THEN 'online' ELSE 'store' END
            WHEN draw < .14 THEN 'online' WHEN draw < .22 THEN 'store' WHEN draw < .55 THEN 'phone' WHEN draw < .85 THEN 'email'
            ELSE 'field' END AS way,
        CASE WHEN deal IS NOT NULL THEN closing_minute(deal_key, hours) + 5 WHEN way = 'online' THEN 360 + below(900, p.key, 'minute')
            WHEN way = 'store' THEN 540 + below(540, p.key, 'minute') - 60 * hours
            ELSE 440 + below(520, p.key, 'minute') - 60 * hours END AS minute
    FROM placed p JOIN clients k USING (c)
)
SELECT r.key, r.c, coalesce(r.closed, r.day) AS day, r.minute, r.deal, r.segment, r.size, r.market, r.way, r.region, r.hours,
    -- what was lost: the customer had left, or gave up on the slow page of the checkout
    r.deal_gone OR coalesce(r.day > l.leaves AND r.deal IS NULL, false) AS gone,
    planted('slow_checkout') AND r.way = 'online' AND r.day >= slow_checkout_from_day()
        AND device_of(r.key, segment = 'Consumer') = slow_checkout_device() AND u(r.key, 'gives up') < slow_checkout_lost() AS lost,
    NOT gone AND NOT lost AS kept,
    CASE WHEN deal IS NOT NULL THEN closer WHEN way = 'online' AND segment <> 'Online business' THEN NULL ELSE o.person END AS person,
    CASE WHEN u(r.key, 'cancelled') < .028 AND deal IS NULL THEN 'cancelled'
        WHEN r.day >= end_day() - 1 - below(9, r.key, 'open') THEN 'open' ELSE 'complete' END AS status,
    -- at most 15, so that order and line make one key
    CASE WHEN deal IS NOT NULL THEN 1 WHEN segment = 'Consumer' THEN 1 + below(3, r.key, 'lines')
        ELSE least(15, 1 + floor(expo(r.key, 'lines') * 1.8)::BIGINT) END AS lines
FROM routed r LEFT JOIN owners o ON o.c = r.c AND r.day >= o.since AND r.day < o.until LEFT JOIN leavers l ON l.c = r.c
ORDER BY r.day, r.minute, r.key;

-- what clients take: twelve shelves, one as often as it stands in the list
CREATE TEMP TABLE tastes AS
WITH lists(at_home, shelves, times) AS (
    VALUES (true, ['Coffee', 'Home machines', 'Cups & consumables'], [7, 3, 2]),
        (false, ['Coffee', 'Cups & consumables', 'Office supplies', 'Service'], [5, 3, 3, 1])
), named AS (
    SELECT at_home, unnest(shelves) AS category, unnest(times) AS times FROM lists
), repeated AS (
    SELECT at_home, category, unnest(range(times)) AS time FROM named
)
SELECT at_home, row_number() OVER (PARTITION BY at_home ORDER BY category, time) - 1 AS slot, products
FROM repeated JOIN shelves USING (category);

CREATE TEMP TABLE lines AS
WITH spread AS (
    SELECT rowid AS "order", key AS order_key, day, segment, size, market, way, unnest(range(lines)) AS n FROM orders WHERE deal IS NULL
), keyed AS (
    SELECT *, order_key * 16 + n AS key FROM spread
), drawn AS (
    SELECT k.*, t.products[1 + floor(len(t.products) * u(key, 'article') ** 1.5)::INTEGER] AS product,
        CASE WHEN at_home THEN .7 + .8 * expo(key, 'quantity')
            ELSE (.6 + .8 * u(key, 'quantity')) * g.units * size ** .5 * pace_of(market, day) END AS many,
        g.percent_off + CASE WHEN u(key, 'offer') < .15 THEN 5 + below(10, key, 'off') ELSE 0 END AS percent_off
    FROM keyed k JOIN segments g USING (segment) JOIN tastes t ON t.at_home = (k.segment = 'Consumer') AND t.slot = below(12, key, 'shelf')
), priced AS (
    SELECT "order", n, d.product, CASE WHEN category = 'Service' THEN 1 ELSE greatest(1, round(many))::BIGINT END AS usual,
        CASE WHEN d.way = 'store' AND promoted('L-' || market || '-S', day)
            THEN floor(usual * (1 + promotion_lift()) + u(key, 'promoted'))::BIGINT ELSE usual END AS quantity,
        year_price(list_cents, day) AS unit_cents, percent_off, year_price(cost_cents, day) AS cost_cents
    FROM drawn d JOIN wares w ON w.product = d.product
)
SELECT "order", n, product, quantity, unit_cents, quantity * unit_cents * percent_off // 100 AS discount_cents, cost_cents FROM priced
UNION ALL
-- a deal's order: what was sold, and the starter kits
SELECT o.rowid, 0, d.product, d.quantity, d.unit_cents, d.discount_cents, year_price(w.cost_cents, d.opened)
FROM orders o JOIN deals d ON d.rowid = o.deal JOIN wares w ON w.product = d.product
UNION ALL
SELECT o.rowid, 1, w.product, d.quantity, d.kit_cents, 0, year_price(w.cost_cents, d.opened)
FROM orders o JOIN deals d ON d.rowid = o.deal JOIN wares w ON w.category = 'Service' AND w.place = 0 WHERE d.kit_cents > 0;

CREATE TEMP VIEW made_orders AS
SELECT order_id(rowid) AS id, customer_id(c) AS customer_id, person_id(person) AS owner_id, deal_id(deal) AS deal_id,
    CASE WHEN way = 'online' THEN CASE region WHEN 'ASIA' THEN 'L-WEB-AS' ELSE 'L-WEB-EU' END
        WHEN way = 'store' THEN 'L-' || market || '-S' ELSE 'L-' || market || '-F' END AS location_id,
    way AS contact_method, moment(day, minute) AS ordered_at, status, 'EUR' AS currency
FROM orders WHERE kept
UNION ALL
SELECT till_id(rowid), NULL, NULL, NULL, location, 'store', moment(day, minute), 'complete', currency FROM till_orders;
CREATE TEMP VIEW made_order_lines AS
SELECT line_id("order", n) AS id, order_id("order") AS order_id, product_id(product) AS product_id, quantity,
    0.01 * unit_cents AS unit_price, 0.01 * discount_cents AS discount, CASE WHEN w.cost_known THEN 0.01 * l.cost_cents END AS unit_cost,
    0.01 * (quantity * unit_cents - discount_cents) AS amount
FROM lines l JOIN wares w USING (product) WHERE "order" IN (SELECT rowid FROM orders WHERE kept)
UNION ALL
SELECT till_id("order") || '-' || (n + 1), till_id("order"), product_id(product), quantity, 0.01 * unit_cents,
    -- tills do not write down that nothing is taken off, nor what some things cost: the list of products knows that
    nullif(0.01 * discount_cents, 0), CASE WHEN n <> 2 THEN 0.01 * cost_cents END, 0.01 * (quantity * unit_cents - discount_cents)
FROM till_lines;
