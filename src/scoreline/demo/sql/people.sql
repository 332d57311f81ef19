-- Teams, the seats in them, who holds each seat when, and who is away.

CREATE TEMP MACRO copies() AS greatest(1, round(sqrt(scale())))::BIGINT;

-- a larger company has its teams several times over
CREATE TEMP TABLE all_teams AS
SELECT id AS base, copy, name || CASE WHEN copy > 0 THEN ' ' || (copy + 1) ELSE '' END AS name, parent_id, kind,
    id || CASE WHEN copy > 0 THEN '-' || (copy + 1) ELSE '' END AS id
FROM team_list, range(CASE WHEN kind = 'team' THEN copies() ELSE 1 END) AS c(copy) ORDER BY copy, place;

CREATE TEMP TABLE seats AS
SELECT row_number() OVER (ORDER BY t.copy, r.place, n) AS seat, t.id AS team, t.base, t.copy, r.role, n AS nth
FROM roster r JOIN all_teams t ON t.base = r.team, range(r.seats) AS s(n);

CREATE TEMP TABLE seat_cultures AS
SELECT seat, coalesce(m.culture, CASE WHEN base = 'ASIA' THEN 'vi' WHEN base = 'EAST' THEN 'pl'
    WHEN base IN ('BDR', 'PAR') THEN pick(['de', 'pl', 'vi', 'ru', 'zh'], seat, 'culture') ELSE 'de' END) AS culture
FROM seats LEFT JOIN markets m ON m.team = base;

-- those who hold a seat one after another: some seats are new, some people leave and are replaced
CREATE TEMP TABLE holders AS
WITH fates AS (
    SELECT seat, role IN ('sales_director', 'sales_manager', 'online_store_manager') AS stays,
        NOT stays AND u(seat, 'is new') < .13 AS is_new,
        NOT stays AND NOT is_new AND u(seat, 'leaves') < .27 AS leaves,
        DATE '2023-05-02' + below(800, seat, 'leaves when') AS leaves_on
    FROM seats
), spans AS (
    SELECT seat, 0 AS turn, CASE WHEN leaves THEN leaves_on END AS left_on,
        date_trunc('month', CASE WHEN is_new THEN DATE '2023-03-15' + below(760, seat, 'new when')
            ELSE DATE '2013-01-01' + below(3400, seat, 'hired when') END)::DATE AS hired_on
    FROM fates
    UNION ALL
    SELECT seat, 1, NULL, (date_trunc('month', leaves_on + 15 + below(70, seat, 'replaced when')) + INTERVAL 1 MONTH)::DATE
    FROM fates WHERE leaves
)
SELECT row_number() OVER (ORDER BY hired_on, seat, turn) AS person, * FROM spans;

