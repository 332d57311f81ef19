-- Revenue of the own time of the quotas whose last day falls in the period, in percent of those quotas.
WITH parts AS (
    SELECT cell.*,
        (SELECT sum(reached) FROM quotas WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop) AS reached,
        (SELECT sum(norm) FROM quotas WHERE {cut} = cell.member AND day >= cell.start AND day < cell.stop) AS norm
    FROM cell
)
SELECT parts.* EXCLUDE (reached, norm), CASE WHEN norm <> 0 THEN 100 * reached::DOUBLE / norm::DOUBLE END AS value FROM parts
