-- How deals move along: leads before them, stages, changes and quotes within them.

CREATE TEMP TABLE deal_steps AS
SELECT d.rowid AS deal, p AS position,
    [0, .2, .45, .75][p] + CASE WHEN p > 1 THEN .12 * u(key, 'step ' || p) ELSE 0 END AS share,
    back_to_weekday(opened + floor(length * share)::INTEGER) AS day,
    CASE WHEN p = 1 THEN opening_minute(key, hours) ELSE 540 + 70 * (p - 1) + below(60, key, 'minute ' || p) - 60 * hours END AS minute
FROM deals d, range(1, 5) AS s(p) WHERE p <= depth AND day < end_day() ORDER BY deal, p;

CREATE TEMP TABLE leads AS
WITH asked AS (
    -- seven first deals in ten began as a lead; most leads never become a deal
    SELECT d.c AS key, d.rowid AS deal, d.c, back_to_weekday(d.opened - 1 - below(24, d.c, 'lead before')) AS day FROM deals d
    WHERE d.kind = 'new' AND u(d.c, 'was a lead') < .7 AND day >= first_day()
    UNION ALL
    SELECT -1 - i, NULL, NULL, back_to_weekday(s.day)
    FROM (SELECT ceil(3600 * scale())::BIGINT AS many), range(many) AS r(i)
    JOIN slots s ON s.slot = floor(16384 * (i / many) ** .85)::BIGINT
    WHERE back_to_weekday(s.day) >= first_day()
), desk AS (
    SELECT row_number() OVER (ORDER BY seat) - 1 AS place, count(*) OVER () AS places, seat
    FROM seats WHERE role = 'business_development_rep'
), answered AS (
    SELECT *, below((SELECT max(places) FROM desk), key, 'lead seat') AS place FROM asked
)
SELECT key, deal, c, day, 420 + below(540, key, 'lead minute') AS minute, v.person
FROM answered JOIN desk USING (place) JOIN cover v ON v.seat = desk.seat AND v.since <= day AND day < v.until
ORDER BY day, minute, key;

CREATE TEMP VIEW made_stages AS
SELECT id, name, 'B2B' AS pipeline, position, probability, kind FROM stage_list ORDER BY position;

CREATE TEMP VIEW made_deals AS
WITH reached AS (SELECT deal, max(position) AS position FROM deal_steps GROUP BY deal)
SELECT deal_id(d.rowid) AS id, n.name || ': ' || w.name AS name, customer_id(d.c) AS customer_id,
    CASE WHEN l.deal IS NOT NULL THEN lead_id(l.rowid) END AS lead_id, person_id(coalesce(taken_by, d.person)) AS owner_id,
    'L-' || market || '-F' AS location_id, product_id(d.product) AS product_id, deal_method(d.key) AS contact_method, d.kind,
    moment(opened, opening_minute(d.key, hours)) AS opened_at,
    CASE WHEN won THEN 'won' WHEN closed IS NOT NULL THEN 'lost' ELSE t.id END AS stage_id,
    moment(closed, closing_minute(d.key, hours)) AS closed_at, 0.01 * cents AS amount, 'EUR' AS currency,
    CASE WHEN closed IS NOT NULL AND NOT won THEN pick(
        ['Price', 'Price', 'Competitor', 'No budget', 'No decision', 'No decision', 'Delivery time'], d.key, 'why lost') END AS lost_reason
FROM deals d JOIN client_names n USING (c) JOIN wares w ON w.product = d.product JOIN reached s ON s.deal = d.rowid
JOIN stage_list t ON t.position = s.position LEFT JOIN leads l ON l.deal = d.rowid WHERE NOT d.gone ORDER BY d.rowid;

CREATE TEMP VIEW made_deal_stages AS
SELECT deal_id(deal) AS deal_id, t.id AS stage_id, moment(day, minute) AS entered_at FROM deal_steps JOIN stage_list t USING (position)
WHERE deal NOT IN (SELECT rowid FROM deals WHERE gone)
UNION ALL
SELECT deal_id(rowid), CASE WHEN won THEN 'won' ELSE 'lost' END, moment(closed, closing_minute(key, hours))
FROM deals WHERE closed IS NOT NULL AND NOT gone ORDER BY 1, 3;

