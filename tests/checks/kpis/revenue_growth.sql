-- The period's revenue against that of the period before, in percent of the latter.
WITH pair AS (
    SELECT cell.*,
        coalesce((SELECT sum(amount * share) FROM sold WHERE {here}), 0)
        - coalesce((SELECT sum(amount * share) FROM given_back WHERE {here}), 0) AS now,
        coalesce((SELECT sum(amount * share) FROM sold WHERE {cut} = cell.member AND day >= cell.before AND day < cell.start), 0)
        - coalesce((SELECT sum(amount * share) FROM given_back WHERE {cut} = cell.member AND day >= cell.before AND day < cell.start), 0)
            AS denominator
    FROM cell
),
parts AS (SELECT pair.* EXCLUDE (now), now - denominator AS numerator FROM pair)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
