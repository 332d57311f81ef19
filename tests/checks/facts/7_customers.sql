-- Who is a customer, and when: on the start of a day, whoever's stay has begun before it and not ended before it.

CREATE TABLE stays AS
WITH bought AS (
    -- by orders: each makes one a customer from the next day on, for customer_days days
    SELECT DISTINCT _source, customer, day AS first_day, day + customer_days() AS last_day FROM ordered WHERE customer IS NOT NULL
),
signed AS (
    -- by contracts: a customer on the start of every day after a day inside one
    SELECT c._source, b.customer, c.valid_from AS first_day, coalesce(c.valid_to, DATE '9999-01-01') AS last_day
    FROM contracts c JOIN buyers b ON b._source = c._source AND b.customer_id = c.customer_id
),
pieces AS (SELECT * FROM bought WHERE customer_meaning() = 'activity' UNION ALL SELECT * FROM signed WHERE customer_meaning() = 'contract'),
marked AS (
    SELECT *, first_day > max(last_day) OVER (
        PARTITION BY customer ORDER BY first_day, last_day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS starts
    FROM pieces
),
numbered AS (SELECT *, sum(CASE WHEN starts THEN 1 ELSE 0 END) OVER (PARTITION BY customer ORDER BY first_day, last_day) AS stay FROM marked)
SELECT _source, customer, stay, min(first_day) AS first_day, max(last_day) AS last_day FROM numbered GROUP BY ALL;

-- When the acquaintance began.
CREATE VIEW acquaintance AS SELECT customer, min(first_day) AS since FROM stays GROUP BY ALL;

CREATE TABLE known_touches AS
SELECT t.*, a.since FROM touched t JOIN acquaintance a ON a.customer = t.customer WHERE a.since < t.day;
