-- Deals: the first with each new client, then more with those who buy. A table of openings (key, c, kind, opened) becomes deals.

CREATE TEMP MACRO decided(openings) AS TABLE
WITH held AS (
    SELECT o.key, o.c, o.kind, o.opened, w.person, b.manager, s.left_on, s.wins, s.pace, k.segment, k.size, k.market, k.hours, n.industry,
        pace_of(k.market, o.opened) AS market_pace
    FROM query_table(openings) o JOIN clients k USING (c) JOIN client_names n USING (c)
    JOIN owners w ON w.c = o.c AND o.opened >= w.since AND o.opened < w.until
    JOIN staff s ON s.person = w.person LEFT JOIN bosses b ON b.seat = s.seat
    LEFT JOIN away a ON a.person = w.person AND a.day = o.opened
    -- who is new opens few at first; who is away opens none
    WHERE a.day IS NULL AND u(o.key, 'opens') < .3 + .7 * (o.opened - s.hired_on) / 200
), drawn AS (
    SELECT *, u(key, 'won') < least(.8, wins * market_pace * CASE kind WHEN 'new' THEN .24 WHEN 'renewal' THEN .37 ELSE .29 END
            * CASE segment WHEN 'Enterprise' THEN .85 WHEN 'Reseller' THEN 1.15 ELSE 1 END) AS wins_it,
        2 + floor(pace * exp(.7 * gauss(key, 'days')) * CASE kind WHEN 'new' THEN 44 WHEN 'renewal' THEN 18 ELSE 27 END
            * CASE segment WHEN 'Enterprise' THEN 1.6 WHEN 'Mid-market' THEN 1.15 ELSE .85 END)::INTEGER AS days
    FROM held
), expected AS (
    SELECT *, back_to_weekday(opened + days) AS day, (date_trunc('quarter', day) + INTERVAL 3 MONTH)::DATE AS quarter_end FROM drawn
), pushed AS (
    -- some deals are pushed over the line at the quarter's end
    SELECT *, CASE WHEN quarter_end - day < 16 AND u(key, 'pushed') < .3 THEN back_to_weekday(quarter_end - 1 - below(3, key, 'pushed to')) ELSE day END AS ends
    FROM expected
), ended AS (
    -- a deal whose owner leaves is brought to an end before, or goes to the manager
    SELECT *, left_on IS NOT NULL AND ends >= left_on AND manager IS NOT NULL AND u(key, 'handed over') < .6 AS handed,
        CASE WHEN left_on IS NULL OR ends < left_on THEN ends WHEN handed THEN greatest(ends, left_on + 5)
            ELSE greatest(opened, back_to_weekday(left_on - 1 - below(8, key, 'ended early'))) END AS closing
    FROM pushed
)
SELECT key, c, kind, opened, person, CASE WHEN handed AND left_on < end_day() THEN manager END AS taken_by, left_on, segment, size, market, hours, industry,
    CASE WHEN back_to_weekday(closing) < end_day() THEN back_to_weekday(closing) END AS closed, closed IS NOT NULL AND wins_it AS won,
    greatest(closing - opened, 1) AS length,
    -- how far it gets: the stage before the end, or where it stands now
    CASE WHEN closed IS NULL OR wins_it THEN 4 ELSE 1 + below(4, key, 'gets to') END AS depth
FROM ended;

CREATE TEMP TABLE first_openings AS
SELECT c AS key, c, 'new' AS kind, back_to_weekday(created + below(10, c, 'first talk')) AS opened FROM clients
WHERE NOT existing AND segment NOT IN ('Consumer', 'Online business') AND opened >= created AND opened < end_day();
CREATE TEMP TABLE first_deals AS FROM decided('first_openings');

