-- The middle length, in minutes, of the visits begun in the period. Visits of unknown length are left out.
SELECT cell.*,
    (SELECT median(minutes) FROM visited WHERE {here}) AS value
FROM cell
