-- Deals opened in the period.
SELECT cell.*,
    (SELECT coalesce(sum(share), 0) FROM opened WHERE {here}) AS value
FROM cell
