-- A revenue quota a quarter for each seller with a portfolio: what the seat sold in the four quarters before, and a little more.

CREATE TEMP TABLE seat_quarters AS
WITH sums AS (
    SELECT "order", sum(quantity * unit_cents - discount_cents) AS cents FROM lines GROUP BY "order"
)
SELECT h.seat, date_trunc('quarter', o.day)::DATE AS quarter, coalesce(sum(s.cents) FILTER (WHERE o.kept), 0)::DOUBLE AS cents,
    sum(s.cents)::DOUBLE AS all_cents
FROM orders o JOIN sums s ON s."order" = o.rowid JOIN client_seats h ON h.c = o.c AND o.day >= h.since AND o.day < h.until
WHERE o.status <> 'cancelled' AND o.person IS NOT NULL GROUP BY ALL;

-- how a quarter of the year stands to a usual one
CREATE TEMP TABLE seasons AS
SELECT quarter(quarter) AS of_year, sum(all_cents) / (sum(sum(all_cents)) OVER () / 4) AS share FROM seat_quarters GROUP BY ALL;

CREATE TEMP TABLE quotas AS
WITH quarters AS (
    SELECT unnest(generate_series(first_day(), end_day() - 1, INTERVAL 3 MONTH))::DATE AS start
), sold AS (
    SELECT q.seat, q.quarter, q.cents / s.share AS usual FROM seat_quarters q JOIN seasons s ON s.of_year = quarter(q.quarter)
), history AS (
    -- nothing lies before the first year: its quotas are what it came to, more or less
    SELECT seat, start, CASE WHEN start >= first_day() + INTERVAL 1 YEAR
        THEN avg(usual) FILTER (WHERE quarter < start AND quarter >= start - INTERVAL 1 YEAR)
        ELSE avg(usual) FILTER (WHERE quarter < first_day() + INTERVAL 1 YEAR) * (.95 + .25 * u(seat, 'first plan')) END AS usual
    FROM sold, quarters GROUP BY seat, start
)
SELECT f.person, start, (start + INTERVAL 3 MONTH)::DATE AS until,
    CASE WHEN planted('high_quota') AND t.parent_id = high_quota_region() AND year(start) = high_quota_year() THEN high_quota_factor()
        ELSE 1 END AS factor,
    greatest(2000, round(usual * share * 1.03 * factor / 100 / 500) * 500)::BIGINT AS norm
FROM history h JOIN seasons n ON n.of_year = quarter(start) JOIN staff f ON f.seat = h.seat
JOIN seats s ON s.seat = h.seat AND s.role NOT IN ('sales_manager', 'business_development_rep')
JOIN all_teams t ON t.id = s.team
WHERE f.hired_on <= start AND coalesce(f.left_on, end_day()) >= start + INTERVAL 3 MONTH AND usual > 0;

CREATE TEMP VIEW made_levels AS
SELECT 'person' AS member_kind, person_id(person) AS member_id, 'revenue' AS kpi, start AS valid_from, until AS valid_to,
    norm * 0.6 AS base, norm, norm * 1.2 AS target, true AS is_quota
FROM quotas ORDER BY start, person;
