-- Of the baskets of the period, those left behind.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM baskets WHERE abandoned AND {here}) AS numerator,
        (SELECT count(*) FROM baskets WHERE {here}) AS denominator,
        (SELECT count(*) FROM baskets WHERE abandoned AND started_at >= covered_until() - to_hours(basket_hours()) AND {here}) AS "beside: still open"
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
