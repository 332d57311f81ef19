-- Each time in which an open deal stood in one stage, with one amount and one owner: entered_on up to, not including, left_on.
-- A deal whose stage history is not kept is known only as it stands on the last day that the data covers.
WITH moments AS (
    SELECT _source, deal_id, entered_on AS day FROM deal_stages
    UNION
    SELECT c._source, c.deal_id, c.changed_on FROM deal_changes AS c
    WHERE EXISTS (SELECT 1 FROM deal_stages AS s WHERE s._source = c._source AND s.deal_id = c.deal_id)
), ranges AS (
    SELECT _source, deal_id, day AS entered_on,
           lead(day) OVER (PARTITION BY _source, deal_id ORDER BY day) AS left_on
    FROM moments
), stage_ranges AS (
    SELECT _source, deal_id, stage_id, entered_on,
           lead(entered_on) OVER (PARTITION BY _source, deal_id ORDER BY entered_on) AS left_on
    FROM (
        SELECT s._source, s.deal_id, s.stage_id, s.entered_on,
               row_number() OVER (
                   PARTITION BY s._source, s.deal_id, s.entered_on ORDER BY s.entered_at DESC, g.position DESC, s.stage_id DESC
               ) AS place
        FROM deal_stages AS s LEFT JOIN stages AS g ON g._source = s._source AND g.id = s.stage_id
    ) AS last_of_day
    WHERE place = 1
), changes AS (
    SELECT _source, deal_id, changed_at, changed_on, 'amount' AS what, amount, NULL AS owner_id
    FROM deal_changes WHERE amount IS NOT NULL
    UNION ALL
    SELECT _source, deal_id, changed_at, changed_on, 'owner', NULL, owner_id
    FROM deal_changes WHERE owner_id IS NOT NULL
), change_ranges AS (
    SELECT _source, deal_id, what, amount, owner_id, changed_on,
           lead(changed_on) OVER (PARTITION BY _source, deal_id, what ORDER BY changed_on) AS left_on
    FROM (
        SELECT _source, deal_id, what, amount, owner_id, changed_on,
               row_number() OVER (PARTITION BY _source, deal_id, what, changed_on ORDER BY changed_at DESC) AS place
        FROM changes
    ) AS last_of_day
    WHERE place = 1
), spans AS (
    SELECT r._source, r.deal_id, s.stage_id, r.entered_on, r.left_on, c.amount, w.owner_id
    FROM ranges AS r
    JOIN stage_ranges AS s ON s._source = r._source AND s.deal_id = r.deal_id
        AND s.entered_on <= r.entered_on AND (s.left_on IS NULL OR s.left_on > r.entered_on)
    LEFT JOIN change_ranges AS c ON c.what = 'amount' AND c._source = r._source AND c.deal_id = r.deal_id
        AND c.changed_on <= r.entered_on AND (c.left_on IS NULL OR c.left_on > r.entered_on)
    LEFT JOIN change_ranges AS w ON w.what = 'owner' AND w._source = r._source AND w.deal_id = r.deal_id
        AND w.changed_on <= r.entered_on AND (w.left_on IS NULL OR w.left_on > r.entered_on)
    UNION ALL
    SELECT d._source, d.id, d.stage_id, CAST(:last_day AS DATE), NULL, NULL, NULL
    FROM deals AS d
    WHERE d.closed_on IS NULL
      AND NOT EXISTS (SELECT 1 FROM deal_stages AS s WHERE s._source = d._source AND s.deal_id = d.id)
)
SELECT d._source, d.id, d.id AS deal_id, s.entered_on, least(s.left_on, d.closed_on) AS left_on, s.stage_id, g.name AS stage,
       g.probability, coalesce(s.amount, d.amount) AS amount, coalesce(s.owner_id, d.owner_id) AS owner_id,
       d.customer_id, d.product_id, d.location_id, d.contact_method, d.kind, d.currency, d._file, d._row, d._load
FROM spans AS s
JOIN deals AS d ON d._source = s._source AND d.id = s.deal_id
JOIN stages AS g ON g._source = s._source AND g.id = s.stage_id
WHERE g.kind = 'open' AND (d.closed_on IS NULL OR s.entered_on < d.closed_on)
