-- Every quota with what its seller sold in its time, straight from the files: no part of the product is in it.
-- A quota runs to the day before the seller's next, the last to 2014-05-31.
WITH quotas AS (
    SELECT column0 AS seller, CAST(column1 AS TIMESTAMP)::DATE AS first_day, CAST(column2 AS DECIMAL(18, 4)) AS quota,
           coalesce(lead(CAST(column1 AS TIMESTAMP)::DATE) OVER (PARTITION BY column0 ORDER BY column1), DATE '2014-06-01') AS next_day
    FROM read_csv($folder || '/SalesPersonQuotaHistory.csv', delim = '\t', header = false, all_varchar = true)
), sales AS (
    SELECT SalesPersonID AS seller, CAST(OrderDate AS DATE) AS day, CAST(SubTotal AS DECIMAL(18, 4)) AS subtotal
    FROM read_csv($folder || '/SalesOrderHeader.csv.gz', all_varchar = true)
    WHERE SalesPersonID <> ''
)
SELECT quotas.seller, next_day - 1 AS last_day, quota,
       (SELECT coalesce(sum(subtotal), 0) FROM sales
        WHERE sales.seller = quotas.seller || '.0' AND day BETWEEN first_day AND next_day - 1) AS sold
FROM quotas
