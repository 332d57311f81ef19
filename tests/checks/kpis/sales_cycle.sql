-- The middle number of days from opening to winning, of the deals won in the period. Never shared: a deal is one.
SELECT cell.*,
    (SELECT quantile_cont(closed_on - opened_on, 0.5) FROM by_record.decided
     WHERE outcome = 'won' AND opened_on IS NOT NULL AND {here}) AS value
FROM cell
