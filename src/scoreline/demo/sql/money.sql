-- Bills for business customers, what is paid on them and when, and refunds. People at home pay when they order.

CREATE TEMP TABLE bills AS
WITH sums AS (
    SELECT "order", sum(quantity * unit_cents - discount_cents)::BIGINT AS cents FROM lines GROUP BY "order"
), billed AS (
    SELECT s."order", s.cents, o.c, o.day + 1 + below(4, s."order", 'billed') AS issued, issued + g.terms AS due, u(o.c, 'payer') AS payer
    FROM sums s JOIN orders o ON o.rowid = s."order" JOIN segments g USING (segment) WHERE o.status = 'complete'
        AND o.segment <> 'Consumer' AND o.kept
)
SELECT "order", cents, c, issued, due,
    -- one customer in eight is a late payer; a few bills are never paid
    CASE WHEN u("order", 'unpaid') < CASE WHEN payer > .88 THEN .05 ELSE .004 END THEN NULL
        WHEN payer < .3 THEN greatest(issued + 1, due - 1 - below(9, "order", 'early'))
        WHEN payer < .88 THEN due - 3 + floor(expo("order", 'usual') * 4.5)::INTEGER
        ELSE due + 6 + floor(expo("order", 'late') * 26)::INTEGER END AS paid,
    CASE WHEN u("order", 'in two') < .05 THEN 30 + below(40, "order", 'first part') ELSE 100 END AS first_percent
FROM billed WHERE issued < end_day() ORDER BY "order";

CREATE TEMP TABLE returned AS
WITH sold AS (
    SELECT "order", n, quantity * unit_cents - discount_cents AS cents, "order" * 16 + n AS key FROM lines
)
SELECT s.*, o.day + 4 + floor(expo(s.key, 'returned') * 12)::INTEGER AS day
FROM sold s JOIN orders o ON o.rowid = s."order" WHERE u(s.key, 'returned') < .011 AND o.status = 'complete' AND o.deal IS NULL AND o.kept;

CREATE TEMP VIEW made_invoices AS
SELECT invoice_id("order") AS id, customer_id(c) AS customer_id, order_id("order") AS order_id, moment(issued, 720) AS issued_at,
    moment(due, 720) AS due_at, 0.01 * cents AS amount, 'EUR' AS currency FROM bills ORDER BY "order";
CREATE TEMP VIEW made_payments AS
WITH parts AS (
    SELECT "order", part, paid + CASE part WHEN 1 THEN 0 ELSE 12 + below(40, "order", 'second part') END AS day,
        CASE part WHEN 1 THEN cents * first_percent // 100 ELSE cents - cents * first_percent // 100 END AS part_cents
    FROM bills, range(1, 3) AS p(part) WHERE part = 1 OR first_percent < 100
)
SELECT invoice_id("order") || '-P' || part AS id, invoice_id("order") AS invoice_id, moment(day, 600) AS paid_at,
    0.01 * part_cents AS amount, 'EUR' AS currency FROM parts WHERE day < end_day() AND part_cents > 0 ORDER BY "order", part;
CREATE TEMP VIEW made_refunds AS
SELECT 'RF' || (1000001 + "order") || '-' || (n + 1) AS id, order_id("order") AS order_id, line_id("order", n) AS order_line_id,
    moment(day, 660) AS refunded_at, 0.01 * (cents * pick([100, 100, 50, 30], key, 'part returned') // 100) AS amount, 'EUR' AS currency
FROM returned WHERE day < end_day()
UNION ALL
SELECT 'RT' || (1000001 + "order") || '-' || (n + 1), till_id("order"), till_id("order") || '-' || (n + 1), moment(back_on, 660),
    0.01 * ((quantity * unit_cents - discount_cents) // quantity), currency
FROM till_returns WHERE back_on < end_day();