-- when a client buys: old ones from some day of their first interval on, new ones from the first deal won
CREATE TEMP TABLE buyers AS
WITH spans AS (
SELECT c.c, c.segment, c.existing, c.rate, c.hours, c.calendar, CASE WHEN existing THEN first_day() + below(greatest(20, least(400, 365 / rate)), c.c, 'first order')
    WHEN c.segment IN ('Consumer', 'Online business') THEN created ELSE d.closed + 3 END AS since,
    least(end_day(), since + stays::INTEGER) AS until
FROM clients c LEFT JOIN first_deals d ON d.c = c.c AND d.won WHERE since IS NOT NULL
)
SELECT s.*, f.low, t.low AS high FROM spans s JOIN first_slots f ON f.calendar = s.calendar AND f.day = s.since
JOIN first_slots t ON t.calendar = s.calendar AND t.day = s.until WHERE t.low > f.low;

CREATE TEMP TABLE more_openings AS
WITH chances AS (
    SELECT c, since, low, high, unnest(range(about(least(40, CASE segment WHEN 'Enterprise' THEN 2.8 WHEN 'Mid-market' THEN 1.9
        WHEN 'Reseller' THEN 2.5 ELSE 1.1 END * (until - since) / 365), c, 'chances'))) AS n
    FROM buyers WHERE segment NOT IN ('Consumer', 'Online business')
), drawn AS (
    SELECT *, -1 - (c * 64 + n) AS key, low + below(high - low, key, 'day') AS slot FROM chances
)
SELECT key, c, CASE WHEN u(key, 'kind') < .4 THEN 'upsell' WHEN u(key, 'kind') < .7 THEN 'cross_sell' ELSE 'renewal' END AS kind,
    back_to_weekday(s.day) AS opened
FROM drawn JOIN slots s USING (slot) WHERE opened >= since;
CREATE TEMP TABLE more_deals AS FROM decided('more_openings');

-- what each deal is about, in cents
CREATE TEMP TABLE deals AS
WITH both_kinds AS (FROM first_deals UNION ALL FROM more_deals), wanted AS (
    SELECT *, CASE WHEN kind = 'renewal' THEN 'Service' WHEN kind = 'cross_sell' THEN 'Cups & consumables'
        WHEN industry IN ('Cafés', 'Hotels', 'Restaurants') THEN 'Café machines' ELSE 'Office machines' END AS category,
        CASE segment WHEN 'Enterprise' THEN 5 + expo(key, 'many') * 3 WHEN 'Mid-market' THEN 2 + expo(key, 'many') * 1.2
            WHEN 'Reseller' THEN 4 + expo(key, 'many') * 2.5 ELSE 1 + expo(key, 'many') * .5 END * size ** .25 AS many
    FROM both_kinds
), chosen AS (
    SELECT w.*, CASE WHEN kind = 'renewal' THEN products[2] ELSE products[1 + floor(len(products) * u(key, 'product') ** 1.6)::INTEGER] END AS product,
        greatest(1, round(many * CASE category WHEN 'Service' THEN 4 WHEN 'Cups & consumables' THEN 16 WHEN 'Café machines' THEN .6 ELSE 1 END))::BIGINT AS quantity,
        (CASE segment WHEN 'Enterprise' THEN 8 WHEN 'Reseller' THEN 18 WHEN 'Mid-market' THEN 3 ELSE 0 END + below(8, key, 'discount')) AS percent_off
    FROM wanted w JOIN shelves USING (category)
), priced AS (
    SELECT c.*, year_price(list_cents, opened) AS unit_cents, quantity * unit_cents AS gross_cents, gross_cents * percent_off // 100 AS discount_cents,
        CASE WHEN kind IN ('new', 'upsell') THEN year_price(14900, opened) ELSE 0 END AS kit_cents
    FROM chosen c JOIN wares USING (product)
)
SELECT *, gross_cents - discount_cents + quantity * kit_cents AS cents,
    -- three deals in ten change in size on the way; this is what they were worth at first
    CASE WHEN u(key, 'resized') < .3 AND length > 14 THEN cents * (60 + below(90, key, 'first size')) // 100 END AS first_cents,
    back_to_weekday(opened + (length * (.5 + .3 * u(key, 'resized when')))::INTEGER) AS resized_on
FROM priced ORDER BY opened, key;

