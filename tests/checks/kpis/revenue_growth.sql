-- The period's revenue against that of the period before, in percent of the latter.
WITH pair AS (
    SELECT cell.*,
        coalesce((SELECT sum(amount) FROM sold WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop), 0)
        - coalesce((SELECT sum(amount) FROM given_back WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop), 0) AS now,
        coalesce((SELECT sum(amount) FROM sold WHERE {cut} = cell.member AND day >= cell.before AND day < cell.start), 0)
        - coalesce((SELECT sum(amount) FROM given_back WHERE {cut} = cell.member AND day >= cell.before AND day < cell.start), 0) AS earlier
    FROM cell
)
SELECT pair.* EXCLUDE (now, earlier), CASE WHEN earlier <> 0 THEN 100 * (now - earlier)::DOUBLE / earlier::DOUBLE END AS value FROM pair
