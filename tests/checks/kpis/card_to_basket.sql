-- Of the visits that saw a card, those that put its article into the basket after that.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(DISTINCT visit) FROM cards WHERE basketed AND {here}) AS numerator,
        (SELECT count(DISTINCT visit) FROM cards WHERE {here}) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
