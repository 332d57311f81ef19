-- The time, in milliseconds, within which three pages of four were there.
SELECT cell.*,
    (SELECT quantile_cont(load_ms, 0.75) FROM viewed WHERE {here}) AS value
FROM cell
