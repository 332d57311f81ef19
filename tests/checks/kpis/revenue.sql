-- What the lines of the period's orders come to, less what was given back in the period.
SELECT cell.*,
    coalesce((SELECT sum(amount * share) FROM sold WHERE {here}), 0)
    - coalesce((SELECT sum(amount * share) FROM given_back WHERE {here}), 0) AS value
FROM cell
