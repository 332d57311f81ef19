-- Of the quotes sent in the period, the share whose deal was won on that day or later, whenever.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM quoted WHERE won_since AND {here}) AS numerator,
        (SELECT count(*) FROM quoted WHERE {here}) AS denominator,
        (SELECT count(*) FROM quoted WHERE still_open AND {here}) AS "beside: still open"
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
