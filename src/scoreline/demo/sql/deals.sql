-- Deals: the first with each new client, then more with those who buy.

-- a table of openings (key, c, kind, opened) becomes deals: by whom, won or lost, when, and how far they got
CREATE TEMP MACRO decided(openings) AS TABLE
WITH kinds(kind, chance, days) AS (
    VALUES ('new', .24, 44), ('renewal', .37, 18), ('upsell', .29, 27), ('cross_sell', .29, 27)
), held AS (
    SELECT o.key, o.c, o.kind, o.opened, w.person, b.manager, s.left_on, k.segment, k.size, k.market, k.hours,
        least(.8, s.wins * g.deal_chance * d.chance * pace_of(k.market, o.opened)) AS chance, s.pace * g.deal_days * d.days AS usual_days
    FROM query_table(openings) o JOIN clients k USING (c) JOIN segments g ON g.segment = k.segment JOIN kinds d ON d.kind = o.kind
    JOIN owners w ON w.c = o.c AND o.opened >= w.since AND o.opened < w.until
    JOIN staff s ON s.person = w.person LEFT JOIN bosses b ON b.seat = s.seat
    LEFT JOIN away a ON a.person = w.person AND a.day = o.opened
    -- who is new opens few at first; who is away opens none
    WHERE a.day IS NULL AND u(o.key, 'opens') < .3 + .7 * (o.opened - s.hired_on) / 200
), expected AS (
    SELECT *, u(key, 'won') < chance AS wins_it,
        back_to_weekday(opened + 2 + floor(usual_days * exp(.7 * gauss(key, 'days')))::INTEGER) AS day,
        (date_trunc('quarter', day) + INTERVAL 3 MONTH)::DATE AS quarter_end
    FROM held
), pushed AS (
    -- some deals are pushed over the line at the quarter's end
    SELECT *, CASE WHEN quarter_end - day < 16 AND u(key, 'pushed') < .3
        THEN back_to_weekday(quarter_end - 1 - below(3, key, 'pushed to')) ELSE day END AS ends
    FROM expected
), ended AS (
    -- a deal whose owner leaves is brought to an end before, or goes to the manager
    SELECT *, left_on IS NOT NULL AND ends >= left_on AND manager IS NOT NULL AND u(key, 'handed over') < .6 AS handed,
        back_to_weekday(CASE WHEN left_on IS NULL OR ends < left_on THEN ends WHEN handed THEN greatest(ends, left_on + 5)
            ELSE greatest(opened, left_on - 1 - below(8, key, 'ended early')) END) AS closing
    FROM pushed
)
SELECT key, c, kind, opened, person, CASE WHEN handed AND left_on < end_day() THEN manager END AS taken_by, left_on,
    segment, size, market, hours, CASE WHEN closing < end_day() THEN closing END AS closed, closed IS NOT NULL AND wins_it AS won,
    greatest(closing - opened, 1) AS length,
    -- how far it gets: the stage before the end; those still open are cut off at the last day
    CASE WHEN closed IS NULL OR wins_it THEN 4 ELSE 1 + below(4, key, 'gets to') END AS depth
FROM ended;

CREATE TEMP TABLE first_openings AS
SELECT c AS key, c, 'new' AS kind, back_to_weekday(created + below(10, c, 'first talk')) AS opened
FROM clients JOIN segments USING (segment) WHERE NOT existing AND deals > 0 AND opened >= created AND opened < end_day();
CREATE TEMP TABLE first_deals AS FROM decided('first_openings');

-- when a client buys: old ones from some day of their first interval on, new ones from the first deal won; the shop's at once
CREATE TEMP TABLE buyers AS
WITH spans AS (
    SELECT c.c, c.segment, c.existing, c.rate, c.hours, c.calendar, g.deals, g.care, g.deals = 0 AS of_the_shop,
        CASE WHEN existing THEN first_day() + below(greatest(20, least(400, 365 / rate)), c.c, 'first order')
            WHEN of_the_shop THEN created ELSE d.closed + 3 END AS since,
        least(end_day(), since + c.stays) AS until
    FROM clients c JOIN segments g USING (segment) LEFT JOIN first_deals d ON d.c = c.c AND d.won WHERE since IS NOT NULL
)
SELECT s.*, (until - since) / 365 AS years, f.low, t.low AS high
FROM spans s JOIN first_slots f ON f.calendar = s.calendar AND f.day = s.since
JOIN first_slots t ON t.calendar = s.calendar AND t.day = s.until WHERE t.low > f.low;

