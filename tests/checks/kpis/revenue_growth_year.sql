-- The period's revenue against that of the same period a year before, in percent of the latter.
WITH pair AS (
    SELECT cell.*,
        coalesce((SELECT sum(amount) FROM sold WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop), 0)
        - coalesce((SELECT sum(amount) FROM given_back WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop), 0) AS now,
        coalesce((SELECT sum(amount) FROM sold WHERE {cut} = cell.member AND day >= cell.year_start AND day < cell.year_stop), 0)
        - coalesce((SELECT sum(amount) FROM given_back WHERE {cut} = cell.member AND day >= cell.year_start AND day < cell.year_stop), 0)
            AS year_ago
    FROM cell
)
SELECT pair.* EXCLUDE (now, year_ago), CASE WHEN year_ago <> 0 THEN 100 * (now - year_ago)::DOUBLE / year_ago::DOUBLE END AS value FROM pair
