-- Deals open at the period's end: each one's amount by the chance of its stage, as stage, amount and owner stood on the last day.
WITH ends AS (SELECT DISTINCT stop FROM cell),
standing AS (
    SELECT d.*, e.stop AS until,
        (SELECT arg_max(s.stage_id, s.entered_at) FROM deal_stages s
         WHERE s._source = d._source AND s.deal_id = d.deal_id AND s.entered_on < e.stop) AS stage_then,
        coalesce((SELECT arg_max(c.amount, c.changed_at) FROM deal_changes c
         WHERE c._source = d._source AND c.deal_id = d.deal_id AND c.changed_on < e.stop AND c.amount IS NOT NULL), d.amount) AS amount_then,
        coalesce((SELECT arg_max(c.owner_id, c.changed_at) FROM deal_changes c
         WHERE c._source = d._source AND c.deal_id = d.deal_id AND c.changed_on < e.stop AND c.owner_id IS NOT NULL), d.owner_id) AS owner_then
    FROM pitched d JOIN ends e ON d.opened_on < e.stop AND (d.closed_on IS NULL OR d.closed_on >= e.stop)
),
weighed AS (
    SELECT n.*, n.amount_then * g.probability AS weighted, person, team, team_region, team_company
    FROM standing n
    JOIN stages g ON g._source = n._source AND g.id = n.stage_then
    LEFT JOIN staff s ON s._source = n._source AND s.person_id = n.owner_then
    LEFT JOIN places p ON p._source = n._source AND p.person_id = n.owner_then AND p.day = n.until - 1
)
SELECT cell.*, coalesce((SELECT sum(weighted) FROM weighed WHERE until = cell.stop AND {cut} = cell.member), 0) AS value
FROM cell
