-- Revenue of orders placed online, a visit.
WITH parts AS (
    SELECT cell.*,
        coalesce((SELECT sum(amount * share) FROM sold WHERE location_kind = 'online' AND {here}), 0)
        - coalesce((SELECT sum(amount * share) FROM given_back WHERE location_kind = 'online' AND {here}), 0) AS numerator,
        (SELECT count(*) FROM visited WHERE {here}) AS denominator
    FROM cell
)
SELECT parts.*, ratio(numerator, denominator) AS value FROM parts
