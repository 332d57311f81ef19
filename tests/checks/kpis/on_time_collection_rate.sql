-- Of what fell due in the period, the share received by the day it was due; of a bill, never more than its amount.
WITH parts AS (
    SELECT cell.*,
        (SELECT sum(paid_in_time) FROM billed WHERE {here}) AS numerator,
        (SELECT sum(amount) FROM billed WHERE {here}) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
