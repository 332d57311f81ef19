-- What sellers do: touches on deals, care for customers, and the work on leads. On weekdays, by whoever is there that day.

CREATE TEMP TABLE touches AS
WITH on_deals AS (
    SELECT (d.rowid * 32 + n) * 4 AS key, d.c, d.rowid AS deal, NULL::BIGINT AS lead, d.hours,
        back_to_weekday(opened + floor((least(coalesce(closed, end_day()), opened + 120) - opened) * u((d.rowid * 32 + n) * 4, 'touch day'))::INTEGER) AS day,
        CASE WHEN taken_by IS NOT NULL AND day >= left_on THEN taken_by ELSE person END AS person
    FROM deals d JOIN (SELECT person, diligence FROM staff) s USING (person), range(24) AS t(n) WHERE n < about(s.diligence * CASE segment WHEN 'Enterprise' THEN 8 WHEN 'Mid-market' THEN 6 ELSE 4.5 END, d.key, 'touches')
), cared AS (
    SELECT b.*, k.calendar, k.hours, about(least(250, CASE segment WHEN 'Enterprise' THEN 22 WHEN 'Mid-market' THEN 12 WHEN 'Reseller' THEN 16 ELSE 7 END * (b.until - b.since) / 365), b.c, 'care') AS care
    FROM buyers b JOIN clients k USING (c) WHERE segment <> 'Consumer'
), on_customers AS (
    SELECT a.key, a.c, NULL::BIGINT AS deal, NULL::BIGINT AS lead, a.hours, s.day, o.person
    FROM (SELECT *, (c * 256 + n) * 4 + 1 AS key FROM cared, range(256) AS t(n) WHERE n < care) a
    JOIN first_slots f ON f.calendar = a.calendar AND f.day = a.since JOIN first_slots t ON t.calendar = a.calendar AND t.day = a.until
    JOIN slots s ON s.calendar = a.calendar AND s.slot = least(16383, f.low + below(greatest(1, t.low - f.low), key, 'care day'))
    JOIN owners o ON o.c = a.c AND s.day >= o.since AND s.day < o.until JOIN staff w ON w.person = o.person
    WHERE u(a.key, 'done at all') < w.diligence / 1.5
), on_leads AS (
    SELECT (l.rowid * 16 + n) * 4 + 2 AS key, l.c, NULL::BIGINT AS deal, l.rowid AS lead, 0 AS hours,
        back_to_weekday(l.day + CASE WHEN n = 0 THEN below(3, l.key, 'answered') ELSE 1 + floor(expo((l.rowid * 16 + n) * 4 + 2, 'lead touch') * 7)::INTEGER END::INTEGER) AS day, l.person
    FROM leads l JOIN staff s USING (person), range(12) AS t(n) WHERE n < about(s.diligence * 3.2, l.key, 'lead touches') AND day >= l.day
), roles AS (
    -- calls, emails, meetings, visits, demos in a hundred
    SELECT role, list_concat(list_resize(['call'], calls, 'call'), list_resize(['email'], emails, 'email'), list_resize(['meeting'], meetings, 'meeting'),
        list_resize(['visit'], visits, 'visit'), list_resize(['demo'], 100 - calls - emails - meetings - visits, 'demo')) AS kinds
    FROM (VALUES ('account_executive', 34, 30, 16, 10), ('field_rep', 22, 16, 8, 42), ('key_account_manager', 22, 26, 28, 18), ('channel_rep', 32, 32, 18, 14),
        ('business_development_rep', 56, 36, 5, 1), ('online_store_manager', 20, 70, 8, 1), ('sales_manager', 28, 28, 28, 12), ('sales_director', 25, 30, 35, 10)) AS r(role, calls, emails, meetings, visits)
)
SELECT t.key, t.c, t.deal, t.lead, t.day, t.person, t.hours, pick(r.kinds, t.key, 'kind') AS kind, 450 + below(490, t.key, 'minute') - 60 * hours AS minute
FROM (FROM on_deals UNION ALL FROM on_customers UNION ALL FROM on_leads) t
JOIN staff s ON s.person = t.person JOIN seats ON seats.seat = s.seat JOIN roles r ON r.role = seats.role
LEFT JOIN away a ON a.person = t.person AND a.day = t.day
WHERE a.day IS NULL AND isodow(t.day) < 6 AND t.day >= first_day() AND t.day < end_day() AND t.day >= s.hired_on AND (s.left_on IS NULL OR t.day < s.left_on)
ORDER BY t.day, minute, t.key;

CREATE TEMP VIEW made_activities AS
SELECT format('AC{:07d}', rowid + 1) AS id, kind, CASE WHEN kind IN ('call', 'email') AND u(key, 'direction') < .3 THEN 'in' ELSE 'out' END AS direction,
    format('P{:03d}', person) AS owner_id, CASE WHEN c IS NOT NULL THEN format('C{:05d}', c + 1) END AS customer_id,
    CASE WHEN lead IS NOT NULL THEN format('LD{:06d}', lead + 1) END AS lead_id, CASE WHEN deal IS NOT NULL THEN format('D{:06d}', deal + 1) END AS deal_id,
    CASE WHEN kind NOT IN ('call', 'email') THEN moment(day, minute) END AS scheduled_at, CASE WHEN held THEN moment(day, minute) END AS started_at,
    CASE WHEN held THEN moment(day, minute + length) END AS ended_at,
    CASE WHEN lead IS NOT NULL OR u(key, 'has due') < .4 THEN moment(day, 1020) + to_days(below(5, key, 'due') - 1) END AS due_at,
    CASE WHEN held THEN moment(day, minute + length) END AS done_at,
    CASE WHEN NOT held THEN 'cancelled' WHEN kind = 'call' AND u(key, 'outcome') < .35 THEN 'no answer' WHEN u(key, 'outcome') > .85 THEN 'follow up' ELSE 'done' END AS outcome
FROM (SELECT rowid, *, kind IN ('call', 'email') OR u(key, 'held') < .94 AS held,
    CASE kind WHEN 'email' THEN 6 WHEN 'call' THEN 4 + below(18, key, 'long') WHEN 'visit' THEN 30 + below(60, key, 'long') ELSE 25 + below(50, key, 'long') END AS length FROM touches) ORDER BY rowid;
