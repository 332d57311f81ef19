-- Of the visits that saw the page, those whose last page it was.
WITH parts AS (
    SELECT cell.*,
        (SELECT count(DISTINCT visit) FROM viewed WHERE last AND {cut} = cell.member AND visit_day >= cell.start AND visit_day < cell.stop) AS numerator,
        (SELECT count(DISTINCT visit) FROM viewed WHERE {cut} = cell.member AND visit_day >= cell.start AND visit_day < cell.stop) AS denominator
    FROM cell
)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
