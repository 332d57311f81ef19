-- The period's revenue against that of the same period a year before, in percent of the latter.
WITH earlier AS (SELECT member, label, {revenue} AS denominator FROM (SELECT * REPLACE (year_start AS start, year_stop AS stop) FROM cell) AS cell),
parts AS (SELECT cell.*, {revenue} - denominator AS numerator, denominator FROM cell NATURAL JOIN earlier)
SELECT parts.*, percent(numerator, denominator) AS value FROM parts
