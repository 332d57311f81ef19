-- Customers' stays, cut where who looks after them changes.
-- A stay begins on start_on and is lost on lost_on: its customer is one at the start of each day after start_on up to lost_on.
-- By activity, a customer is who ordered in the :customer_days days before; by contract, who was inside a contract the day before.
-- At the start of each day after from_on up to to_on the owner is owner_id; at the end of the days since_on up to, not including,
-- until_on likewise. An ownership counts on its own days, the owner of an order from the end of the order's day.
-- first_on is the customer's first day ever; the first piece of a stay opens it.
WITH runs AS (
    -- Orders within one run of :customer_days days are never a stay apart, so the first and the last of each run are enough.
    SELECT _source, customer_id, min(ordered_on) AS start_on, max(ordered_on) + :customer_days AS lost_on,
           min(owner_id) AS low, max(owner_id) AS high, count(owner_id) AS owned, count(*) AS orders
    FROM orders
    WHERE customer_id IS NOT NULL AND (status IS NULL OR status <> 'cancelled')
    GROUP BY _source, customer_id, CAST(floor(date_diff('day', CAST('1900-01-01' AS DATE), ordered_on) / :customer_days) AS INTEGER)
), bought AS (
    SELECT _source, customer_id, min(start_on) AS first_on, min(low) AS owner_id,
           CASE WHEN sum(owned) > 0 AND (min(low) <> max(high) OR sum(owned) < sum(orders)) THEN 1 ELSE 0 END AS mixed
    FROM runs
    GROUP BY _source, customer_id
), pieces AS (
    SELECT _source, customer_id, start_on, lost_on FROM runs WHERE :customer_meaning = 'activity'
    UNION ALL
    SELECT _source, customer_id, valid_from,
           max(coalesce(valid_to, CAST('2200-01-01' AS DATE)))
               OVER (PARTITION BY _source, customer_id ORDER BY valid_from ROWS UNBOUNDED PRECEDING)
    FROM contracts
    WHERE :customer_meaning = 'contract' AND (valid_to IS NULL OR valid_to > valid_from)
), in_order AS (
    SELECT _source, customer_id, lost_on,
           lead(start_on) OVER (PARTITION BY _source, customer_id ORDER BY start_on) AS next_on,
           min(start_on) OVER (PARTITION BY _source, customer_id ORDER BY start_on) AS first_on
    FROM pieces
), ends AS (
    SELECT _source, customer_id, first_on, lost_on,
           lag(next_on) OVER (PARTITION BY _source, customer_id ORDER BY lost_on) AS again_on
    FROM in_order
    WHERE next_on IS NULL OR next_on > lost_on
), stays AS (
    SELECT _source, customer_id, first_on, coalesce(again_on, first_on) AS start_on, lost_on, again_on IS NULL AS is_first
    FROM ends
), last_of_day AS (
    SELECT _source, customer_id, ordered_on, owner_id
    FROM (
        SELECT o._source, o.customer_id, o.ordered_on, o.owner_id,
               row_number() OVER (PARTITION BY o._source, o.customer_id, o.ordered_on ORDER BY o.ordered_at DESC, o.id DESC) AS place
        FROM orders AS o
        JOIN bought AS b ON b._source = o._source AND b.customer_id = o.customer_id AND b.mixed = 1
        WHERE o.status IS NULL OR o.status <> 'cancelled'
    ) AS placed
    WHERE place = 1
), changes AS (
    SELECT _source, customer_id, ordered_on, owner_id
    FROM (
        SELECT _source, customer_id, ordered_on, owner_id,
               row_number() OVER (PARTITION BY _source, customer_id ORDER BY ordered_on) AS place,
               lag(owner_id) OVER (PARTITION BY _source, customer_id ORDER BY ordered_on) AS before
        FROM last_of_day
    ) AS in_order
    WHERE place = 1 OR coalesce(owner_id, '') <> coalesce(before, '')
), by_order AS (
    SELECT _source, customer_id, first_on AS since, CAST('2200-01-01' AS DATE) AS until, owner_id FROM bought WHERE mixed = 0
    UNION ALL
    SELECT _source, customer_id, ordered_on,
           coalesce(lead(ordered_on) OVER (PARTITION BY _source, customer_id ORDER BY ordered_on), CAST('2200-01-01' AS DATE)), owner_id
    FROM changes
    UNION ALL
    SELECT s._source, s.customer_id, CAST('1900-01-01' AS DATE), coalesce(b.first_on, CAST('2200-01-01' AS DATE)), NULL
    FROM stays AS s
    LEFT JOIN bought AS b ON b._source = s._source AND b.customer_id = s.customer_id
    WHERE :customer_meaning = 'contract' AND s.is_first
), given AS (
    SELECT _source, customer_id, person_id, since, least(until, next_on) AS until
    FROM (
        SELECT _source, record_id AS customer_id, person_id, valid_from AS since,
               coalesce(valid_to, CAST('2200-01-01' AS DATE)) AS until,
               coalesce(lead(valid_from) OVER (PARTITION BY _source, record_id ORDER BY valid_from), CAST('2200-01-01' AS DATE)) AS next_on
        FROM ownerships
        WHERE kind = 'customer'
    ) AS in_order
    WHERE since < until AND since < next_on
), free AS (
    -- The days on which no ownership says who looks after a customer that has some.
    SELECT _source, customer_id, since, until
    FROM (
        SELECT _source, customer_id,
               coalesce(lag(until) OVER (PARTITION BY _source, customer_id ORDER BY since), CAST('1900-01-01' AS DATE)) AS since,
               since AS until
        FROM given
        UNION ALL
        SELECT _source, customer_id, max(until), CAST('2200-01-01' AS DATE) FROM given GROUP BY _source, customer_id
    ) AS between_them
    WHERE since < until
), owners AS (
    SELECT _source, customer_id, person_id AS owner_id, since - 1 AS from_on, until - 1 AS to_on, since AS since_on, until AS until_on
    FROM given
    UNION ALL
    SELECT o._source, o.customer_id, o.owner_id,
           greatest(o.since, f.since - 1), least(o.until, f.until - 1), greatest(o.since, f.since), least(o.until, f.until)
    FROM by_order AS o
    JOIN free AS f ON f._source = o._source AND f.customer_id = o.customer_id
    UNION ALL
    SELECT o._source, o.customer_id, o.owner_id, o.since, o.until, o.since, o.until
    FROM by_order AS o
    LEFT JOIN (SELECT DISTINCT _source, customer_id FROM given) AS g ON g._source = o._source AND g.customer_id = o.customer_id
    WHERE g.customer_id IS NULL
), held AS (
    SELECT s._source, s.customer_id, s.first_on, s.start_on, s.lost_on, s.is_first, w.owner_id,
           greatest(s.start_on, w.from_on) AS from_on, least(s.lost_on, w.to_on) AS to_on,
           greatest(s.start_on, w.since_on) AS since_on, least(s.lost_on, w.until_on) AS until_on
    FROM stays AS s
    JOIN owners AS w ON w._source = s._source AND w.customer_id = s.customer_id
)
SELECT h._source, h.customer_id AS id, h.customer_id, h.owner_id, h.first_on, h.start_on,
       CASE WHEN h.lost_on < CAST('2200-01-01' AS DATE) THEN h.lost_on END AS lost_on,
       h.is_first, h.from_on = h.start_on AND h.from_on < h.to_on AS opens,
       h.from_on, CASE WHEN h.to_on < CAST('2199-12-31' AS DATE) THEN greatest(h.from_on, h.to_on) END AS to_on,
       h.since_on, CASE WHEN h.until_on < CAST('2200-01-01' AS DATE) THEN greatest(h.since_on, h.until_on) END AS until_on,
       c._file, c._row, c._load
FROM held AS h
LEFT JOIN customers AS c ON c._source = h._source AND c.id = h.customer_id
WHERE h.from_on < h.to_on OR h.since_on < h.until_on
