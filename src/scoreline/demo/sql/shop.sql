-- The online shop: visits that end in an order, the visit before some of them, and visits of those who only look around.
-- Some of these want no cookies: nobody knows which visits are by one visitor.

CREATE TEMP TABLE bought AS
SELECT "order", product, quantity, row_number() OVER (PARTITION BY "order" ORDER BY place) - 1 AS i,
    count(*) OVER (PARTITION BY "order") AS many
FROM (
    SELECT "order", product, sum(quantity)::BIGINT AS quantity, min(n) AS place FROM lines
    WHERE "order" IN (SELECT rowid FROM orders WHERE way = 'online' AND NOT gone) GROUP BY ALL
);

CREATE TEMP TABLE sessions AS
WITH orders_online AS (
    SELECT o.rowid AS "order", o.key AS order_key, o.c, o.day, o.minute * 60 AS second, o.segment = 'Consumer' AS at_home, o.lost,
        row_number() OVER (PARTITION BY o.c ORDER BY o.day, o.minute, o.rowid) = 1 AS is_first
    FROM orders o WHERE o.way = 'online' AND NOT o.gone
), counts AS (
    SELECT ceil(68000 * scale())::BIGINT AS many, (SELECT count(*) FROM clients) AS clients,
        (SELECT count(*) FROM clients WHERE existing) AS old
), looked AS (
    SELECT i, i * 4 AS key, s.day, 18000 + 60 * (below(500, i, 'looks from') + below(480, i, 'looks later'))
        + below(60, i, 'looks second') AS second,
        u(i, 'who looks') AS who, below(clients::INTEGER, i, 'which client') AS any_c, old, many,
        u(i, 'looks for home') < .3 AS at_home
    FROM counts, range(many) AS r(i) JOIN slots s ON s.slot = 32768 + floor(16384 * ((i + .5) / many) ** .93)::BIGINT
), placed AS (
    SELECT l.*, CASE WHEN who >= .75 THEN CASE WHEN k.created <= day THEN any_c ELSE any_c % old END END AS c
    FROM looked l JOIN clients k ON k.c = any_c
)
SELECT 'VB' || (1000001 + "order") AS id, 'buy' AS kind, "order" * 4 + 1 AS key, "order", c, c AS known, 'C' || c AS visitor, day, second,
    at_home, lost, is_first, device_of(order_key, at_home) AS device FROM orders_online
UNION ALL
-- one in five was there some hours before, and put something into the basket
SELECT 'VP' || (1000001 + "order"), 'before', "order" * 4 + 2, "order", c, CASE WHEN NOT is_first THEN c END, 'C' || c, day,
    second - 3600 * 2 - below(64800, "order", 'before'), at_home, false, false, device_of(order_key + 1, at_home)
