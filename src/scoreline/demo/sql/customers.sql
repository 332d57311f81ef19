-- Where we sell, what we sell, to whom, and who looks after whom when.

CREATE TEMP TABLE wares AS
SELECT row_number() OVER (ORDER BY place_all) AS product, *, (list_price * 100)::BIGINT AS list_cents,
    (unit_cost * 100)::BIGINT AS cost_cents,
    -- what a training costs us, nobody has worked out
    name NOT LIKE 'Barista training%' AS cost_known FROM product_list;
CREATE TEMP TABLE shelves AS SELECT category, list(product ORDER BY product) AS products FROM wares GROUP BY ALL;

CREATE TEMP TABLE places_of_sale AS
SELECT 'L-' || team || '-S' AS id, 'Showroom ' || city AS name, 'store' AS kind, region, country, team AS market FROM markets
UNION ALL SELECT 'L-' || team || '-F', 'Field ' || city, 'field', region, country, team FROM markets
UNION ALL VALUES ('L-WEB-EU', 'Online shop Europe', 'online', 'DIRECT', 'Germany', NULL),
    ('L-WEB-AS', 'Online shop Asia', 'online', 'DIRECT', 'Singapore', NULL);

-- the seats among which a customer's is drawn: by market and segment, a seat as often as its weight says
CREATE TEMP TABLE desks AS
WITH rules(segment, team, role, weight) AS (
    VALUES ('Enterprise', 'KEY', 'key_account_manager', 2), ('Enterprise', 'KEY', 'sales_manager', 1),
        ('Enterprise', NULL, 'account_executive', 2), ('Enterprise', NULL, 'sales_manager', 1),
        ('Mid-market', NULL, 'account_executive', 2), ('Mid-market', NULL, 'sales_manager', 1),
        ('Small business', NULL, 'field_rep', 3), ('Small business', NULL, 'account_executive', 1),
        ('Reseller', 'PAR', 'channel_rep', 3), ('Reseller', 'PAR', 'sales_manager', 1),
        ('Online business', 'WEB', 'online_store_manager', 1),
        ('Enquiry', 'BDR', 'business_development_rep', 2), ('Enquiry', 'BDR', 'sales_manager', 1)
)
SELECT m.team AS market, r.segment, list(s.seat ORDER BY s.seat, n) AS seats
FROM markets m, rules r JOIN seats s ON s.role = r.role, range(r.weight) AS w(n)
WHERE s.base = coalesce(r.team, m.team) AND (r.segment <> 'Enterprise' OR (r.team = 'KEY') = (m.region = 'DACH'))
GROUP BY ALL;

-- clients: those that we had when the data begins, then those that turned up, in the order in which they did
CREATE TEMP TABLE clients AS
WITH counts AS (SELECT ceil(1450 * scale())::BIGINT AS old, ceil(5000 * scale())::BIGINT AS new), rows AS (
    SELECT i AS c, i < old AS existing, CASE WHEN i < old THEN i / old ELSE (i - old) / new END AS share
    FROM counts, range(old + new) AS r(i)
), kinds AS (
    SELECT *, CASE WHEN u(c, 'kind') < CASE WHEN existing THEN .1 ELSE .27 END THEN 'Consumer'
        WHEN u(c, 'kind') > CASE WHEN existing THEN .93 ELSE .95 END THEN 'Online business'
        WHEN u(c, 'segment') < .08 THEN 'Enterprise' WHEN u(c, 'segment') < .40 THEN 'Mid-market'
        WHEN u(c, 'segment') < .93 THEN 'Small business' ELSE 'Reseller' END AS segment
    FROM rows
), placed AS (
    SELECT k.*, m.team AS market, m.country, m.culture, m.hours, m.region,
        CASE WHEN segment = 'Consumer' THEN 'shop' ELSE m.calendar END AS calendar
    FROM kinds k JOIN market_slots ms ON ms.existing = k.existing AND u(c, 'market') >= ms.low AND u(c, 'market') < ms.high
    JOIN markets m USING (team)
), dated AS (
    SELECT p.*, CASE WHEN existing THEN DATE '2015-03-01' + floor(2850 * sqrt(share))::INTEGER ELSE s.day END AS created
    FROM placed p JOIN first_slots f ON f.calendar = p.calendar AND f.day = first_day()
    LEFT JOIN slots s ON s.slot = f.low + floor(16384 * share ** .88)::BIGINT AND NOT p.existing
)
SELECT d.*, exp(.7 * gauss(c, 'size')) AS size, g.orders * exp(.45 * gauss(c, 'rate')) AS rate,
    (60 + g.stays * expo(c, 'stays'))::INTEGER AS stays,
    CASE WHEN NOT existing AND segment = 'Small business' AND u(c, 'came in by') < .4 THEN 'Enquiry' ELSE segment END AS desk
