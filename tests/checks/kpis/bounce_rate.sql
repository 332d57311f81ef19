-- Of the visits begun in the period, those that saw one page and did nothing.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(*) FROM visited WHERE pages = 1 AND events = 0 AND {here}) AS numerator,
        (SELECT count(*) FROM visited WHERE {here}) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
