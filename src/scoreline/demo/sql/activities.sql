-- What sellers do: touches on deals, care for customers, and the work on leads. On weekdays, by whoever is there that day.

CREATE TEMP TABLE deal_touches AS
WITH touched AS (
    SELECT d.rowid AS deal, c, hours, opened, least(coalesce(closed, end_day()), opened + 120) AS until, taken_by, left_on, person,
        unnest(range(about(s.diligence * g.touches, d.key, 'touches'))) AS n
    FROM deals d JOIN (SELECT person, diligence FROM staff) s USING (person) JOIN segments g USING (segment) WHERE NOT gone
)
SELECT (deal * 32 + n) * 4 AS key, c, deal, hours, back_to_weekday(opened + floor((until - opened) * u(key, 'touch day'))::INTEGER) AS day,
    CASE WHEN taken_by IS NOT NULL AND day >= left_on THEN taken_by ELSE person END AS person
FROM touched;

CREATE TEMP TABLE customer_touches AS
WITH cared AS (
    SELECT c, hours, low, high, unnest(range(about(least(250, care * years), c, 'care'))) AS n FROM buyers WHERE care > 0
), drawn AS (
    SELECT c, hours, (c * 256 + n) * 4 + 1 AS key, low + below(high - low, key, 'care day') AS slot FROM cared
)
SELECT d.key, d.c, d.hours, s.day, o.person
FROM drawn d JOIN slots s USING (slot) JOIN owners o ON o.c = d.c AND s.day >= o.since AND s.day < o.until
LEFT JOIN leavers l ON l.c = d.c
WHERE u(d.key, 'done at all') < o.diligence / 1.5 AND coalesce(s.day <= l.leaves, true);

CREATE TEMP TABLE lead_touches AS
WITH worked AS (
    SELECT l.rowid AS lead, l.key AS lead_key, l.c, l.day AS asked_on, l.person,
        unnest(range(about(s.diligence * 3.2, l.key, 'lead touches'))) AS n FROM leads l JOIN staff s USING (person)
)
SELECT (lead * 16 + n) * 4 + 2 AS key, c, lead, person, back_to_weekday(asked_on
    + CASE WHEN n = 0 THEN below(3, lead_key, 'answered') ELSE 1 + floor(expo(key, 'lead touch') * 7)::INTEGER END) AS day
FROM worked WHERE day >= asked_on;

-- calls, emails, meetings, visits; the rest of a hundred are demos
CREATE TEMP TABLE habits AS
SELECT s.person, s.hired_on, coalesce(s.left_on, end_day()) AS gone_on,
    calls, calls + emails AS mails, mails + meetings AS talks, talks + visits AS trips
FROM staff s JOIN seats USING (seat) JOIN (
    VALUES ('account_executive', 34, 30, 16, 10), ('field_rep', 22, 16, 8, 42), ('key_account_manager', 22, 26, 28, 18),
        ('channel_rep', 32, 32, 18, 14), ('business_development_rep', 56, 36, 5, 1), ('online_store_manager', 20, 70, 8, 1),
        ('sales_manager', 28, 28, 28, 12), ('sales_director', 25, 30, 35, 10)
) AS h(role, calls, emails, meetings, visits) USING (role);

CREATE TEMP TABLE touches AS
WITH made AS (
    SELECT key, c, deal, NULL::BIGINT AS lead, day, person, hours FROM deal_touches
    UNION ALL SELECT key, c, NULL, NULL, day, person, hours FROM customer_touches
    UNION ALL SELECT key, c, NULL, lead, day, person, 0 FROM lead_touches
)
SELECT t.key, t.c, t.deal, t.lead, t.day, t.person, 450 + below(490, t.key, 'minute') - 60 * hours AS minute,
    below(100, t.key, 'kind') AS draw,
    -- calls on leads are made in calls.sql
    CASE WHEN draw < calls AND lead IS NOT NULL THEN 'message' WHEN draw < calls THEN 'call' WHEN draw < mails THEN 'email'
        WHEN draw < talks THEN 'meeting' WHEN draw < trips THEN 'visit'
        ELSE 'demo' END AS kind
FROM made t JOIN habits h USING (person) ANTI JOIN away a ON a.person = t.person AND a.day = t.day
WHERE isodow(t.day) < 6 AND t.day >= first_day() AND t.day >= h.hired_on AND t.day < h.gone_on
ORDER BY t.day, minute, t.key;

CREATE TEMP VIEW made_activities AS
WITH timed AS (
    SELECT rowid AS n, *, kind IN ('call', 'email', 'message') AS remote, remote OR u(key, 'held') < .94 AS held,
        moment(day, minute) AS begins, moment(day, minute + CASE kind WHEN 'email' THEN 6 WHEN 'message' THEN 2
            WHEN 'call' THEN 4 + below(18, key, 'long')
            WHEN 'visit' THEN 30 + below(60, key, 'long') ELSE 25 + below(50, key, 'long') END) AS ends
    FROM touches
)
SELECT 'AC' || (10000001 + key) AS id, kind, CASE WHEN remote AND u(key, 'direction') < .3 THEN 'in' ELSE 'out' END AS direction,
    person_id(person) AS owner_id, customer_id(c) AS customer_id, lead_id(lead) AS lead_id, deal_id(deal) AS deal_id,
    CASE WHEN NOT remote THEN begins END AS scheduled_at, CASE WHEN held THEN begins END AS started_at, CASE
        WHEN held THEN ends END AS ended_at,
    CASE WHEN lead IS NOT NULL OR u(key, 'has due') < .4 THEN moment(day + below(5, key, 'due') - 1, 1020) END AS due_at,
    CASE WHEN held THEN ends END AS done_at,
    CASE WHEN NOT held THEN 'cancelled' WHEN kind = 'call' AND u(key, 'outcome') < .35 THEN 'no answer'
        WHEN u(key, 'outcome') > .85 THEN 'follow up' ELSE 'done' END AS outcome
FROM timed
UNION ALL FROM calls_made
UNION ALL FROM order_visits
UNION ALL FROM planned;
