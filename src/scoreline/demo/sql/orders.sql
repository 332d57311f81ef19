-- Orders and their lines: those that come out of deals, and those that clients place by themselves.

CREATE TEMP TABLE orders AS
WITH repeats AS (
    -- the first order of a new client of the shop comes at once; in business it came out of a deal
    SELECT c, low, high, NOT existing AND segment IN ('Consumer', 'Online business') AS at_once, unnest(range(about(least(250, rate * (until - since) / 365
        + CASE WHEN existing OR segment IN ('Consumer', 'Online business') THEN 1 ELSE 0 END), c, 'orders'))) AS n
    FROM buyers
), drawn AS (
    SELECT c, c * 256 + n AS key, low + CASE WHEN n = 0 AND at_once THEN 0 ELSE below(high - low, key, 'order day') END AS slot FROM repeats
), placed AS (
    SELECT key, c, day, NULL::BIGINT AS deal FROM drawn JOIN slots USING (slot)
    UNION ALL
    SELECT -1 - rowid, c, closed, rowid FROM deals WHERE won
), routed AS (
    SELECT p.*, k.segment, k.size, k.market, k.hours, k.region, CASE WHEN p.deal IS NOT NULL THEN pick(['field', 'field', 'phone', 'phone', 'email'], deal_key, 'deal method')
        WHEN segment = 'Consumer' THEN CASE WHEN u(p.key, 'way') < .78 THEN 'online' ELSE 'store' END
        WHEN segment = 'Online business' THEN 'online'
        WHEN u(p.key, 'way') < .14 THEN 'online' WHEN u(p.key, 'way') < .22 THEN 'store' WHEN u(p.key, 'way') < .55 THEN 'phone'
        WHEN u(p.key, 'way') < .85 THEN 'email' ELSE 'field' END AS way,
        CASE WHEN way = 'online' THEN 360 + below(900, p.key, 'minute') WHEN way = 'store' THEN 540 + below(540, p.key, 'minute') - 60 * hours
            ELSE 440 + below(520, p.key, 'minute') - 60 * hours END AS free_minute,
        CASE WHEN p.deal IS NULL THEN free_minute ELSE 850 + below(90, deal_key, 'closed minute') - 60 * hours + 5 END AS minute, closer
    FROM placed p JOIN clients k USING (c)
    LEFT JOIN (SELECT rowid AS deal, key AS deal_key, coalesce(taken_by, person) AS closer FROM deals) d ON d.deal = p.deal
)
SELECT r.key, r.c, r.day, r.minute, r.deal, r.segment, r.size, r.market, r.way, r.region,
    CASE WHEN deal IS NOT NULL THEN closer WHEN way = 'online' AND segment <> 'Online business' THEN NULL ELSE o.person END AS person,
    CASE WHEN u(r.key, 'cancelled') < .028 AND deal IS NULL THEN 'cancelled' WHEN r.day >= end_day() - 1 - below(9, r.key, 'open') THEN 'open' ELSE 'complete' END AS status,
    -- one order has at most 15 lines
    CASE WHEN deal IS NOT NULL THEN 1 WHEN segment = 'Consumer' THEN 1 + below(3, r.key, 'lines') ELSE least(15, 1 + floor(expo(r.key, 'lines') * 1.8)::BIGINT) END AS lines
FROM routed r LEFT JOIN owners o ON o.c = r.c AND r.day >= o.since AND r.day < o.until
ORDER BY r.day, r.minute, r.key;

-- what clients take, by kind of client: a shelf as often as it stands in the list
CREATE TEMP TABLE tastes AS
SELECT segment = 'Consumer' AS at_home, slot, products FROM (VALUES
    ('Consumer', ['Coffee', 'Coffee', 'Coffee', 'Coffee', 'Coffee', 'Coffee', 'Coffee', 'Home machines', 'Home machines', 'Home machines', 'Cups & consumables', 'Cups & consumables']),
    ('Business', ['Coffee', 'Coffee', 'Coffee', 'Coffee', 'Coffee', 'Cups & consumables', 'Cups & consumables', 'Cups & consumables', 'Office supplies', 'Office supplies', 'Office supplies', 'Service'])
) AS t(segment, shelf_list), range(12) AS s(slot) JOIN shelves ON category = shelf_list[slot + 1];

