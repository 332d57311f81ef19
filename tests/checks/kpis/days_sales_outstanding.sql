-- What is owed at the period's end, as so many days of the period's revenue.
WITH parts AS (
    SELECT cell.*,
        coalesce((SELECT sum(amount) FROM owed WHERE until = cell.stop AND {cut} = cell.member), 0) * (cell.stop - cell.start) AS numerator,
        {revenue} AS denominator
    FROM cell
)
SELECT parts.*, ratio(numerator, denominator) AS value FROM parts
