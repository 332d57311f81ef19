-- What customers answer: after an order how satisfied they are, how easy it was in the shop, and would they recommend us.

CREATE TEMP VIEW made_surveys AS
WITH asked AS (
    SELECT o.rowid AS "order", o.key, o.c, o.day + 4 + below(12, o.key, 'asked') AS day, o.market, o.way, k.hours, o.region,
        unnest(['csat', 'ces', 'nps']) AS kind
    FROM orders o JOIN clients k USING (c) WHERE o.kept AND o.status = 'complete'
), answered AS (
    SELECT a.*, w.person,
        -- each customer, seller and market has its own mood; those who leave are unhappy before
        .8 * gauss(a.c, 'mood') + .3 * gauss(coalesce(w.person, 0), 'liked') + 2 * (pace_of(a.market, a.day) - 1)
            - CASE WHEN l.c IS NULL THEN 0 ELSE 1.2 END + gauss(a.key, a.kind) AS mood
    FROM asked a LEFT JOIN owners w ON w.c = a.c AND a.day >= w.since AND a.day < w.until LEFT JOIN leavers l ON l.c = a.c
    WHERE a.day < end_day() AND u(a.key, a.kind || ' answered') < CASE a.kind WHEN 'csat' THEN .04 WHEN 'nps' THEN .03
        ELSE CASE WHEN a.way = 'online' THEN .08 ELSE 0 END END
), scored AS (
    -- in the first half year satisfaction was asked on the old scale of ten
    SELECT *, kind = 'csat' AND day < first_day() + 181 AS old, CASE WHEN kind = 'nps' THEN 0 ELSE 1 END AS low,
        CASE WHEN kind = 'nps' OR old THEN 10 WHEN kind = 'csat' THEN 5 ELSE 7 END AS high
    FROM answered
)
SELECT 'SV' || kind || '-' || ("order" + 1) AS id, kind, customer_id(c) AS customer_id, person_id(person) AS owner_id,
    CASE WHEN way = 'online' THEN CASE region WHEN 'ASIA' THEN 'L-WEB-AS' ELSE 'L-WEB-EU' END
        WHEN way = 'store' THEN 'L-' || market || '-S' ELSE 'L-' || market || '-F' END AS location_id,
    moment(day, 560 + below(400, key, kind || ' minute') - 60 * hours) AS responded_at,
    least(high, greatest(low, round(low + (high - low) * (.78 + .16 * mood)))) AS score, low AS scale_min, high AS scale_max,
    CASE WHEN u(key, kind || ' says') < .2 THEN CASE WHEN mood > .3 THEN 'Always again.' WHEN mood < -1 THEN 'Too slow, too dear.'
        ELSE 'Fine.' END END
        AS comment
FROM scored ORDER BY day, "order", kind;
