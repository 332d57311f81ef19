-- The middle number of hours from a lead to its first touch, of the leads that came in in the period.
SELECT cell.*,
    (SELECT median(hours) FROM answered_in WHERE {here}) AS value,
    (SELECT count(*) FROM asked WHERE NOT touched AND {here}) AS "beside: not yet touched"
FROM cell
