-- Of the people whose revenue quotas ended in the period, the share who reached them: all of a person's together, where the last ended.
WITH spans AS (SELECT DISTINCT start, stop FROM cell),
together AS (
    SELECT s.start, s.stop, q.person, sum(q.reached) AS reached, sum(q.norm) AS norm,
        arg_max(coalesce(q.team, ''), row(q.day, q.valid_from)) AS team, arg_max(coalesce(q.team_region, ''), row(q.day, q.valid_from)) AS team_region,
        arg_max(coalesce(q.team_company, ''), row(q.day, q.valid_from)) AS team_company
    FROM quotas q JOIN spans s ON q.day >= s.start AND q.day < s.stop GROUP BY ALL
),
parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM together t WHERE t.start = cell.start AND t.stop = cell.stop AND reached >= norm AND {cut} = cell.member) AS numerator,
        (SELECT count(*) FROM together t WHERE t.start = cell.start AND t.stop = cell.stop AND {cut} = cell.member) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