CREATE TEMP TABLE deal_steps AS
SELECT d.rowid AS deal, p AS position, back_to_weekday(opened + floor(length * ([0, .2, .45, .75][p] + CASE WHEN p > 1 THEN .12 * u(key, 'step ' || p) ELSE 0 END))::INTEGER) AS day,
    540 + 70 * (p - 1) + below(60, key, 'minute ' || p) - 60 * hours AS minute
FROM deals d, range(1, 5) AS s(p) WHERE p <= depth AND day < end_day() ORDER BY deal, p;
CREATE TEMP TABLE deal_stage_now AS SELECT deal, max(position) AS position FROM deal_steps GROUP BY deal;

CREATE TEMP TABLE leads AS
WITH asked AS (
    -- seven first deals in ten began as a lead; most leads never become a deal
    SELECT d.c AS key, d.rowid AS deal, d.c, back_to_weekday(d.opened - 1 - below(24, d.c, 'lead before')) AS day FROM deals d
    WHERE d.kind = 'new' AND u(d.c, 'was a lead') < .7 AND day >= first_day()
    UNION ALL
    SELECT -1 - i, NULL, NULL, back_to_weekday(s.day) FROM range(ceil(3600 * scale())::BIGINT) AS r(i)
    JOIN slots s ON s.slot = floor(16384 * (i / ceil(3600 * scale())) ** .85)::BIGINT WHERE back_to_weekday(s.day) >= first_day()
), desk AS (
    SELECT row_number() OVER (ORDER BY seat) - 1 AS place, count(*) OVER () AS places, seat FROM seats WHERE role = 'business_development_rep'
), answered AS (
    SELECT *, below((SELECT max(places) FROM desk), key, 'lead seat') AS place FROM asked
)
SELECT key, deal, c, day, 420 + below(540, key, 'lead minute') AS minute, v.person
FROM answered JOIN desk USING (place) JOIN cover v ON v.seat = desk.seat AND v.since <= day AND day < v.until
ORDER BY day, minute, key;

CREATE TEMP VIEW made_stages AS SELECT id, name, 'B2B' AS pipeline, position, probability, kind FROM stage_list ORDER BY position;
CREATE TEMP VIEW made_deals AS
SELECT deal_id(d.rowid) AS id, n.name || ': ' || w.name AS name, customer_id(d.c) AS customer_id,
    CASE WHEN l.deal IS NOT NULL THEN lead_id(l.rowid) END AS lead_id, person_id(coalesce(taken_by, d.person)) AS owner_id,
    'L-' || market || '-F' AS location_id, product_id(d.product) AS product_id,
    pick(['field', 'field', 'phone', 'phone', 'email'], d.key, 'deal method') AS contact_method, d.kind,
    moment(opened, 480 + below(60, d.key, 'opened minute') - 60 * hours) AS opened_at,
    CASE WHEN won THEN 'won' WHEN closed IS NOT NULL THEN 'lost' ELSE t.id END AS stage_id,
    moment(closed, 850 + below(90, d.key, 'closed minute') - 60 * hours) AS closed_at, 0.01 * cents AS amount, 'EUR' AS currency,
    CASE WHEN closed IS NOT NULL AND NOT won THEN pick(['Price', 'Price', 'Competitor', 'No budget', 'No decision', 'No decision', 'Delivery time'], d.key, 'why lost') END AS lost_reason
