-- What customers answered, and what people were found able to do.

CREATE TABLE answered AS
SELECT r.responded_on AS day, r.kind, r.score, r.scale_min, r.scale_max,
    person, team, team_region, team_company, customer, segment, industry, country, location, location_kind, location_region
FROM surveys r
LEFT JOIN staff s ON s._source = r._source AND s.person_id = r.owner_id
LEFT JOIN places p ON p._source = r._source AND p.person_id = r.owner_id AND p.day = r.responded_on
LEFT JOIN points l ON l._source = r._source AND l.location_id = r.location_id
LEFT JOIN buyers b ON b._source = r._source AND b.customer_id = r.customer_id;

-- A score belongs to the last day of the period that it is for, to its person, and to that person's team of the day. A score of a team
-- is no person's.
CREATE TABLE assessed AS
SELECT a.last_on AS day, a.kpi, a.value, person, team, team_region, team_company
FROM assessments a
LEFT JOIN staff s ON s._source = a._source AND s.person_id = a.person_id
LEFT JOIN places p ON p._source = a._source AND p.person_id = a.person_id AND p.day = a.last_on;
