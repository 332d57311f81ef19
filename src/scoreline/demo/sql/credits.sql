-- Credits: some large deals, and the orders that come of them, are shared with colleagues of the team; on a few the manager is
-- credited beside. A few orders without a deal are shared too.

CREATE TEMP TABLE shared AS
SELECT 'deal' AS kind, rowid AS n, key, coalesce(taken_by, person) AS person, coalesce(closed, end_day() - 1) AS day,
    u(key, 'shared') < .09 AS shares, u(key, 'overlaid') < .06 AS overlaid
FROM deals WHERE NOT gone AND segment IN ('Enterprise', 'Mid-market', 'Reseller')
UNION ALL
SELECT 'order', rowid, key, person, day, u(key, 'shared') < .006, false
FROM orders WHERE kept AND deal IS NULL AND person IS NOT NULL AND segment IN ('Enterprise', 'Mid-market', 'Reseller');

CREATE TEMP TABLE colleagues AS
SELECT p.team, p.role, s.person, greatest(s.hired_on, p.since) AS since, least(coalesce(s.left_on, p.until), p.until) AS until
FROM staff s JOIN places p USING (seat);

-- one colleague who was in the same team that day, or two
CREATE TEMP TABLE helped AS
SELECT s.kind, s.n, s.key, s.person, arg_min(o.person, u(s.key * 1000 + o.person, 'helps'), 2) AS helpers
FROM shared s JOIN colleagues m ON m.person = s.person AND s.day >= m.since AND s.day < m.until
JOIN colleagues o ON o.team = m.team AND o.person <> s.person AND s.day >= o.since AND s.day < o.until
WHERE s.shares GROUP BY ALL;

CREATE TEMP TABLE credited AS
WITH parts AS (
    SELECT kind, n, key, person, helpers, len(helpers) = 2 AND u(key, 'three share') < .2 AS three FROM helped
), people AS (
    SELECT kind, n, 0 AS place, person, 'share' AS of, CASE WHEN three THEN .5
        ELSE pick([.5, .6, .7, .75], key, 'own share') END AS share FROM parts
    UNION ALL
    SELECT kind, n, 1, helpers[1], 'share', CASE WHEN three THEN .3 ELSE 1 - pick([.5, .6, .7, .75], key, 'own share') END FROM parts
    UNION ALL SELECT kind, n, 2, helpers[2], 'share', .2 FROM parts WHERE three
    UNION ALL
    SELECT s.kind, s.n, 3, m.person, 'overlay', pick([.25, .5, 1.], s.key, 'overlay')
    FROM shared s JOIN colleagues c ON c.person = s.person AND s.day >= c.since AND s.day < c.until
    JOIN colleagues m ON m.team = c.team AND m.role = 'sales_manager' AND m.person <> s.person AND s.day >= m.since AND s.day < m.until
    WHERE s.overlaid
)
FROM people
UNION ALL
SELECT 'order', o.rowid, p.place, p.person, p.of, p.share FROM people p JOIN orders o ON p.kind = 'deal' AND o.deal = p.n WHERE o.kept;

CREATE TEMP VIEW made_credits AS
SELECT 'CR-' || coalesce(deal_id(d), order_id(o)) || '-' || (place + 1) AS id, deal_id(d) AS deal_id, order_id(o) AS order_id,
    person_id(person) AS person_id, of AS kind, share
FROM (SELECT *, CASE WHEN kind = 'deal' THEN n END AS d, CASE WHEN kind = 'order' THEN n END AS o FROM credited) ORDER BY kind, n, place;
