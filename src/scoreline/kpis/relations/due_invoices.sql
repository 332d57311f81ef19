-- Each invoice that has a due day, its amount in the reporting currency at the rate of the day on which it was issued.
SELECT _source, id, customer_id, owner_id, location_id, order_id, issued_on, due_on, amount, _file, _row, _load
FROM invoices__issued_on
WHERE due_on IS NOT NULL