-- for a deal that changed: what it was at first, and each change
CREATE TEMP VIEW made_deal_changes AS
WITH marked AS (
    SELECT rowid AS deal, *, taken_by IS NOT NULL AS handed, coalesce(
        first_cents IS NOT NULL AND resized_on > opened AND resized_on < coalesce(closed, end_day()), false) AS resized FROM deals
            WHERE NOT gone
), rows AS (
    SELECT deal, moment(opened, opening_minute(key, hours)) AS changed_at,
        CASE WHEN resized THEN first_cents ELSE cents END AS cents, person
    FROM marked WHERE resized OR handed
    UNION ALL
    SELECT deal, moment(resized_on, 800 - 60 * hours), cents, CASE WHEN handed AND resized_on >= left_on THEN taken_by ELSE person END
    FROM marked WHERE resized
    UNION ALL
    SELECT deal, moment(left_on, 470 - 60 * hours), CASE WHEN resized AND resized_on >= left_on THEN first_cents ELSE cents END, taken_by
    FROM marked WHERE handed
)
SELECT deal_id(deal) AS deal_id, changed_at, 0.01 * cents AS amount, person_id(person) AS owner_id FROM rows ORDER BY 1, 2;

-- one quote with the proposal, and a second for a third of those that come to negotiating
CREATE TEMP VIEW made_quotes AS
WITH sent AS (
    SELECT d.*, s.deal, n, s.day AS sent_on, s.minute + 15 * n AS minute, d.key * 2 + n AS quote_key,
        u(d.key, 'quoted twice') < .35 AS twice, (n = 1 OR NOT twice) AND won AS agreed
    FROM deal_steps s JOIN deals d ON d.rowid = s.deal, range(2) AS q(n)
    WHERE ((s.position = 3 AND n = 0) OR (s.position = 4 AND n = 1 AND twice)) AND NOT d.gone
)
SELECT 'Q' || (100001 + deal) || '-' || (n + 1) AS id, deal_id(deal) AS deal_id, customer_id(c) AS customer_id,
    person_id(CASE WHEN taken_by IS NOT NULL AND sent_on >= left_on THEN taken_by ELSE person END) AS owner_id,
    moment(sent_on, minute) AS sent_at, moment(closed, 840 - 60 * hours) AS decided_at,
    CASE WHEN closed IS NULL THEN 'sent' WHEN agreed THEN 'accepted' WHEN NOT won AND u(quote_key, 'expired') < .3 THEN 'expired'
        ELSE 'declined' END AS status,
    0.01 * (cents * CASE WHEN agreed THEN 1000 ELSE 980 + below(160, quote_key, 'quoted') END // 1000) AS amount, 'EUR' AS currency
FROM sent ORDER BY sent_on, deal, n;

CREATE TEMP VIEW made_leads AS
SELECT lead_id(l.rowid) AS id, moment(l.day, l.minute) AS created_at,
    lead_channel(l.key) AS channel,
    p.id AS campaign_id, person_id(l.person) AS owner_id,
    CASE WHEN d.won THEN 'converted' WHEN d.closed IS NOT NULL THEN 'disqualified' WHEN d.opened IS NOT NULL THEN 'qualified'
        WHEN l.day > end_day() - 20 THEN 'new' WHEN u(l.key, 'dead') < .8 THEN 'disqualified' ELSE 'working' END AS status,
    CASE WHEN d.won THEN moment(d.closed, closing_minute(d.key, d.hours)) END AS converted_at,
    customer_id(l.c) AS customer_id, deal_id(l.deal) AS deal_id
FROM leads l LEFT JOIN deals d ON d.rowid = l.deal
LEFT JOIN campaigns p ON p.channel = lead_channel(l.key) AND l.day >= p.since AND l.day < p.until ORDER BY l.rowid;

-- who looks after a customer, after a lead for its first ninety days, after a deal while it is open
CREATE TEMP VIEW made_ownerships AS
WITH held AS (
    SELECT 1 AS part, 'customer' AS kind, customer_id(c) AS record_id, person, since, nullif(until, DATE '9999-12-31') AS until FROM owners
    UNION ALL
    SELECT 2, 'lead', lead_id(l.rowid), person, l.day, CASE WHEN least(l.day + 90, coalesce(s.left_on, end_day())) < end_day()
        THEN least(l.day + 90, coalesce(s.left_on, end_day())) END
    FROM leads l JOIN staff s USING (person)
    UNION ALL
    SELECT 3, 'deal', deal_id(d.rowid), person, opened,
        CASE WHEN taken_by IS NOT NULL AND left_on < coalesce(closed, end_day()) THEN left_on ELSE closed END FROM deals d WHERE NOT gone
    UNION ALL
    SELECT 3, 'deal', deal_id(d.rowid), taken_by, left_on, closed FROM deals d
    WHERE NOT gone AND taken_by IS NOT NULL AND left_on < coalesce(closed, end_day())
)
SELECT kind, record_id, person_id(person) AS person_id, since AS valid_from, until AS valid_to FROM held
WHERE until IS NULL OR until > since ORDER BY part, record_id, since;