FROM dated d JOIN segments g USING (segment) ORDER BY c;

CREATE TEMP TABLE client_names AS
WITH parts AS (
    SELECT c.c, c.segment = 'Consumer' AS at_home, c.culture, pick(t.words, c.c, 'trade') AS trade, pick(b.words, c.c, 'brand') AS brand,
        pick(p.words, c.c, 'place') AS place, pick(g.words, c.c, 'given') AS given, pick(f.words, c.c, 'family') AS family, n.pattern
    FROM clients c JOIN business_names n ON n.culture = c.culture
    JOIN pools t ON t.pool = 'trades' AND t.culture = c.culture JOIN pools b ON b.pool = 'brands' AND b.culture = c.culture
    JOIN pools g ON g.pool = 'given' AND g.culture = c.culture JOIN pools f ON f.pool = 'family' AND f.culture = c.culture
    JOIN pools p ON p.pool = 'cities' AND p.culture = c.country
)
SELECT c, CASE WHEN NOT at_home THEN split_part(trade, ':', 1) END AS industry,
    CASE WHEN at_home THEN full_name(culture, given, family)
        ELSE replace(replace(replace(pattern, '{trade}', split_part(trade, ':', 2)), '{brand}', brand), '{place}', place) END AS name
FROM parts;

-- the seat that looks after a client; enquiries go on to the field, a few others change hands
CREATE TEMP TABLE client_seats AS
WITH first AS (
    SELECT c.c, c.market, c.segment, c.created, pick(d.seats, c.c, 'seat') AS seat,
        CASE WHEN c.desk = 'Enquiry' THEN c.created + 150 + below(90, c.c, 'passed on')
            WHEN u(c.c, 'changes hands') < .09 AND c.segment <> 'Online business'
            THEN greatest(c.created + 60, first_day() + below(1096, c.c, 'hands when')) ELSE DATE '9999-12-31' END AS until
    FROM clients c JOIN desks d ON d.market = c.market AND d.segment = c.desk
)
SELECT c, seat, created AS since, CASE WHEN until < end_day() THEN until ELSE DATE '9999-12-31' END AS until FROM first
UNION ALL SELECT f.c, pick(d.seats, f.c, 'next seat'), f.until, DATE '9999-12-31' FROM first f
JOIN desks d ON d.market = f.market AND d.segment = f.segment WHERE f.until < end_day();

CREATE TEMP TABLE owners AS
WITH spans AS (
    SELECT s.c, v.person, greatest(s.since, v.since) AS since, least(s.until, v.until) AS until
    FROM client_seats s JOIN cover v ON v.seat = s.seat AND v.since < s.until AND s.since < v.until
), runs AS (
    -- the same person before and after a change is one span
    SELECT *, sum(CASE WHEN person = before THEN 0 ELSE 1 END) OVER (PARTITION BY c ORDER BY since) AS run
    FROM (SELECT *, lag(person) OVER (PARTITION BY c ORDER BY since) AS before FROM spans)
)
SELECT c, any_value(person) AS person, min(r.since) AS since, max(r.until) AS until, any_value(diligence) AS diligence
FROM runs r JOIN staff USING (person) GROUP BY c, run ORDER BY c, since;

CREATE TEMP VIEW made_locations AS SELECT id, name, kind, region, country FROM places_of_sale ORDER BY id;
CREATE TEMP VIEW made_products AS
SELECT product_id(product) AS id, name, category, list_price,
    CASE WHEN cost_known THEN unit_cost END AS unit_cost, DATE '2018-01-01' + below(1700, product, 'published') AS published_on
        FROM wares ORDER BY product;
CREATE TEMP VIEW made_customers AS
SELECT customer_id(c) AS id, n.name, segment, n.industry, country,
    moment(created, 420 + below(520, c, 'created minute') - 60 * hours) AS created_at FROM clients JOIN client_names n USING (c) ORDER BY c;