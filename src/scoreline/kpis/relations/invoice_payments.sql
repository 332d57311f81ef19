-- Each payment with what it adds to the settled part of its invoice, which is never less than 0 nor more than the invoice's amount.
-- Amounts in the reporting currency, at the rate of the day on which the invoice was issued, and the money received.
WITH running AS (
    SELECT _source, id, invoice_id, paid_on, amount, _file, _row, _load,
           sum(amount) OVER (PARTITION BY _source, invoice_id ORDER BY paid_on, id ROWS UNBOUNDED PRECEDING) AS until_now
    FROM payments__paid_on
)
SELECT i._source, y.id, y.invoice_id, i.customer_id, i.owner_id, i.location_id, i.order_id, i.due_on, y.paid_on,
       greatest(least(y.until_now, i.amount), 0) - greatest(least(y.until_now - y.amount, i.amount), 0) AS settled,
       y._file, y._row, y._load
FROM running AS y
JOIN invoices__issued_on AS i ON i._source = y._source AND i.id = y.invoice_id
WHERE i.due_on IS NOT NULL
