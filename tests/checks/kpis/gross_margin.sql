-- Revenue of the period, less what the units sold in it cost. Nothing is known of the cost of some; refunds bring none back.
SELECT cell.*,
    {revenue} - {cost} AS value,
    (SELECT coalesce(sum(share), 0) FROM sold WHERE cost IS NULL AND {here}) AS "beside: lines without cost"
FROM cell
