-- Deals open at the period's end: each one's amount by the chance of its stage, as stage, amount and owner stood on the last day.
SELECT cell.*,
    coalesce((SELECT sum(amount * probability * share) FROM open_deals WHERE until = cell.stop AND {cut} = cell.member), 0) AS value
FROM cell
