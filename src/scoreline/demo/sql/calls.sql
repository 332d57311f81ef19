-- Calls on leads: how many there are goes with whether a lead becomes a sale. Visits that end in an order. And what is planned
-- beyond the last day.

-- how many leads have so many calls, and how likely a sale is with them beside the usual: the truth is where it stops to rise
CREATE TEMP TABLE call_counts AS
WITH shape AS (
    SELECT n, share, [.25, .5, .8, 1.15, 1.55, 2., 2.45, 2.9][1 + CASE WHEN planted('fifth_call') THEN least(n, fifth_call_calls())
        ELSE n END] AS pays
    FROM (VALUES (0, .1), (1, .16), (2, .2), (3, .19), (4, .15), (5, .1), (6, .06), (7, .04)) AS s(n, share)
), base AS (
    SELECT avg(coalesce(d.won, false)::INTEGER) AS rate FROM leads l LEFT JOIN deals d ON d.rowid = l.deal
), parts AS (
    SELECT true AS won, n, share * pays / sum(share * pays) OVER () AS part FROM shape
    UNION ALL
    SELECT false, n, share * (1 - rate * pays / usual) / (1 - rate) FROM (SELECT *, sum(share * pays) OVER () AS usual FROM shape), base
)
SELECT won, n, coalesce(sum(part) OVER (before ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS low,
    CASE WHEN n = 7 THEN 2 ELSE sum(part) OVER before END AS high
FROM parts WINDOW before AS (PARTITION BY won ORDER BY n);

-- leads are dealt out to the counts in shares that are as exact as whole leads allow
CREATE TEMP TABLE lead_calls AS
WITH ranked AS (
    SELECT l.rowid AS lead, l.key, l.c, l.day AS asked_on, l.minute AS asked_at, l.person, coalesce(d.won, false) AS won,
        least(l.day + 21, coalesce(d.closed - 1, end_day() - 1), end_day() - 1) AS until,
        (row_number() OVER (PARTITION BY won ORDER BY u(l.key, 'calls'), l.key) - .5) / count(*) OVER (PARTITION BY won) AS place
    FROM leads l LEFT JOIN deals d ON d.rowid = l.deal
), spread AS (
    SELECT r.*, s.n AS calls, unnest(range(s.n)) AS n FROM ranked r JOIN call_counts s ON s.won = r.won AND r.place >= s.low
        AND r.place < s.high
), dated AS (
    SELECT *, (lead * 16 + n) * 4 + 3 AS call_key,
        greatest(asked_on, back_to_weekday(asked_on + floor((until - asked_on + 1) * (n + .9 * u(call_key,
            'call day')) / calls)::INTEGER)) AS day
    FROM spread
)
-- by whoever looks after the lead; the manager, while that person is away or has left
SELECT d.call_key AS key, d.lead, d.c, d.n, d.day,
    CASE WHEN a.day IS NULL AND d.day < coalesce(s.left_on, end_day()) THEN d.person ELSE b.manager END AS caller,
    CASE WHEN d.day = asked_on THEN greatest(asked_at + 10 + 12 * d.n, 450 + below(490, call_key, 'minute'))
        ELSE 450 + below(490, call_key, 'minute') END AS minute
FROM dated d JOIN staff s USING (person) LEFT JOIN bosses b ON b.seat = s.seat LEFT JOIN away a ON a.person = d.person AND a.day = d.day;

CREATE TEMP VIEW calls_made AS
SELECT 'LC' || (100001 + lead) || '-' || (n + 1) AS id, 'call' AS kind, 'out' AS direction, person_id(caller) AS owner_id,
    customer_id(c) AS customer_id,
    lead_id(lead) AS lead_id, NULL AS deal_id, NULL::TIMESTAMPTZ AS scheduled_at, moment(t.day, minute) AS started_at,
    moment(t.day, minute + 2 + below(12, key, 'long')) AS ended_at, moment(t.day + below(4, key, 'due') - 1, 1020) AS due_at,
    moment(t.day, minute + 2 + below(12, key, 'long')) AS done_at, CASE WHEN u(key, 'reached') < .35 THEN 'no answer'
        ELSE 'done' END AS outcome
FROM lead_calls t JOIN staff s ON s.person = t.caller ANTI JOIN away a ON a.person = t.caller AND a.day = t.day
WHERE t.day >= s.hired_on AND t.day < coalesce(s.left_on, end_day()) ORDER BY lead, n;

-- what a customer orders in the field is mostly ordered on a visit
CREATE TEMP VIEW order_visits AS
SELECT 'VO' || (1000001 + o.rowid) AS id, 'visit' AS kind, 'out' AS direction, person_id(o.person) AS owner_id,
    customer_id(o.c) AS customer_id, NULL AS lead_id, NULL AS deal_id, moment(o.day, minute - 30) AS scheduled_at,
    moment(o.day, minute - 30) AS started_at, moment(o.day, minute + 5) AS ended_at, NULL::TIMESTAMPTZ AS due_at,
    moment(o.day, minute + 5) AS done_at, 'order' AS outcome
FROM orders o ANTI JOIN away a ON a.person = o.person AND a.day = o.day
WHERE kept AND way = 'field' AND deal IS NULL AND person IS NOT NULL AND isodow(o.day) < 6 AND u(o.key, 'was visited') < .8
    ORDER BY o.rowid;

-- for six open deals in ten something is planned; for some of the others a call has been due and not made
CREATE TEMP VIEW planned AS
WITH ahead AS (
    SELECT d.rowid AS deal, *, u(key, 'planned') AS draw, back_to_weekday(end_day() + 2 + below(25, key, 'planned for')) AS day
    FROM deals d WHERE closed IS NULL AND NOT gone
)
SELECT 'PL' || (100001 + deal) AS id, CASE WHEN draw < .6 THEN pick(['meeting', 'meeting', 'visit', 'demo'], key, 'plan')
    ELSE 'call' END AS kind,
    'out' AS direction, person_id(coalesce(taken_by, person)) AS owner_id, customer_id(c) AS customer_id, NULL AS lead_id,
        deal_id(deal) AS deal_id,
    CASE WHEN draw < .6 THEN moment(day, 540 + below(360, key, 'planned at') - 60 * hours) END AS scheduled_at,
        NULL::TIMESTAMPTZ AS started_at,
    NULL::TIMESTAMPTZ AS ended_at,
    CASE WHEN draw >= .6 THEN moment(greatest(opened + 1, (end_day() - 1 - below(30, key, 'missed'))::DATE), 1020) END AS due_at,
    NULL::TIMESTAMPTZ AS done_at, 'planned' AS outcome
FROM ahead WHERE draw < .85 ORDER BY deal;
