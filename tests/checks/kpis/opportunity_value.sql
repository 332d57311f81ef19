-- What the deals opened in the period are worth, as known today.
SELECT cell.*,
    coalesce((SELECT sum(amount * share) FROM opened WHERE {here}), 0) AS value
FROM cell
