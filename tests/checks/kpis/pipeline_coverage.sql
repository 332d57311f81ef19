-- Deals open at the period's end, at their amounts of that day, against what is still missing to the revenue quotas that run then.
WITH parts AS (
    SELECT cell.*,
        coalesce((SELECT sum(amount * share) FROM open_deals WHERE until = cell.stop AND {cut} = cell.member), 0) AS numerator,
        (SELECT sum(amount) FROM missing WHERE until = cell.stop AND {cut} = cell.member) AS denominator
    FROM cell
)
SELECT parts.*, ratio(numerator, denominator) AS value FROM parts
