-- Orders placed in the period and not cancelled.
SELECT cell.*,
    (SELECT coalesce(sum(share), 0) FROM placed WHERE {here}) AS value
FROM cell
