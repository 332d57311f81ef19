-- Customers lost in the period, in percent of those at its start: also those who became one in it.
WITH parts AS (
    SELECT cell.*,
        {lost} AS numerator,
        {had} AS denominator
    FROM cell
)
SELECT parts.*, CASE WHEN {told} THEN percent(numerator, denominator) END AS value FROM parts