CREATE TEMP TABLE more_openings AS
WITH chances AS (
    SELECT c, since, low, high, unnest(range(about(least(40, deals * years), c, 'chances'))) AS n FROM buyers WHERE deals > 0
), drawn AS (
    SELECT *, -1 - (c * 64 + n) AS key, low + below(high - low, key, 'day') AS slot FROM chances
)
SELECT key, c, CASE WHEN u(key, 'kind') < .4 THEN 'upsell' WHEN u(key, 'kind') < .7 THEN 'cross_sell' ELSE 'renewal' END AS kind,
    back_to_weekday(s.day) AS opened
FROM drawn JOIN slots s USING (slot) WHERE opened >= since;
CREATE TEMP TABLE more_deals AS FROM decided('more_openings');

-- the rep who closes quickly and loses customers: of the executives who are there all the time, the one who wins most of them
CREATE TEMP TABLE quick AS
SELECT f.person FROM staff f JOIN seats s USING (seat) JOIN first_deals d USING (person)
WHERE planted('quick_closer') AND s.role = 'account_executive' AND f.left_on IS NULL AND f.hired_on < first_day() - 200
    AND seat IN (SELECT seat FROM places GROUP BY seat HAVING count(*) = 1)
GROUP BY f.person ORDER BY count(*) FILTER (WHERE d.won) DESC, f.person LIMIT 1;

-- the quick rep's deals take a part of the usual time; an order keeps the place that its usual day gives it
CREATE TEMP TABLE all_deals AS
SELECT d.* EXCLUDE (closed, length), d.closed AS usual_closed,
    CASE WHEN q.person IS NULL THEN d.closed
        ELSE greatest(opened, back_to_weekday(opened + greatest(1, round(d.length * quick_closer_cycle()))::INTEGER)) END AS closing,
    CASE WHEN d.closed IS NOT NULL THEN least(d.closed, closing) END AS closed,
    CASE WHEN q.person IS NULL OR d.closed IS NULL THEN d.length ELSE greatest(closing - opened, 1) END AS length
FROM (FROM first_deals UNION ALL FROM more_deals) d LEFT JOIN quick q USING (person);

-- the customers that leave the quick rep, and the last day on which they do anything
CREATE TEMP TABLE leavers AS
WITH met AS (
    SELECT c, closed + 100 + below(160, c, 'leaves when') AS leaves FROM all_deals JOIN quick USING (person) WHERE kind = 'new' AND won
    UNION ALL
    SELECT c, first_day() + 120 + below(530, c, 'leaves when') FROM owners o JOIN quick USING (person) JOIN clients k USING (c)
    WHERE k.existing AND o.since <= first_day() AND o.until > first_day()
)
FROM met WHERE u(c, 'leaves at all') < quick_closer_leave();

-- what each deal is about, in cents
CREATE TEMP TABLE deals AS
WITH wanted AS (
    SELECT d.*, CASE WHEN kind = 'renewal' THEN 'Service' WHEN kind = 'cross_sell' THEN 'Cups & consumables'
        WHEN n.industry IN ('Cafés', 'Hotels', 'Restaurants') THEN 'Café machines' ELSE 'Office machines' END AS category,
        (g.machines + g.more_machines * expo(key, 'many')) * size ** .25
            * CASE category WHEN 'Service' THEN 4 WHEN 'Cups & consumables' THEN 16 WHEN 'Café machines' THEN .6 ELSE 1 END AS many,
        g.deal_percent_off + below(8, key, 'discount') AS percent_off
    FROM all_deals d JOIN client_names n USING (c) JOIN segments g ON g.segment = d.segment
), chosen AS (
    SELECT w.*, greatest(1, round(many))::BIGINT AS quantity, CASE WHEN kind = 'renewal' THEN products[2]
        ELSE products[1 + floor(len(products) * u(key, 'product') ** 1.6)::INTEGER] END AS product
    FROM wanted w JOIN shelves USING (category)
), priced AS (
    SELECT c.*, year_price(list_cents, opened) AS unit_cents, quantity * unit_cents * percent_off // 100 AS discount_cents,
        CASE WHEN kind IN ('new', 'upsell') THEN year_price(14900, opened) ELSE 0 END AS kit_cents
    FROM chosen c JOIN wares USING (product)
)
SELECT p.*, quantity * (unit_cents + kit_cents) - discount_cents AS cents,
    -- of a customer that had left before: this deal has not been
    coalesce(opened > leaves OR coalesce(closed, end_day()) > leaves, false) AS gone,
    -- three deals in ten change in size on the way; this is what they were worth at first
    CASE WHEN u(key, 'resized') < .3 AND length > 14 THEN cents * (60 + below(90, key, 'first size')) // 100 END AS first_cents,
    back_to_weekday(opened + (length * (.5 + .3 * u(key, 'resized when')))::INTEGER) AS resized_on
FROM priced p LEFT JOIN leavers USING (c) ORDER BY opened, key;
