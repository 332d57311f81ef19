-- The same of open deals and running quotas, by the people credited. Run three times, as 5_shared.sql is.

CREATE OR REPLACE TABLE open_deals AS
SELECT d.*, h.share, s.person, p.team, p.team_region, p.team_company
FROM open_then d
JOIN open_holders h ON h._source = d._source AND h.deal_id = d.deal_id AND h.until = d.until
LEFT JOIN staff s ON s._source = d._source AND s.person_id = h.person_id
LEFT JOIN places p ON p._source = d._source AND p.person_id = h.person_id AND p.day = d.until - 1;

-- What is still missing to people's revenue quotas that run at an end.
CREATE OR REPLACE TABLE missing AS
WITH running AS (
    SELECT l._source, l.member_id, key(l._source, l.member_id) AS person, l.valid_from, e.until, l.norm
    FROM levels l JOIN ends e ON l.valid_from < e.until AND e.until <= l.valid_to
    WHERE l.member_kind = 'person' AND l.kpi = 'revenue' AND l.is_quota
),
got AS (
    SELECT q.*,
        coalesce((SELECT sum(amount * share) FROM sold WHERE sold.person = q.person AND sold.day >= q.valid_from AND sold.day < q.until), 0)
        - coalesce((SELECT sum(amount * share) FROM given_back r WHERE r.person = q.person AND r.day >= q.valid_from AND r.day < q.until), 0)
            AS reached
    FROM running q
)
SELECT g.until, g.person, greatest(0, g.norm - g.reached) AS amount, p.team, p.team_region, p.team_company
FROM got g LEFT JOIN places p ON p._source = g._source AND p.person_id = g.member_id AND p.day = g.until - 1;
