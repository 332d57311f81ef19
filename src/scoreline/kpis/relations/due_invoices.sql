-- Each invoice on its due day, with what was paid on it before the end of the period that the day falls in, at most its amount.
SELECT p.p, i._source, i.id, i.customer_id, i.owner_id, i.location_id, i.order_id, i.due_on, i.currency, i.amount,
       greatest(least(coalesce(sum(y.amount), 0), i.amount), 0) AS paid, i._file, i._row, i._load
FROM invoices AS i
JOIN periods AS p ON i.due_on >= p.start_on AND i.due_on < p.end_on
LEFT JOIN payments AS y ON y._source = i._source AND y.invoice_id = i.id AND y.paid_on < p.end_on
GROUP BY p.p, i._source, i.id, i.customer_id, i.owner_id, i.location_id, i.order_id, i.due_on, i.currency, i.amount, i._file, i._row, i._load
