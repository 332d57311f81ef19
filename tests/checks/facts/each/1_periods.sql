-- What stands at the ends (and starts) of the periods asked about. Run again whenever other periods are.

CREATE OR REPLACE TABLE ends AS SELECT DISTINCT stop AS until FROM cell;

-- Deals open at an end, each with the stage, amount and owner of its last day.
CREATE OR REPLACE TABLE open_then AS
SELECT d.* EXCLUDE (amount), e.until, g.probability,
    coalesce((SELECT arg_max(c.amount, c.changed_at) FROM deal_changes c
     WHERE c._source = d._source AND c.deal_id = d.deal_id AND c.changed_on < e.until AND c.amount IS NOT NULL), d.amount) AS amount,
    coalesce((SELECT arg_max(c.owner_id, c.changed_at) FROM deal_changes c
     WHERE c._source = d._source AND c.deal_id = d.deal_id AND c.changed_on < e.until AND c.owner_id IS NOT NULL), d.owner_id) AS owner_then,
    EXISTS (FROM activity_facts t WHERE t._source = d._source AND t.deal_id = d.deal_id AND t.scheduled_on >= e.until) AS has_next
FROM pitched d JOIN ends e ON d.opened_on < e.until AND (d.closed_on IS NULL OR d.closed_on >= e.until)
LEFT JOIN stages g ON g._source = d._source AND g.id = (
    SELECT arg_max(s.stage_id, s.entered_at) FROM deal_stages s
    WHERE s._source = d._source AND s.deal_id = d.deal_id AND s.entered_on < e.until
);

-- What is still owed at an end, of each bill, by its owner's team of the last day.
CREATE OR REPLACE TABLE owed AS
WITH left_over AS (SELECT e.until, b.* EXCLUDE (amount, day), sum(b.amount) AS amount FROM balance b JOIN ends e ON b.day < e.until GROUP BY ALL)
SELECT b.*, s.person, p.team, p.team_region, p.team_company
FROM left_over b
LEFT JOIN staff s ON s._source = b._source AND s.person_id = b.held_by
LEFT JOIN places p ON p._source = b._source AND p.person_id = b.held_by AND p.day = b.until - 1;

-- Every customer on the start of every day that matters: of a period, of the day after its end, and of the day after becoming one.
-- Whose they are: of who looks after them, else of the owner of their last order before. At a period's end that is asked of its last
-- day; of those who become one, the owner of the day after, in the team of the day itself.
CREATE OR REPLACE TABLE customers_then AS
WITH wanted AS (
    SELECT DISTINCT y._source, y.customer, 'start' AS moment, cell.start AS as_of, cell.start AS owned_on, cell.start AS placed_on
    FROM stays y, (SELECT DISTINCT start FROM cell) AS cell
    UNION ALL SELECT DISTINCT y._source, y.customer, 'end', e.until, e.until - 1, e.until - 1 FROM stays y, ends e
    UNION ALL SELECT _source, customer, 'arrival', first_day + 1, first_day + 1, first_day FROM stays
),
held AS (
    SELECT a.*, coalesce(
        (SELECT arg_max(key(w._source, w.person_id), w.valid_from) FROM ownerships w
         WHERE w.kind = 'customer' AND key(w._source, w.record_id) = a.customer AND w.valid_from <= a.owned_on
         AND (w.valid_to IS NULL OR a.owned_on < w.valid_to)),
        (SELECT arg_max(coalesce(key(o._source, o.owner_id), ''), row(o.ordered_at, o.order_id)) FROM ordered o
         WHERE o.customer = a.customer AND o.day < a.as_of)
    ) AS holder
    FROM wanted a
)
SELECT h.customer, h.moment, h.as_of, s.person, p.team, p.team_region, p.team_company, b.segment, b.industry, b.country,
    EXISTS (FROM stays y WHERE y.customer = h.customer AND y.first_day < h.as_of AND h.as_of <= y.last_day) AS is_one,
    (h.as_of - k.since) / 30.4375 AS months
FROM held h
JOIN buyers b ON b.customer = h.customer
JOIN acquaintance k ON k.customer = h.customer
LEFT JOIN staff s ON s.person = h.holder
LEFT JOIN places p ON key(p._source, p.person_id) = h.holder AND p.day = h.placed_on;

-- Those who are customers; those who come back; and those who leave: of a period's start, and of their arrival where that is later.
CREATE OR REPLACE VIEW customers_at_start AS SELECT * FROM customers_then WHERE is_one AND moment = 'start';
CREATE OR REPLACE VIEW customers_at_end AS SELECT * FROM customers_then WHERE is_one AND moment = 'end';
CREATE OR REPLACE VIEW arrived AS
SELECT y.stay, y.first_day, y.last_day, c.* FROM stays y JOIN customers_then c ON c.customer = y.customer AND c.as_of = y.first_day + 1
WHERE c.moment = 'arrival';
CREATE OR REPLACE VIEW came_back AS SELECT first_day AS day, * FROM arrived WHERE stay > 0;
CREATE OR REPLACE VIEW left_us AS
SELECT y.last_day AS day, c.* FROM stays y JOIN customers_then c ON c.customer = y.customer AND y.first_day < c.as_of
WHERE c.moment = 'start';
CREATE OR REPLACE VIEW passed_by AS SELECT last_day AS day, * FROM arrived;