FROM orders_online WHERE u("order", 'came before') < .2 AND day > first_day() + 1
UNION ALL
SELECT 'VL' || (1000001 + i), 'look', key, NULL, c, CASE WHEN u(i, 'signs in') < .6 THEN c END,
    CASE WHEN c IS NOT NULL THEN 'C' || c WHEN who < .07 THEN NULL WHEN who < .4 THEN 'W' || i
        ELSE 'R' || below((many // 5 + 1)::INTEGER, i, 'which visitor') END,
    day, second, at_home, false, false, device_of(i, at_home)
FROM placed;

-- what there is to see for those who look: as it is sold, but for the product that is hidden from them
CREATE TEMP TABLE seen AS
WITH pages AS (
    SELECT s.rowid AS v, s.key, s.at_home, s.device, s.day, s.known,
        unnest(range(CASE WHEN u(key, 'bounces') < .38 THEN 1 ELSE 2 + least(9, floor(expo(key, 'pages') * 2.4))::BIGINT END)) AS pos
    FROM sessions s WHERE kind = 'look'
), kinds AS (
    SELECT *, key * 128 + pos AS step, u(step, 'page') AS draw,
        CASE WHEN pos = 0 THEN CASE WHEN draw < .45 THEN 'home' WHEN draw < .65 THEN 'list' WHEN draw < .95 THEN 'product' ELSE 'other' END
            WHEN draw < .5 THEN 'product' WHEN draw < .86 THEN 'list' WHEN draw < .93 THEN 'home' ELSE 'other' END AS page_kind
    FROM pages
), drawn AS (
    SELECT k.*, CASE WHEN page_kind = 'product' THEN t.products[1 + floor(len(t.products) * u(step, 'which') ** 1.5)::INTEGER] END
        AS first_product,
        CASE WHEN page_kind = 'product' THEN t.products[1 + floor(len(t.products) * u(step, 'which else') ** 3)::INTEGER] END
            AS else_product
    FROM kinds k JOIN tastes t ON t.at_home = k.at_home AND t.slot = below(12, step, 'shelf')
)
SELECT v, key, step, pos, page_kind, device, day, known,
    CASE WHEN planted('hidden_product') AND w.name = hidden_product_product() AND u(step, 'is seen') >= hidden_product_seen()
        THEN CASE WHEN else_product = first_product THEN first_product - 1 ELSE else_product END ELSE first_product END AS product,
    product IS NOT NULL AND u(step, 'takes') < .1 AS takes
FROM drawn LEFT JOIN wares w ON w.product = first_product;

-- who of those who look goes on to basket and checkout, and how far
CREATE TEMP TABLE goes_on AS
WITH filled AS (
    SELECT v, any_value(key) AS key, any_value(device) AS device, any_value(day) AS day, any_value(known) AS known,
        arg_min(product, pos) AS product FROM seen WHERE takes GROUP BY v
)
SELECT v, key, product, u(key, 'sees basket') < .85 AS basket, basket AND u(key, 'begins checkout') < .5 AS begins,
    begins AND known IS NULL AND u(key, 'is asked to register') < .6 AS asked, asked AND u(key, 'registers') < .45 AS registers,
    begins AND u(key, 'goes to pay') >= CASE WHEN planted('slow_checkout') AND device = slow_checkout_device()
        AND day >= slow_checkout_from_day() THEN .65 ELSE .28 END AS pays,
    basket AND u(key, 'takes out') < .12 AS takes_out
FROM filled;

-- every step of every visit: the page, and what is done on it
CREATE TEMP TABLE steps AS
WITH buying AS (
    SELECT s.rowid AS v, s.key, s.kind, s."order", s.lost, s.is_first, b.product, b.quantity, b.i, b.many, s.key * 128 + 2 + 2 * b.i
        AS step,
        b.product = (SELECT product FROM wares WHERE name = hidden_product_product()) OR u(step, 'sees the card') < .85 AS card
    FROM sessions s JOIN bought b USING ("order") WHERE s.kind = 'buy' OR b.i = 0
), ends AS (
    SELECT rowid AS v, * FROM sessions WHERE kind <> 'look'
)
SELECT v, pos, page_kind, product, CASE WHEN takes THEN 'add_to_basket' WHEN page_kind = 'list'
    AND u(step, 'searches') < .25 THEN 'search' END AS event,
    CASE WHEN takes THEN 1 END AS quantity FROM seen
UNION ALL SELECT v, 100, 'basket', NULL, CASE WHEN takes_out THEN 'remove_from_basket' END, NULL FROM goes_on WHERE basket
UNION ALL SELECT v, 104, 'registration', NULL, CASE WHEN registers THEN 'register' END, NULL FROM goes_on WHERE asked
UNION ALL SELECT v, 108, 'checkout', NULL, 'begin_checkout', NULL FROM goes_on WHERE begins
UNION ALL SELECT v, 112, 'payment', NULL, NULL, NULL FROM goes_on WHERE pays
UNION ALL SELECT v, 0, CASE WHEN u(key, 'lands') < .7 THEN 'home' ELSE 'list' END, NULL, NULL, NULL FROM ends
-- a card that is not opened is put into the basket from the list
UNION ALL SELECT v, 1 + 2 * i, 'list', CASE WHEN NOT card THEN product END,
    CASE WHEN NOT card THEN 'add_to_basket' WHEN u(step, 'searches') < .25 THEN 'search' END, CASE WHEN NOT card THEN quantity END
FROM buying WHERE NOT card OR u(step, 'by the list') < .35
UNION ALL SELECT v, 2 + 2 * i, 'product', product, 'add_to_basket', quantity FROM buying WHERE card
UNION ALL SELECT v, 100, 'basket', NULL, NULL, NULL FROM ends WHERE kind = 'buy' OR u(key, 'sees basket') < .6
UNION ALL SELECT v, 104, 'registration', NULL, 'register', NULL FROM ends WHERE is_first AND u(key, 'registers') < .8
UNION ALL SELECT v, 108, 'checkout', NULL, 'begin_checkout', NULL FROM ends WHERE kind = 'buy'
UNION ALL SELECT v, 112, 'payment', NULL, NULL, NULL FROM ends WHERE kind = 'buy' AND NOT lost
UNION ALL SELECT v, 116, 'thanks', NULL, 'purchase', NULL FROM ends WHERE kind = 'buy' AND NOT lost;

CREATE TEMP TABLE timed_steps AS
WITH gaps AS (
    SELECT t.*, s.key * 128 + pos AS step, s.id, s.key, s.kind, s.day, s.second, s.device, s."order",
        12 + least(280, floor(expo(step, 'stays') * CASE page_kind WHEN 'product' THEN 45 WHEN 'registration' THEN 60
            ELSE 28 END))::BIGINT AS stays
    FROM steps t JOIN sessions s ON s.rowid = t.v
), offsets AS (
    SELECT *, coalesce(sum(stays) OVER (PARTITION BY v ORDER BY pos ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::BIGINT AS after,
        row_number() OVER (PARTITION BY v ORDER BY pos) AS n, count(*) OVER (PARTITION BY v) AS many
    FROM gaps
)
-- an order is placed when its visit comes to the end
SELECT o.* EXCLUDE (second), o.second + o.after - CASE WHEN kind = 'buy' THEN max(after) OVER (PARTITION BY v) ELSE 0 END AS second,
    CASE page_kind WHEN 'home' THEN '/' WHEN 'product' THEN '/p/' || product_id(product)
        WHEN 'list' THEN pick(['/c/coffee', '/c/coffee', '/c/home', '/c/office', '/c/cups', '/search'], step, 'list')
        WHEN 'basket' THEN '/basket' WHEN 'registration' THEN '/register' WHEN 'checkout' THEN slow_checkout_page()
        WHEN 'payment' THEN '/checkout/payment' WHEN 'thanks' THEN '/thanks'
        ELSE pick(['/about', '/delivery', '/contact'], step, 'other') END AS page
FROM offsets o;
