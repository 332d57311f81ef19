-- A quarterly revenue quota for each seller with a portfolio: what the seat sold in the same quarter a year ago and over the last four, and a bit more.

CREATE TEMP TABLE seat_quarters AS
WITH sums AS (SELECT "order", sum(quantity * unit_cents - discount_cents) AS cents FROM lines GROUP BY "order")
SELECT h.seat, date_trunc('quarter', o.day)::DATE AS quarter, sum(s.cents)::DOUBLE AS cents
FROM orders o JOIN sums s ON s."order" = o.rowid JOIN owners w ON w.c = o.c AND o.day >= w.since AND o.day < w.until
JOIN client_seats h ON h.c = o.c AND o.day >= h.since AND o.day < h.until
WHERE o.status <> 'cancelled' AND o.person IS NOT NULL GROUP BY ALL;

CREATE TEMP TABLE season AS
SELECT quarter(quarter) AS q, sum(cents) / (sum(sum(cents)) OVER () / 4) AS share FROM seat_quarters GROUP BY ALL;

CREATE TEMP TABLE quotas AS
WITH history AS (
    SELECT s.seat, q.quarter::DATE AS quarter, avg(p.cents / p.share) FILTER (WHERE p.quarter < q.quarter AND p.quarter >= q.quarter - INTERVAL 12 MONTH) AS past_year,
        avg(p.cents / p.share) FILTER (WHERE p.quarter < DATE '2024-01-01') AS first_year
    FROM (SELECT DISTINCT seat FROM seat_quarters) s, generate_series(first_day(), end_day() - 1, INTERVAL 3 MONTH) AS q(quarter)
    JOIN (SELECT seat, quarter, cents, share FROM seat_quarters JOIN season ON q = quarter(quarter)) p ON p.seat = s.seat GROUP BY ALL
)
SELECT f.person, h.quarter, (h.quarter + INTERVAL 3 MONTH)::DATE AS until, share,
    greatest(2000, round(coalesce(CASE WHEN h.quarter >= DATE '2024-01-01' THEN past_year END, first_year * (.95 + .25 * u(h.seat, 'first plan')))
        * 1.03 * share / 100 / 500) * 500)::BIGINT AS norm
FROM history h JOIN season n ON n.q = quarter(h.quarter) JOIN staff f ON f.seat = h.seat
JOIN seats s ON s.seat = h.seat AND s.role NOT IN ('sales_manager', 'business_development_rep')
WHERE f.hired_on <= h.quarter AND coalesce(f.left_on, end_day()) >= h.quarter + INTERVAL 3 MONTH AND coalesce(past_year, first_year) > 0;

CREATE TEMP VIEW made_levels AS
SELECT 'person' AS member_kind, person_id(person) AS member_id, 'revenue' AS kpi, quarter AS valid_from, until AS valid_to, norm * 0.6 AS base, norm, norm * 1.2 AS target, true AS is_quota
FROM quotas ORDER BY quarter, person;
