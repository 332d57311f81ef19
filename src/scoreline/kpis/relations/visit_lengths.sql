-- Each visit with its length in seconds, unknown where no later moment than its start was seen.
SELECT _source, id, visitor_id, customer_id, started_on, channel, campaign_id, device,
       CASE WHEN ended_at > started_at THEN CAST(epoch(ended_at) - epoch(started_at) AS DECIMAL(18, 6)) END AS seconds,
       _file, _row, _load
FROM visits
