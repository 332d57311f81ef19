-- Meetings planned for the period, held or not.
SELECT cell.*,
    (SELECT count(*) FROM planned WHERE kind = 'meeting' AND {here}) AS value
FROM cell
