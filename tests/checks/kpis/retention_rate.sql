-- Customers at the start less those lost plus those won back, in percent of those at the start.
-- Unknown where the data does not reach back far enough to tell who was a customer at the start.
WITH parts AS (
    SELECT cell.*,
        {had} - {lost} + {won_back} AS numerator,
        {had} AS denominator
    FROM cell
)
SELECT parts.*, CASE WHEN {told} THEN percent(numerator, denominator) END AS value FROM parts
