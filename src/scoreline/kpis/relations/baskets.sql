-- One row a basket: of the visits in which one visitor filled a basket, each beginning at most :basket_hours hours after the one before,
-- the last. It is abandoned where neither it nor a later visit of the visitor, begun at most so many hours after it, bought.
-- A visit without a visitor stands for itself.
SELECT _source, id, visitor_id, customer_id, started_on, channel, campaign_id, device,
       NOT bought AND (bought_at IS NULL OR epoch(bought_at) - epoch(started_at) > :basket_hours * 3600) AS abandoned,
       _file, _row, _load
FROM (
    SELECT *,
           min(CASE WHEN has_basket THEN started_at END) OVER following AS filled_at,
           min(CASE WHEN bought THEN started_at END) OVER following AS bought_at
    FROM visit_events
    WHERE has_basket OR bought
    WINDOW following AS (
        PARTITION BY _source, visitor_id, CASE WHEN visitor_id IS NULL THEN id END ORDER BY started_at, id
        ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
    )
) AS visit
WHERE has_basket AND (filled_at IS NULL OR epoch(filled_at) - epoch(started_at) > :basket_hours * 3600)
