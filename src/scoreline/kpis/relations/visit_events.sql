-- Each visit in which something was done: whether it filled a basket, began checkout, registered, bought; when it first put something
-- into the basket, and first and last bought.
SELECT v._source, v.id, v.visitor_id, v.customer_id, v.started_at, v.started_on, v.channel, v.campaign_id, v.device,
       e.filled > 0 AS has_basket, e.checkouts > 0 AS began_checkout, e.registrations > 0 AS registered, e.purchases > 0 AS bought,
       e.filled_at, e.first_bought_at, e.last_bought_at, v._file, v._row, v._load
FROM (
    SELECT _source, visit_id,
           count(CASE WHEN kind = 'add_to_basket' THEN 1 END) AS filled,
           count(CASE WHEN kind = 'begin_checkout' THEN 1 END) AS checkouts,
           count(CASE WHEN kind = 'register' THEN 1 END) AS registrations,
           count(CASE WHEN kind = 'purchase' THEN 1 END) AS purchases,
           min(CASE WHEN kind = 'add_to_basket' THEN occurred_at END) AS filled_at,
           min(CASE WHEN kind = 'purchase' THEN occurred_at END) AS first_bought_at,
           max(CASE WHEN kind = 'purchase' THEN occurred_at END) AS last_bought_at
    FROM shop_events
    WHERE visit_id IS NOT NULL
    GROUP BY _source, visit_id
) AS e
JOIN visits AS v ON v._source = e._source AND v.id = e.visit_id
