-- Which days are busy. A calendar has 16384 slots, dealt out to its days as they are busy: a slot drawn evenly is a day drawn
-- by season. Slots are numbered through all calendars, the office's first.


CREATE TEMP TABLE days AS
WITH calendars(calendar, first_slot, months, weekdays) AS (
    VALUES
        -- workplaces in Europe: a quiet summer, a busy autumn, a few orders on Saturdays, none on Sundays
        ('office', 0, [.88, .93, 1.04, 1.0, .98, 1.0, .86, .78, 1.08, 1.14, 1.16, 1.0], [1.05, 1.15, 1.1, 1.05, .85, .12, 0.]),
        ('asia', 16384, [.9, .85, 1.03, 1.0, 1.02, 1.0, .96, .97, 1.02, .98, 1.1, 1.15], [1.05, 1.1, 1.1, 1.05, 1.0, .3, 0.]),
        -- people at home: weekends, gifts
        ('shop', 32768, [.85, .8, .85, .85, .85, .8, .75, .8, .95, 1.05, 1.45, 1.9], [.95, .9, .9, .9, 1.0, 1.2, 1.3])
), weighed AS (
    SELECT calendar, first_slot, day::DATE AS day,
        months[extract(month FROM day)] * weekdays[isodow(day)] * CASE
            WHEN calendar = 'office' AND strftime(day, '%m%d') NOT BETWEEN '0103' AND '1222' THEN .15
            WHEN calendar = 'office' AND strftime(day, '%m%d') IN ('0501', '1003') THEN .1
            WHEN calendar = 'asia' AND strftime(day, '%m%d') BETWEEN '1001' AND '1005' THEN .4
            -- the lunar new year
            WHEN calendar = 'asia' AND (day BETWEEN '2023-01-20' AND '2023-01-27' OR day BETWEEN '2024-02-08' AND '2024-02-15'
                OR day BETWEEN '2025-01-27' AND '2025-02-03') THEN .05
            WHEN calendar = 'shop' AND strftime(day, '%m%d') BETWEEN '1122' AND '1130' THEN 1.8
            WHEN calendar = 'shop' AND strftime(day, '%m%d') > '1221' THEN .5
            ELSE 1 END AS weight
    FROM calendars, generate_series(first_day(), end_day() - 1, INTERVAL 1 DAY) AS d(day)
)
SELECT *, first_slot + floor(16384 * coalesce(sum(weight) OVER before, 0) / sum(weight) OVER (PARTITION BY calendar))::BIGINT AS low
FROM weighed WINDOW before AS (PARTITION BY calendar ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING);

-- the first slot of each day; of the day after the last, the end of the slots
CREATE TEMP TABLE first_slots AS
SELECT calendar, day, low FROM days UNION ALL SELECT DISTINCT calendar, end_day(), first_slot + 16384 FROM days;

CREATE TEMP TABLE slots AS
SELECT unnest(range(f.low, n.low)) AS slot, f.day FROM first_slots f JOIN first_slots n ON n.calendar = f.calendar AND n.day = f.day + 1;
