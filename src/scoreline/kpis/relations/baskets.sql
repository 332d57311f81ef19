-- One row a basket, on the last visit that filled it. What comes next of the same visitor, of visits that filled one or bought, tells
-- whether a visit is the last: it is where it bought what it had filled, and where the next one begins more than :basket_hours hours
-- after it, or buys before it fills anything. That purchase saves the basket; without one it is abandoned. A visit without a visitor
-- stands for itself.
SELECT _source, id, visitor_id, customer_id, started_on, channel, campaign_id, device,
       NOT bought_here AND NOT bought_next AS abandoned,
       _file, _row, _load
FROM (
    SELECT *, bought_at IS NOT NULL AND epoch(bought_at) - epoch(started_at) <= :basket_hours * 3600 AS bought_next
    FROM (
        SELECT *,
               has_basket AND bought AND last_bought_at >= filled_at AS bought_here,
               min(started_at) OVER following AS next_at,
               min(CASE WHEN bought AND (NOT has_basket OR first_bought_at < filled_at) THEN started_at END) OVER following AS bought_at
        FROM visit_events
        WHERE has_basket OR bought
        WINDOW following AS (
            PARTITION BY _source, visitor_id, CASE WHEN visitor_id IS NULL THEN id END ORDER BY started_at, id
            ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING
        )
    ) AS visit
) AS visit
WHERE has_basket AND (bought_here OR bought_next OR next_at IS NULL OR epoch(next_at) - epoch(started_at) > :basket_hours * 3600)
