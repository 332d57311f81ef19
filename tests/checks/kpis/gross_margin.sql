-- Revenue of the period, less what the units sold in it cost. Nothing is known of the cost of some; refunds bring none back.
SELECT cell.*,
    coalesce((SELECT sum(amount * share) FROM sold WHERE {here}), 0)
    - coalesce((SELECT sum(amount * share) FROM given_back WHERE {here}), 0)
    - coalesce((SELECT sum(cost * share) FROM sold WHERE {here}), 0) AS value,
    (SELECT coalesce(sum(share), 0) FROM sold WHERE cost IS NULL AND {here}) AS "beside: lines without cost"
FROM cell
