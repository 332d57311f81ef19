-- Different visitors who began a visit in the period.
SELECT cell.*,
    (SELECT count(DISTINCT visitor) FROM visited WHERE {here}) AS value
FROM cell
