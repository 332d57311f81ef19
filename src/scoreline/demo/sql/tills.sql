-- What the tills of the showrooms take: one order each time that they are banked, in the country's own currency, with no
-- customer and no owner. Each showroom banks once a day; a smaller company more seldom, a larger one has more tills.

CREATE TEMP TABLE till_places AS
SELECT row_number() OVER (ORDER BY id) AS place, id AS location, market, coalesce(currency, 'EUR') AS currency, coalesce(per_euro, 1)
    AS per_euro
FROM places_of_sale LEFT JOIN (
    VALUES ('WAW', 'PLN', 4.4), ('ALA', 'KZT', 520), ('HAN', 'VND', 27000), ('SGN', 'VND', 27000), ('SHA', 'CNY', 7.8)
) AS c(market, currency, per_euro) USING (market)
WHERE kind = 'store';

CREATE TEMP TABLE till_orders AS
WITH counts AS (
    SELECT end_day() - first_day() AS days, greatest(36, round(days * scale()))::BIGINT AS many
), banked AS (
    SELECT p.*, place * 16777216 + i AS key, first_day() + floor((i + .5) * days / many)::INTEGER AS day
    FROM till_places p, counts, range(many) AS r(i)
)
SELECT *, 960 + below(60, key, 'banked') - 60 * hours AS minute,
    -- a steady trade: it grows a little, Decembers are better
    (1 + .05 * (year(day) - year(first_day()))) * CASE WHEN month(day) = 12 THEN 1.25 WHEN month(day) IN (7, 8) THEN .9 ELSE 1 END
        * exp(.07 * gauss(key, 'takings')) AS busy
FROM banked JOIN (SELECT team AS market, hours FROM markets) USING (market) ORDER BY day, place, key;

-- three shelves make the takings: how many pieces of each on a usual day
CREATE TEMP TABLE till_lines AS
WITH shelves_of(n, category, place, pieces) AS (
    VALUES (0, 'Coffee', 0, 16), (1, 'Coffee', 1, 9), (2, 'Cups & consumables', 3, 7), (3, 'Home machines', 1, 2.6)
), sold AS (
    SELECT o.rowid AS "order", o.key * 4 + n AS key, n, w.product, o.day, o.per_euro,
        greatest(1, floor(pieces * busy + u(o.key * 4 + n, 'pieces')))::BIGINT AS usual,
        CASE WHEN promoted(o.location, o.day) THEN floor(usual * (1 + promotion_lift()) + u(o.key * 4 + n, 'promoted'))::BIGINT
            ELSE usual END AS quantity,
        year_price(w.list_cents, day) AS euro_cents, year_price(w.cost_cents, day) AS cost_cents
    FROM till_orders o, shelves_of s JOIN wares w ON w.category = s.category AND w.place = s.place
)
SELECT "order", n, key, product, quantity, round(euro_cents * per_euro)::BIGINT AS unit_cents,
    CASE WHEN n = 0 THEN 0 ELSE quantity * unit_cents * (2 + below(4, key, 'off')) // 100 END AS discount_cents,
        round(cost_cents * per_euro)::BIGINT AS cost_cents
FROM sold ORDER BY "order", n;

CREATE TEMP TABLE till_returns AS
SELECT l.*, o.day + 2 + below(20, l.key, 'brought back') AS back_on, o.currency
FROM till_lines l JOIN till_orders o ON o.rowid = l."order" WHERE u(l.key, 'brought back') < .01 AND l.n = 3;
