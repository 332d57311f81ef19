-- Each payment with what it adds to the settled part of its invoice, which is never less than 0 nor more than the invoice's amount.
-- Amounts in the reporting currency, at the rates of the day on which the invoice was issued and of the day of the payment.
-- Only invoices that are paid in several parts need their payments in order.
WITH parted AS (
    SELECT _source, invoice_id FROM payments GROUP BY _source, invoice_id HAVING count(*) > 1
), running AS (
    SELECT y._source, y.id, y.invoice_id, y.paid_on, y.amount, y.amount AS until_now, y._file, y._row, y._load
    FROM payments__paid_on AS y
    LEFT JOIN parted AS n ON n._source = y._source AND n.invoice_id = y.invoice_id
    WHERE n.invoice_id IS NULL
    UNION ALL
    SELECT y._source, y.id, y.invoice_id, y.paid_on, y.amount,
           sum(y.amount) OVER (PARTITION BY y._source, y.invoice_id ORDER BY y.paid_on, y.id ROWS UNBOUNDED PRECEDING),
           y._file, y._row, y._load
    FROM payments__paid_on AS y
    JOIN parted AS n ON n._source = y._source AND n.invoice_id = y.invoice_id
)
SELECT i._source, y.id, y.invoice_id, i.customer_id, i.owner_id, i.location_id, i.order_id, i.due_on, y.paid_on,
       greatest(least(y.until_now, i.amount), 0) - greatest(least(y.until_now - y.amount, i.amount), 0) AS settled,
       y._file, y._row, y._load
FROM running AS y
JOIN invoices__issued_on AS i ON i._source = y._source AND i.id = y.invoice_id
WHERE i.due_on IS NOT NULL
