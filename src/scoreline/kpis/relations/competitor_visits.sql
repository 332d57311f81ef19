-- For each period: the visits that others published for just this period; figures of whole industries left out.
SELECT p.p, b._source, b.subject || ' ' || b.period AS id, b.subject, b.period, b.first_on, b.value AS visits, b._file, b._row, b._load
FROM benchmarks AS b
JOIN periods AS p ON b.first_on = p.start_on AND b.last_on = p.end_on - 1
WHERE b.metric = 'visits' AND lower(b.subject) <> 'industry'
