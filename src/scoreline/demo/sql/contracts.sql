-- Contracts of business customers: a year at a time, the first of old customers longer. Some begin again only after a while,
-- some before the last one ends.

CREATE TEMP TABLE stays AS
SELECT b.c, CASE WHEN b.existing THEN k.created ELSE least(b.since, d.closed) END AS since,
    least(b.until, coalesce(l.leaves, b.until)) AS until,
    CASE WHEN b.existing THEN greatest(1, ceil((first_day() + 1 - k.created) / 365))::INTEGER ELSE 1 END AS first_years
FROM buyers b JOIN clients k USING (c) LEFT JOIN leavers l USING (c)
LEFT JOIN (SELECT c, closed FROM deals WHERE kind = 'new' AND won) d USING (c) WHERE b.segment <> 'Consumer';

CREATE TEMP VIEW made_contracts AS
WITH terms AS (
    SELECT *, unnest(range(greatest(1, ceil((until - since) / 365 - first_years + 1))::BIGINT))::INTEGER AS n FROM stays WHERE until > since
), dated AS (
    SELECT *, c * 64 + n AS key, u(key, 'begins') AS draw, n > 0 AND draw < .04 AS pauses, n > 0 AND draw > .94 AS early,
        since + CASE WHEN n = 0 THEN 0 ELSE 365 * (first_years + n - 1) END
            + CASE WHEN pauses THEN 40 + below(60, key, 'pause') WHEN early THEN -20 ELSE 0 END AS begins,
        since + 365 * (first_years + n) AS agreed
    FROM terms
)
SELECT format('K{:d}-{:d}', 10001 + c, n + 1) AS id, customer_id(c) AS customer_id, begins AS valid_from,
    CASE WHEN until < end_day() THEN least(agreed, until) WHEN agreed > end_day() AND u(c, 'open ended') < .5 THEN NULL
        ELSE agreed END AS valid_to
FROM dated WHERE begins < least(until, agreed) ORDER BY c, n;
