-- What comes from outside or is entered by hand: rates of exchange, figures of competitors, scores of our people.

CREATE TEMP VIEW made_exchange_rates AS
WITH usual(n, currency, euros) AS (
    VALUES (1, 'USD', .92), (2, 'PLN', .2262), (3, 'CNY', .1279), (4, 'VND', .0000371), (5, 'KZT', .00192)
)
SELECT currency, day::DATE AS date,
    round(euros * (1 + .03 * sin(n + (day::DATE - first_day()) / 90) + .004 * gauss(n * 4096 + (day::DATE - first_day()), 'rate')), 8)
        AS rate
FROM usual, generate_series(first_day(), end_day() - 1, INTERVAL 1 DAY) AS d(day) ORDER BY date, n;

CREATE TEMP TABLE rivals AS
FROM (VALUES (1, 'Brewmont', 2600000, 1500), (2, 'Kaffeewerk Nord', 1250000, 640), (3, 'Sao Mai Coffee', 800000, 420),
    (4, 'industry', 41000000, NULL))
    AS r(n, subject, revenue, visits);

-- months of revenue and days of visits, which quarters, years and weeks add up
CREATE TEMP VIEW made_benchmarks AS
WITH months AS (
    SELECT 'revenue' AS metric, r.n, subject, month::DATE AS day,
        round(scale() * revenue * (1 + .06 * (year(month) - year(first_day()))) * CASE WHEN month(month) IN (7, 8) THEN .85
            WHEN month(month) > 9 THEN 1.12 ELSE 1 END
            * exp(.03 * gauss(r.n * 4096 + month(month) + 12 * year(month), 'rival')), -2) AS value
    FROM rivals r, generate_series(first_day(), end_day() - 1, INTERVAL 1 MONTH) AS m(month)
), visited AS (
    SELECT 'visits' AS metric, r.n, subject, day::DATE AS day,
        round(scale() * visits / 7 * (1 + .1 * (year(day) - year(first_day())))
            * exp(.15 * gauss(r.n * 4096 + (day::DATE - first_day()), 'rival visits'))) AS value
    FROM rivals r, generate_series(first_day(), end_day() - 1, INTERVAL 1 DAY) AS d(day) WHERE visits IS NOT NULL
), labelled AS (
    SELECT *, unnest([strftime(day, '%Y-%m'), year(day) || '-Q' || quarter(day), strftime(day, '%Y')]) AS period FROM months
    UNION ALL
    SELECT *, unnest([strftime(day, '%G-W%V'), strftime(day, '%Y-%m'), year(day) || '-Q' || quarter(day), strftime(day, '%Y')]) FROM visited
)
-- a week that is not whole has no figure
SELECT metric, subject, period, sum(value) AS value, CASE WHEN n = 4 THEN 'Trade association' ELSE 'Annual report' END AS origin
FROM labelled GROUP BY metric, n, subject, period HAVING period NOT LIKE '%-W%' OR count(*) = 7 ORDER BY metric, n, period;

CREATE TEMP VIEW made_assessments AS
WITH quarters AS (
    SELECT unnest(generate_series(first_day(), end_day() - 1, INTERVAL 3 MONTH))::DATE AS start
), judged AS (
    SELECT s.person, b.manager, q.start, s.person * 4096 + (q.start - first_day()) AS key, year(start) || '-Q' || quarter(start) AS period,
        1 + below(3, key, 'assigned') AS assigned,
        unnest(['product_knowledge', 'negotiation', 'call_quality', 'training_assigned', 'training_done']) AS kpi
    FROM staff s JOIN seats t USING (seat) LEFT JOIN bosses b USING (seat), quarters q
    WHERE t.role <> 'sales_director' AND s.hired_on <= q.start AND coalesce(s.left_on, end_day()) >= q.start + INTERVAL 3 MONTH
), people AS (
    SELECT person, NULL AS team, manager, key, period, kpi, CASE kpi WHEN 'training_assigned' THEN assigned
        WHEN 'training_done' THEN greatest(0, assigned - CASE WHEN u(key, 'all done') < .7 THEN 0 ELSE 1 + below(2, key, 'not done') END)
        ELSE least(100, greatest(20, round(70 + 9 * gauss(person, kpi) + 5 * gauss(key, kpi)))) END AS value
    FROM judged
), teams AS (
    -- calls of the development team are listened to every month
    SELECT NULL AS person, t.id AS team, NULL AS manager, t.copy * 4096 + (month::DATE - first_day()) AS key, strftime(month, '%Y-%m')
        AS period,
        'call_quality' AS kpi, round(72 + 6 * gauss(t.copy * 4096 + (month::DATE - first_day()), 'team calls')) AS value
    FROM all_teams t, generate_series(first_day(), end_day() - 1, INTERVAL 1 MONTH) AS m(month) WHERE t.base = 'BDR'
)
SELECT 'AS-' || coalesce(person_id(a.person), team) || '-' || period || '-' || kpi AS id, kpi, person_id(a.person) AS person_id, team
    AS team_id, period, value,
    CASE kpi WHEN 'product_knowledge' THEN 'written test' WHEN 'negotiation' THEN 'seen in a negotiation'
        WHEN 'call_quality' THEN 'five calls listened to'
        ELSE 'list of trainings' END AS evidence,
    coalesce(m.name, 'Training desk') AS entered_by
FROM (FROM people UNION ALL FROM teams) a LEFT JOIN staff m ON m.person = a.manager ORDER BY period, id;
