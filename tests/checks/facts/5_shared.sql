-- Orders and deals with the people credited with them, and `share`, how much of each is theirs. Run three times: for cuts by
-- person, for cuts by team, and for all others; order_holders and deal_holders say who they are. See cells.py.

CREATE TABLE placed AS
SELECT o.*, h.share, s.person, p.team, p.team_region, p.team_company
FROM ordered o JOIN order_holders h ON h._source = o._source AND h.order_id = o.order_id
LEFT JOIN staff s ON s._source = o._source AND s.person_id = h.person_id
LEFT JOIN places p ON p._source = o._source AND p.person_id = h.person_id AND p.day = o.day;

CREATE TABLE sold AS
SELECT w.* EXCLUDE (_source, order_id), o.* FROM line_worth w JOIN placed o ON o._source = w._source AND o.order_id = w.order_id;

-- A refund belongs to whoever its order belongs to, in the team of the refund's day.
CREATE TABLE given_back AS
SELECT r.amount, r.product, r.category, o.* EXCLUDE (day, team, team_region, team_company), r.refunded_on AS day,
    p.team, p.team_region, p.team_company
FROM refund_worth r JOIN placed o ON o._source = r._source AND o.order_id = r.order_id
LEFT JOIN places p ON key(p._source, p.person_id) = o.person AND p.day = r.refunded_on;

CREATE VIEW first_orders AS
SELECT o.*, f.channel, f.campaign FROM placed o JOIN firsts f ON f._source = o._source AND f.order_id = o.order_id;

CREATE TABLE opened AS
SELECT d.*, d.opened_on AS day, h.share, s.person, p.team, p.team_region, p.team_company
FROM pitched d JOIN deal_holders h ON h._source = d._source AND h.deal_id = d.deal_id
LEFT JOIN staff s ON s._source = d._source AND s.person_id = h.person_id
LEFT JOIN places p ON p._source = d._source AND p.person_id = h.person_id AND p.day = d.opened_on
WHERE d.opened_on IS NOT NULL;

CREATE TABLE decided AS
SELECT d.*, d.closed_on AS day, h.share, s.person, p.team, p.team_region, p.team_company
FROM pitched d JOIN deal_holders h ON h._source = d._source AND h.deal_id = d.deal_id
LEFT JOIN staff s ON s._source = d._source AND s.person_id = h.person_id
LEFT JOIN places p ON p._source = d._source AND p.person_id = h.person_id AND p.day = d.closed_on
WHERE d.closed_on IS NOT NULL AND d.outcome IN ('won', 'lost');

-- People's revenue quotas, with the revenue of their own time, dated on their last day.
CREATE TABLE quotas AS
WITH ended AS (
    SELECT _source, member_id, key(_source, member_id) AS person, valid_from, valid_to, valid_to - 1 AS day, norm
    FROM levels WHERE member_kind = 'person' AND kpi = 'revenue' AND is_quota AND valid_to IS NOT NULL
)
SELECT q.*, team, team_region, team_company,
    coalesce((SELECT sum(amount * share) FROM sold WHERE sold.person = q.person AND sold.day >= q.valid_from AND sold.day < q.valid_to), 0)
    - coalesce((SELECT sum(amount * share) FROM given_back r WHERE r.person = q.person AND r.day >= q.valid_from AND r.day < q.valid_to), 0)
        AS reached
FROM ended q LEFT JOIN places p ON p._source = q._source AND p.person_id = q.member_id AND p.day = q.day;
