-- What engines are known to do each in its own way, by a table `sample` of seven odd rows: one query under each heading.

-- count-if of nothing
SELECT word, sum(CASE WHEN flag THEN 1 END) AS yes, CAST(sum(CASE WHEN n > 100 THEN 1 END) AS BIGINT) AS big, count(*) AS n,
    -count(*) AS less
FROM sample GROUP BY word;

-- counts and their negatives
SELECT sum(c) AS c FROM (SELECT count(*) AS c
FROM sample UNION ALL SELECT -count(*) FROM sample) AS x;

-- sums of large whole numbers
SELECT sum(n) AS total, CAST(sum(n) AS BIGINT) AS small, CAST(sum(n / 4) AS DOUBLE) AS half
FROM sample;

-- integer division
SELECT id, n / 2 AS half, money / 3 AS third, n / NULLIF(n - n, 0) AS none FROM sample;

-- places of products
SELECT id, CAST(money AS DECIMAL(38,4)) * part AS p, CAST(CAST(money AS DECIMAL(38,4)) * part AS DECIMAL(18,4)) AS r, CAST(money
    AS DECIMAL(38,4)) * 1.5 AS m
FROM sample;

-- rounding of halves
SELECT id, CAST(part AS DECIMAL(18,4)) AS p, CAST(money AS DECIMAL(18,0)) AS m FROM sample;

-- sums of products
SELECT sum(CAST(money AS DECIMAL(38,4)) * part) AS p, sum(money) AS m FROM sample;

-- least and greatest of nothing
SELECT id, least(day, later) AS l, greatest(n, NULL, 1) AS g, greatest(least(coalesce(money, 0), 5), 0) AS b
FROM sample;

-- days between days
SELECT id, later - day AS d, date_diff('day', day, later) AS e, CAST(day - CAST('1970-01-01' AS DATE) AS INTEGER) AS t
FROM sample;

-- days added
SELECT id, day + 1 AS a, day - 1 AS b, day + CAST(id AS INTEGER) AS c, CAST(day + INTERVAL 6 MONTH AS DATE) AS six
FROM sample;

-- months as numbers
SELECT id, CAST(year(day) * 12 + month(day) - 1 AS INTEGER) AS m FROM sample;

-- seconds with fractions
SELECT id, epoch(seen) AS s, epoch(seen) - epoch(CAST('2024-01-01 00:00:00+00' AS TIMESTAMP WITH TIME ZONE)) AS d
FROM sample;

-- windows without a row
SELECT id, min(one) OVER (ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING) AS a, CAST(sum(one) OVER (ORDER BY id
    ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) AS BIGINT) AS b
FROM (SELECT id, 1 AS one FROM sample) AS s;

-- order of texts
SELECT id, row_number() OVER (ORDER BY word, id) AS up, row_number() OVER (ORDER BY word DESC, id DESC) AS down, min(word) OVER
    (PARTITION BY 1) AS first, word < 'b' AS less
FROM sample;

-- order of empty values
SELECT id, row_number() OVER (ORDER BY n, id) AS up, row_number() OVER (ORDER BY day DESC, id) AS down
FROM sample;

-- pages in order
SELECT word AS w, id FROM sample ORDER BY w DESC, id LIMIT 3 OFFSET 1;

-- before the first and after the last
SELECT id, lag(n) OVER (ORDER BY id) AS b, lead(day) OVER (ORDER BY id) AS a, lag(id) OVER (ORDER BY id) AS i
FROM sample;

-- joined to nothing
SELECT a.id, b.id AS other, b.n, b.flag, b.day, b.money IS NULL AS alone
FROM sample AS a LEFT JOIN sample AS b ON b.n = a.n + 7;

-- texts and nothing
SELECT id, word || ' ' || id AS pipe, concat(word, ' ', id) AS all, id || day AS dated FROM sample;

-- nothing among conditions
SELECT id FROM sample WHERE word IS DISTINCT FROM 'apple' AND NOT (flag IS NOT DISTINCT FROM TRUE);

-- letters with marks
SELECT id, lower(word) AS l, upper(word) AS u FROM sample WHERE NOT word LIKE '%ß%';

-- quotes and backslashes
SELECT id FROM sample WHERE word = 'it''s 50% \ "so"' OR word LIKE '%\%';

-- unions with gaps
SELECT id AS a, NULL AS b, NULL AS c FROM sample UNION ALL SELECT id, day, n FROM sample;

-- different rows
SELECT flag FROM sample UNION SELECT flag FROM sample;

-- rows that exist
SELECT a.id
FROM sample AS a WHERE EXISTS (SELECT 1 FROM sample AS b WHERE b.n = a.n AND b.id <> '1') AND NOT EXISTS (SELECT 1 FROM sample AS
    c WHERE c.id = a.id AND c.flag);

-- ranges joined
SELECT a.id, b.id AS within
FROM sample AS a JOIN sample AS b ON b.day >= a.day AND b.day < a.later AND a.id <> b.id;

-- no rows
SELECT id, n, money, day, seen, flag FROM sample WHERE 1 = 0;

-- sums of no rows
SELECT sum(n) AS n, sum(money) AS m, max(day) AS d, count(id) AS c FROM sample WHERE 1 = 0;

-- columns left out and replaced
SELECT * EXCLUDE (word, seen) REPLACE (n + 1 AS n) FROM sample;

-- medians and percentiles
SELECT flag, median(money) AS m, quantile_cont(n, 0.75) AS p, median(part) AS q FROM sample WHERE id <> '1' GROUP BY flag;
