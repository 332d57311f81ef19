-- The middle number of hours from a lead to its first touch, of the leads that came in in the period.
SELECT cell.*,
    (SELECT median(hours) FROM answered_in WHERE {here}) AS value
FROM cell
