-- Of the visits that began to pay, those that did not buy.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM visited WHERE checkouts > 0 AND purchases = 0 AND {here}) AS numerator,
        (SELECT count(*) FROM visited WHERE checkouts > 0 AND {here}) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