CREATE TEMP TABLE lines AS
WITH spread AS (
    SELECT rowid AS "order", key AS order_key, day, segment, size, market, unnest(range(lines)) AS n FROM orders WHERE deal IS NULL
), keyed AS (
    SELECT *, order_key * 16 + n AS key FROM spread
), drawn AS (
    SELECT s.*, t.products[1 + floor(len(t.products) * u(key, 'article') ** 1.5)::INTEGER] AS product,
        greatest(1, round(CASE segment WHEN 'Consumer' THEN .7 + expo(key, 'quantity') * .8
            ELSE (.6 + .8 * u(key, 'quantity')) * size ** .5 * CASE segment WHEN 'Enterprise' THEN 30 WHEN 'Mid-market' THEN 12 WHEN 'Reseller' THEN 25 ELSE 5.5 END
                * pace_of(market, s.day) END))::BIGINT AS quantity,
        CASE segment WHEN 'Enterprise' THEN 9 WHEN 'Reseller' THEN 20 WHEN 'Mid-market' THEN 4 ELSE 0 END
            + CASE WHEN u(key, 'offer') < .15 THEN 5 + below(10, key, 'off') ELSE 0 END AS percent_off
    FROM keyed s JOIN tastes t ON t.at_home = (segment = 'Consumer') AND t.slot = below(12, key, 'shelf')
), priced AS (
    SELECT "order", n, d.product, CASE WHEN category = 'Service' THEN 1 ELSE quantity END AS quantity, year_price(list_cents, day) AS unit_cents,
        percent_off, year_price(cost_cents, day) AS cost_cents
    FROM drawn d JOIN wares w ON w.product = d.product
)
SELECT "order", n, product, quantity, unit_cents, quantity * unit_cents * percent_off // 100 AS discount_cents, cost_cents FROM priced
UNION ALL
SELECT o.rowid, 0, d.product, d.quantity, d.unit_cents, d.discount_cents, year_price(w.cost_cents, d.opened)
FROM orders o JOIN deals d ON d.rowid = o.deal JOIN wares w ON w.product = d.product
UNION ALL
SELECT o.rowid, 1, w.product, d.quantity, d.kit_cents, 0, year_price(w.cost_cents, d.opened)
FROM orders o JOIN deals d ON d.rowid = o.deal JOIN wares w ON w.category = 'Service' AND w.place = 0 WHERE d.kit_cents > 0;

CREATE TEMP VIEW made_orders AS
SELECT order_id(rowid) AS id, customer_id(c) AS customer_id, CASE WHEN person IS NOT NULL THEN person_id(person) END AS owner_id,
    CASE WHEN deal IS NOT NULL THEN deal_id(deal) END AS deal_id,
    CASE way WHEN 'online' THEN CASE region WHEN 'ASIA' THEN 'L-WEB-AS' ELSE 'L-WEB-EU' END WHEN 'store' THEN 'L-' || market || '-S' ELSE 'L-' || market || '-F' END AS location_id,
    way AS contact_method, moment(day, minute) AS ordered_at, status, 'EUR' AS currency
FROM orders ORDER BY rowid;
CREATE TEMP VIEW made_order_lines AS
SELECT line_id("order", n) AS id, order_id("order") AS order_id, product_id(product) AS product_id,
    quantity, 0.01 * unit_cents AS unit_price, 0.01 * discount_cents AS discount, 0.01 * cost_cents AS unit_cost, 0.01 * (quantity * unit_cents - discount_cents) AS amount
FROM lines;
