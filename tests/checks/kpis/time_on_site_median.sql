-- The middle length, in minutes, of the visits begun in the period. Visits of unknown length are left out.
SELECT cell.*,
    (SELECT median(minutes) FROM visited WHERE {here}) AS value,
    (SELECT count(*) FROM visited WHERE minutes IS NULL AND {here}) AS "beside: length not known"
FROM cell
