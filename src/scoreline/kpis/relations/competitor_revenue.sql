-- For each period: the revenue that others published for just this period, in the reporting currency; figures of whole industries left out.
SELECT p.p, b._source, b.subject || ' ' || b.period AS id, b.subject, b.period, b.first_on, CAST(b.value AS DECIMAL(18, 4)) AS revenue,
       b._file, b._row, b._load
FROM benchmarks AS b
JOIN periods AS p ON b.first_on = p.start_on AND b.last_on = p.end_on - 1
WHERE b.metric = 'revenue' AND lower(b.subject) <> 'industry'
