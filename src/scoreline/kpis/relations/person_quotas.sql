-- People's revenue quotas with an end, once for each way in which their revenue is credited (see person_revenue). A quota that began
-- before the first day that the order lines cover is left out: its revenue is not known.
SELECT q._source, q.member_id || ' ' || CAST(q.valid_from AS TEXT) AS id, w.credit, q.member_id AS owner_id, q.valid_from, q.valid_to, q.norm,
       q._file, q._row, q._load
FROM levels AS q
CROSS JOIN (
    SELECT 'owner' AS credit UNION ALL SELECT 'shares' UNION ALL SELECT 'all'
) AS w
WHERE q.is_quota AND q.member_kind = 'person' AND q.kpi = 'revenue' AND q.valid_to IS NOT NULL
  AND q.valid_from >= CAST(:first_day AS DATE)
  AND (w.credit <> 'all' OR EXISTS (
      SELECT 1 FROM credits AS c
      WHERE c._source = q._source AND c.person_id = q.member_id AND c.kind = 'overlay' AND c.order_id IS NOT NULL
  ))
