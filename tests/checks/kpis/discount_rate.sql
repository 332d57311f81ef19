-- What was taken off the list value of the lines sold in the period. Lines of which either is unknown are in neither.
WITH parts AS (
    SELECT cell.*,
        coalesce((SELECT sum(discount * share) FROM sold WHERE discount IS NOT NULL AND list_value IS NOT NULL AND {here}), 0) AS numerator,
        coalesce((SELECT sum(list_value * share) FROM sold WHERE discount IS NOT NULL AND list_value IS NOT NULL AND {here}), 0) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