FROM deals d JOIN client_names n USING (c) JOIN wares w ON w.product = d.product JOIN deal_stage_now s ON s.deal = d.rowid
JOIN stage_list t ON t.position = s.position LEFT JOIN leads l ON l.deal = d.rowid ORDER BY d.rowid;
CREATE TEMP VIEW made_deal_stages AS
SELECT deal_id(deal) AS deal_id, t.id AS stage_id, moment(day, CASE WHEN s.position = 1 THEN 480 + below(60, key, 'opened minute') - 60 * hours ELSE minute END) AS entered_at
FROM deal_steps s JOIN stage_list t USING (position) JOIN deals d ON d.rowid = s.deal
UNION ALL
SELECT deal_id(rowid), CASE WHEN won THEN 'won' ELSE 'lost' END, moment(closed, 850 + below(90, key, 'closed minute') - 60 * hours)
FROM deals WHERE closed IS NOT NULL ORDER BY 1, 3;
CREATE TEMP VIEW made_deal_changes AS
WITH changed AS (SELECT rowid AS deal, *, resized_on > opened AND resized_on < coalesce(closed, end_day()) AND first_cents IS NOT NULL AS resized FROM deals
    WHERE taken_by IS NOT NULL OR first_cents IS NOT NULL), rows AS (
    SELECT deal, moment(opened, 480 + below(60, key, 'opened minute') - 60 * hours) AS changed_at, CASE WHEN resized THEN first_cents ELSE cents END AS cents, person
    FROM changed WHERE resized OR taken_by IS NOT NULL
    UNION ALL SELECT deal, moment(resized_on, 800 - 60 * hours), cents, CASE WHEN taken_by IS NOT NULL AND resized_on >= left_on THEN taken_by ELSE person END FROM changed WHERE resized
    UNION ALL SELECT deal, moment(left_on, 470 - 60 * hours), CASE WHEN resized AND resized_on >= left_on THEN first_cents ELSE cents END, taken_by FROM changed WHERE taken_by IS NOT NULL
)
SELECT deal_id(deal) AS deal_id, changed_at, 0.01 * cents AS amount, person_id(person) AS owner_id FROM rows ORDER BY 1, 2;
CREATE TEMP VIEW made_quotes AS
WITH sent AS (
    SELECT d.*, s.deal, n, s.day AS sent_on, s.minute + 15 * n AS minute, d.key * 2 + n AS quote_key,
        n = 1 OR u(d.key, 'quoted twice') >= .35 AS last
    FROM deal_steps s JOIN deals d ON d.rowid = s.deal, range(2) AS q(n)
    WHERE (s.position = 3 AND n = 0) OR (s.position = 4 AND n = 1 AND u(d.key, 'quoted twice') < .35)
)
SELECT 'Q' || (100001 + deal) || '-' || (n + 1) AS id, deal_id(deal) AS deal_id, customer_id(c) AS customer_id,
    person_id(CASE WHEN taken_by IS NOT NULL AND sent_on >= left_on THEN taken_by ELSE person END) AS owner_id, moment(sent_on, minute) AS sent_at,
    CASE WHEN closed IS NOT NULL THEN moment(closed, 840 - 60 * hours) END AS decided_at,
    CASE WHEN closed IS NULL THEN 'sent' WHEN won AND last THEN 'accepted' WHEN won THEN 'declined' WHEN u(quote_key, 'expired') < .3 THEN 'expired' ELSE 'declined' END AS status,
    0.01 * (cents * CASE WHEN last AND won THEN 1000 ELSE 980 + below(160, quote_key, 'quoted') END // 1000) AS amount, 'EUR' AS currency
FROM sent ORDER BY sent_on, deal, n;
CREATE TEMP VIEW made_leads AS
SELECT lead_id(l.rowid) AS id, moment(l.day, l.minute) AS created_at,
    pick(['web', 'web', 'web', 'trade fair', 'referral', 'cold call', 'cold call', 'partner', 'advertisement'], l.key, 'lead channel') AS channel,
    person_id(l.person) AS owner_id,
    CASE WHEN d.won THEN 'converted' WHEN d.closed IS NOT NULL THEN 'disqualified' WHEN d.opened IS NOT NULL THEN 'qualified'
        WHEN l.day > end_day() - 20 THEN 'new' WHEN u(l.key, 'dead') < .8 THEN 'disqualified' ELSE 'working' END AS status,
    CASE WHEN d.won THEN moment(d.closed, 850 + below(90, d.key, 'closed minute') - 60 * d.hours) END AS converted_at,
    CASE WHEN l.c IS NOT NULL THEN customer_id(l.c) END AS customer_id, CASE WHEN l.deal IS NOT NULL THEN deal_id(l.deal) END AS deal_id
FROM leads l LEFT JOIN deals d ON d.rowid = l.deal ORDER BY l.rowid;
