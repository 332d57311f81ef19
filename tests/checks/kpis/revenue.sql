-- What the lines of the period's orders come to, less what was given back in the period.
SELECT cell.*,
    {revenue} AS value
FROM cell
