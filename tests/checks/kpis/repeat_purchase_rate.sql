-- Of the period's buyers, those who had ordered twice, ever, by its end.
WITH second AS (
    SELECT customer, day AS second_day FROM ordered WHERE customer IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY customer ORDER BY ordered_at, order_id) = 2
),
parts AS (
    SELECT cell.*,
        (SELECT count(DISTINCT customer) FROM by_record.placed NATURAL JOIN second WHERE second_day < cell.stop AND {here}) AS numerator,
        {buyers} AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
