-- Activities done with customers who were one before: their first day lies before that of the activity.
WITH known AS (
    SELECT _source, customer_id, min(first_on) AS first_on FROM customer_spans GROUP BY _source, customer_id
)
SELECT a._source, a.id, a.kind, a.owner_id, a.customer_id, a.lead_id, a.deal_id, a.done_on, k.first_on, a._file, a._row, a._load
FROM activities AS a
JOIN known AS k ON k._source = a._source AND k.customer_id = a.customer_id
WHERE a.done_on > k.first_on
