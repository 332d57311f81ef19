-- Visits begun in the period that saw the article's card (any article's, where none is asked for).
SELECT cell.*,
    (SELECT count(DISTINCT visit) FROM cards WHERE {here}) AS value
FROM cell
