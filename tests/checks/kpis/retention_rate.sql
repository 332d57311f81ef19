-- Customers at the start less those lost plus those won back, in percent of those at the start.
-- On the start of a day, a customer is who ordered in the customer_days before it; unknown where the data does not reach back so far.
WITH bought AS (SELECT DISTINCT _source, customer, day FROM placed WHERE customer IS NOT NULL),
lost AS (
    SELECT customer, day + customer_days() AS day FROM bought b
    WHERE NOT EXISTS (FROM bought n WHERE n.customer = b.customer AND n.day > b.day AND n.day <= b.day + customer_days())
),
back AS (
    SELECT _source, customer, day FROM bought b
    WHERE EXISTS (FROM bought e WHERE e.customer = b.customer AND e.day < b.day)
    AND NOT EXISTS (FROM bought e WHERE e.customer = b.customer AND e.day < b.day AND e.day >= b.day - customer_days())
),
-- Whose a customer is: at the start of a period, and on the day after being won back.
asked_for AS (
    SELECT DISTINCT b._source, b.customer, cell.start AS as_of FROM (SELECT DISTINCT _source, customer FROM bought) b, cell
    UNION SELECT _source, customer, day + 1 FROM back
),
held AS (
    SELECT a.customer, a.as_of, coalesce(
        (SELECT arg_max(key(w._source, w.person_id), w.valid_from) FROM ownerships w
         WHERE w.kind = 'customer' AND key(w._source, w.record_id) = a.customer AND w.valid_from <= a.as_of
         AND (w.valid_to IS NULL OR a.as_of < w.valid_to)),
        (SELECT arg_max(coalesce(o.person, ''), row(o.ordered_at, o.order_id)) FROM placed o WHERE o.customer = a.customer AND o.day < a.as_of)
    ) AS owner
    FROM asked_for a
),
whose AS (
    SELECT h.customer, h.as_of, s.person, p.team, p.team_region, p.team_company, b.segment, b.industry, b.country
    FROM held h
    JOIN buyers b ON b.customer = h.customer
    LEFT JOIN staff s ON s.person = h.owner
    LEFT JOIN places p ON key(p._source, p.person_id) = h.owner AND p.day = h.as_of
),
at_start AS (
    SELECT w.* FROM whose w
    WHERE EXISTS (FROM bought b WHERE b.customer = w.customer AND b.day < w.as_of AND b.day >= w.as_of - customer_days())
),
gone AS (SELECT l.day, w.* FROM lost l JOIN whose w ON w.customer = l.customer),
returned AS (SELECT r.day, w.* FROM back r JOIN whose w ON w.customer = r.customer AND w.as_of = r.day + 1),
parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM at_start WHERE {cut} = cell.member AND as_of = cell.start) AS had,
        (SELECT count(*) FROM gone WHERE {cut} = cell.member AND as_of = cell.start AND day >= cell.start AND day < cell.stop) AS lost,
        (SELECT count(*) FROM returned WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop) AS won_back
    FROM cell
)
SELECT parts.* EXCLUDE (had, lost, won_back),
    CASE WHEN had > 0 AND start - customer_days() >= covered_from() THEN 100.0::DOUBLE * (had - lost + won_back) / had END AS value
FROM parts