CREATE TEMP MACRO spelt_out(name) AS replace(replace(replace(replace(name, 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ß', 'ss');

-- no two people have the same name: a culture's pairs of names are gone through in steps that meet each once
CREATE TEMP TABLE named AS
WITH numbered AS (
    SELECT person, k.culture, f.words AS family, f.latin AS family_latin, g.words AS given, g.latin AS given_latin,
        (row_number() OVER (PARTITION BY k.culture ORDER BY person) * 337 + below(1000, 0, 'names')) % (len(family) * len(given)) AS pair
    FROM holders JOIN seat_cultures k USING (seat)
    JOIN pools f ON f.pool = 'family' AND f.culture = k.culture
    JOIN pools g ON g.pool = 'given' AND g.culture = k.culture
), put AS (
    SELECT person, culture, given[1 + pair % len(given)] AS g, family[1 + pair // len(given)] AS f,
        given_latin[1 + pair % len(given)] || '.' || family_latin[1 + pair // len(given)] AS plain
    FROM numbered
)
SELECT person, full_name(culture, g, f) AS name,
    translate(strip_accents(spelt_out(lower(plain))), 'łđ ', 'ld') AS mailbox
FROM put;

CREATE TEMP TABLE staff AS
SELECT person, person_id(person) AS id, name, seat, hired_on, left_on,
    mailbox || CASE WHEN row_number() OVER (PARTITION BY mailbox ORDER BY person) > 1 THEN person::VARCHAR ELSE '' END
        || '@haldenroth.example' AS email,
    -- what makes one seller differ from another
    greatest(.76, least(1.28, exp(.15 * gauss(person, 'wins')))) AS wins, exp(.14 * gauss(person, 'pace')) AS pace,
    greatest(.6, least(1.5, exp(.18 * gauss(person, 'diligence')))) AS diligence
FROM holders JOIN named USING (person);

-- where a seat stands: most stay, some move to another team or role
CREATE TEMP TABLE places AS
WITH moved AS (
    SELECT s.seat, m.on_day, m.to_team, m.to_role FROM moves m JOIN seats s
    ON s.copy = 0 AND s.base = m.team AND s.role = m.role AND s.nth = m.nth
)
SELECT seat, team, role, DATE '1900-01-01' AS since, coalesce(on_day, DATE '9999-12-31') AS until
FROM seats LEFT JOIN moved USING (seat)
UNION ALL SELECT seat, to_team, to_role, on_day, DATE '9999-12-31' FROM moved;

CREATE TEMP TABLE bosses AS
SELECT s.seat, h.person AS manager
FROM seats s JOIN seats b ON b.team = s.team AND b.role = 'sales_manager' JOIN holders h ON h.seat = b.seat;

-- who answers for a seat on which days; while it stands empty, the team's manager does
CREATE TEMP TABLE cover AS
SELECT seat, person, hired_on AS since, coalesce(left_on, DATE '9999-12-31') AS until FROM holders
UNION ALL
SELECT h.seat, b.manager, DATE '2022-12-01', h.hired_on FROM holders h JOIN bosses b USING (seat)
WHERE h.turn = 0 AND h.hired_on > DATE '2022-12-01'
UNION ALL
SELECT h.seat, b.manager, h.left_on, coalesce(n.hired_on, DATE '9999-12-31') FROM holders h JOIN bosses b USING (seat)
LEFT JOIN holders n ON n.seat = h.seat AND n.turn = h.turn + 1 WHERE h.left_on IS NOT NULL;

CREATE TEMP TABLE leaves AS
WITH kinds(kind, month, spread, shortest, spare, chance, working) AS (
    VALUES ('summer', 6, 75, 9, 9, .95, false), ('winter', 12, 18, 3, 6, .6, false), ('spring', 3, 70, 3, 6, .6, false),
        ('sick', 1, 350, 1, 6, .7, false), ('training', 2, 300, 2, 2, .5, true), ('parental', 1, 240, 70, 60, .012, false)
), drawn AS (
    SELECT person, hired_on, left_on, y, kind, working, (person * 100 + y - 2000) * 10 + month AS key, k.*
    FROM staff, range(2023, 2026) AS years(y), kinds k
)
SELECT person, kind, working, make_date(y, month, 1) + below(spread, key, kind || ' from') AS since,
    since + (shortest + below(spare, key, kind || ' days'))::INTEGER AS until
FROM drawn WHERE u(key, kind) < chance AND since >= hired_on AND until <= coalesce(left_on, end_day());

CREATE TEMP TABLE away AS
SELECT DISTINCT person, unnest(generate_series(since, until - 1, INTERVAL 1 DAY))::DATE AS day FROM leaves WHERE NOT working;

CREATE TEMP VIEW made_teams AS SELECT id, name, parent_id, kind FROM all_teams;
CREATE TEMP VIEW made_people AS SELECT id, name, email, hired_on, left_on FROM staff ORDER BY person;
CREATE TEMP VIEW made_memberships AS
SELECT s.id AS person_id, p.team AS team_id, p.role, greatest(s.hired_on, p.since) AS valid_from,
    nullif(least(coalesce(s.left_on, p.until), p.until), DATE '9999-12-31') AS valid_to
FROM staff s JOIN places p USING (seat) WHERE greatest(s.hired_on, p.since) < least(coalesce(s.left_on, p.until), p.until)
ORDER BY s.person, 4;
CREATE TEMP VIEW made_absences AS
SELECT format('AB{:05d}', row_number() OVER (ORDER BY since, person, kind)) AS id, person_id(person) AS person_id,
    since AS "from", until AS "to", working AS counts_as_working FROM leaves ORDER BY 1;
