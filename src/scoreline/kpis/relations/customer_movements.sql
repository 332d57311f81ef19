-- For each period: the customers at its start, and those that became one, were lost or were won back in it.
-- A customer at the start of a day ordered in the :customer_days days before it. `owner_id` is who looked after the customer at
-- the period's start; for a movement of a customer who was none then, who did at that movement. `on` is the day whose owner and
-- team count, a day of the same period: for a loss the period's start. `happened_on` is the day of the movement itself.
WITH active_days AS (
    SELECT DISTINCT _source, customer_id, ordered_on AS day
    FROM orders
    WHERE customer_id IS NOT NULL AND status IS DISTINCT FROM 'cancelled'
), neighbours AS (
    SELECT *,
           lag(day) OVER (PARTITION BY _source, customer_id ORDER BY day) AS before,
           lead(day) OVER (PARTITION BY _source, customer_id ORDER BY day) AS after
    FROM active_days
), starts AS (
    SELECT _source, customer_id, day AS start_on, before IS NULL AS is_first,
           row_number() OVER (PARTITION BY _source, customer_id ORDER BY day) AS place
    FROM neighbours
    WHERE before IS NULL OR day > before + :customer_days
), ends AS (
    SELECT _source, customer_id, day + :customer_days AS lost_on,
           row_number() OVER (PARTITION BY _source, customer_id ORDER BY day) AS place
    FROM neighbours
    WHERE after IS NULL OR after > day + :customer_days
), spans AS (
    SELECT s._source, s.customer_id, s.start_on, e.lost_on, s.is_first
    FROM starts AS s
    JOIN ends AS e ON e._source = s._source AND e.customer_id = s.customer_id AND e.place = s.place
), movements AS (
    SELECT p.p, n._source, n.customer_id, 'start' AS movement, p.start_on AS "on", p.start_on AS owner_day, p.start_on AS happened_on
    FROM spans AS n JOIN periods AS p ON n.start_on < p.start_on AND n.lost_on >= p.start_on
    UNION ALL
    SELECT p.p, n._source, n.customer_id, CASE WHEN n.is_first THEN 'new' ELSE 'won back' END, n.start_on, n.start_on + 1, n.start_on
    FROM spans AS n JOIN periods AS p ON n.start_on >= p.start_on AND n.start_on < p.end_on
    UNION ALL
    SELECT p.p, n._source, n.customer_id, 'lost', greatest(p.start_on, n.start_on), greatest(p.start_on, n.start_on + 1), n.lost_on
    FROM spans AS n JOIN periods AS p ON n.lost_on >= p.start_on AND n.lost_on < p.end_on
), order_owners AS (
    SELECT _source, customer_id, day + 1 AS valid_from, owner_id,
           lead(day + 1) OVER (PARTITION BY _source, customer_id ORDER BY day) AS valid_to
    FROM (
        SELECT _source, customer_id, ordered_on AS day, owner_id,
               row_number() OVER (PARTITION BY _source, customer_id, ordered_on ORDER BY ordered_at DESC, id DESC) AS place
        FROM orders
        WHERE customer_id IS NOT NULL AND status IS DISTINCT FROM 'cancelled'
    ) AS last_of_day
    WHERE place = 1
), kept_owners AS (
    SELECT _source, record_id, person_id, valid_from,
           least(valid_to, lead(valid_from) OVER (PARTITION BY _source, record_id ORDER BY valid_from)) AS valid_to
    FROM ownerships
    WHERE kind = 'customer'
)
SELECT m.p, m._source, m.customer_id, m.customer_id AS id, m.movement, m."on", m.happened_on,
       CASE WHEN k.person_id IS NOT NULL THEN k.person_id ELSE o.owner_id END AS owner_id,
       c._file, c._row, c._load
FROM movements AS m
LEFT JOIN kept_owners AS k ON k._source = m._source AND k.record_id = m.customer_id
    AND k.valid_from <= m.owner_day AND (k.valid_to IS NULL OR k.valid_to > m.owner_day)
LEFT JOIN order_owners AS o ON o._source = m._source AND o.customer_id = m.customer_id
    AND o.valid_from <= m.owner_day AND (o.valid_to IS NULL OR o.valid_to > m.owner_day)
LEFT JOIN customers AS c ON c._source = m._source AND c.id = m.customer_id
