-- The revenue of each person and day, in three ways (`credit`): owner, of the orders that they own; shares, where people share the
-- credit of an order, by their shares; all, the same with what they are credited beside others (overlay), for those who have such credit.
WITH own AS (
    SELECT _source, owner_id, day, sum(amount) AS amount
    FROM (
        SELECT _source, owner_id, ordered_on AS day, amount FROM order_lines__ordered_on WHERE status IS NULL OR status <> 'cancelled'
        UNION ALL
        SELECT r._source, r.owner_id, r.refunded_on, -r.amount
        FROM refunds__refunded_on AS r LEFT JOIN orders AS o ON o._source = r._source AND o.id = r.order_id
        WHERE o.status IS NULL OR o.status <> 'cancelled'
    ) AS sales
    WHERE owner_id IS NOT NULL
    GROUP BY _source, owner_id, day
), credited AS (
    SELECT l._source, l.order_id, l.owner_id, l.ordered_on AS day, l.amount
    FROM order_lines__ordered_on AS l
    WHERE (l.status IS NULL OR l.status <> 'cancelled')
      AND EXISTS (SELECT 1 FROM credits AS c WHERE c._source = l._source AND c.order_id = l.order_id)
    UNION ALL
    SELECT r._source, r.order_id, r.owner_id, r.refunded_on, -r.amount
    FROM refunds__refunded_on AS r LEFT JOIN orders AS o ON o._source = r._source AND o.id = r.order_id
    WHERE (o.status IS NULL OR o.status <> 'cancelled')
      AND EXISTS (SELECT 1 FROM credits AS c WHERE c._source = r._source AND c.order_id = r.order_id)
), shared AS (
    SELECT s._source, s.owner_id, s.day, -s.amount AS amount
    FROM credited AS s
    WHERE s.owner_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM credits AS c WHERE c._source = s._source AND c.order_id = s.order_id AND c.kind = 'share'
    )
    UNION ALL
    SELECT s._source, c.person_id, s.day, s.amount * CAST(c.share AS DECIMAL(19, 8))
    FROM credited AS s JOIN credits AS c ON c._source = s._source AND c.order_id = s.order_id AND c.kind = 'share'
), beside AS (
    SELECT s._source, c.person_id AS owner_id, s.day, s.amount * CAST(c.share AS DECIMAL(19, 8)) AS amount
    FROM credited AS s JOIN credits AS c ON c._source = s._source AND c.order_id = s.order_id AND c.kind = 'overlay'
), helpers AS (
    SELECT DISTINCT _source, person_id AS owner_id FROM credits WHERE kind = 'overlay' AND order_id IS NOT NULL
), found AS (
    SELECT 'owner' AS credit, _source, owner_id, day, amount FROM own
    UNION ALL
    SELECT 'shares', _source, owner_id, day, amount FROM own
    UNION ALL
    SELECT 'shares', _source, owner_id, day, amount FROM shared
    UNION ALL
    SELECT 'all', f._source, f.owner_id, f.day, f.amount FROM own AS f
    JOIN helpers AS h ON h._source = f._source AND h.owner_id = f.owner_id
    UNION ALL
    SELECT 'all', f._source, f.owner_id, f.day, f.amount FROM shared AS f
    JOIN helpers AS h ON h._source = f._source AND h.owner_id = f.owner_id
    UNION ALL
    SELECT 'all', _source, owner_id, day, amount FROM beside
)
SELECT _source, owner_id || ' ' || CAST(day AS TEXT) || ' ' || credit AS id, credit, owner_id, day, sum(amount) AS amount,
       CAST(NULL AS TEXT) AS _file, CAST(NULL AS BIGINT) AS _row, CAST(NULL AS BIGINT) AS _load
FROM found
GROUP BY _source, credit, owner_id, day
