-- Field visits whose customer ordered on the same day.
SELECT a._source, a.id, a.kind AS contact_method, a.done_on, a.owner_id, a.customer_id, a.lead_id, a.deal_id,
       a._file, a._row, a._load
FROM activities AS a
WHERE a.kind = 'visit' AND EXISTS (
    SELECT 1 FROM orders AS o
    WHERE o._source = a._source AND o.customer_id = a.customer_id AND o.ordered_on = a.done_on
      AND o.status IS DISTINCT FROM 'cancelled'
)
