-- Campaigns and what they cost a day; the promotion in a showroom, where it is planted, is one too.

CREATE TEMP TABLE campaigns AS
SELECT row_number() OVER () AS n, * FROM (
    FROM campaign_list
    UNION ALL
    SELECT promotion_campaign(), 'Spring at the showroom', 'promotion', promotion_from_day(), promotion_to_day(), 60, 'EUR'
    WHERE planted('promotion')
);

CREATE TEMP VIEW made_campaigns AS SELECT id, name, channel FROM campaigns ORDER BY n;
CREATE TEMP VIEW made_campaign_spend AS
WITH spent AS (
    SELECT c.*, unnest(generate_series(since, until - 1, INTERVAL 1 DAY))::DATE AS day FROM campaigns c
)
SELECT id AS campaign_id, day AS date,
    round(greatest(.01, scale() * daily * CASE WHEN isodow(day) > 5 THEN .6 ELSE 1.1 END
        * exp(.2 * gauss(n * 4096 + (day - first_day()), 'spent'))), 2) AS amount, currency
FROM spent ORDER BY day, n;
