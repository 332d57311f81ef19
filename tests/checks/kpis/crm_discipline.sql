-- Of the deals open at the period's end, those with something planned for later.
WITH parts AS (
    SELECT cell.*,
        (SELECT coalesce(sum(share), 0) FROM open_deals WHERE has_next AND until = cell.stop AND {cut} = cell.member) AS numerator,
        (SELECT coalesce(sum(share), 0) FROM open_deals WHERE until = cell.stop AND {cut} = cell.member) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
