-- Of the customers won in the period, those who came by referral.
WITH parts AS (
    SELECT cell.*,
        (SELECT coalesce(sum(share), 0) FROM first_orders WHERE lower(channel) = 'referral' AND {here}) AS numerator,
        {won} AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
