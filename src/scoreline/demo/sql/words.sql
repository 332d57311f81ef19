-- What the other files have in common: how ids are written, moments, weekdays and prices.

CREATE TEMP MACRO person_id(n) AS 'P' || (100 + n);
CREATE TEMP MACRO customer_id(n) AS 'C' || (10001 + n);
CREATE TEMP MACRO product_id(n) AS 'A-' || (1000 + n);
CREATE TEMP MACRO deal_id(n) AS 'D' || (100001 + n);
CREATE TEMP MACRO lead_id(n) AS 'LD' || (100001 + n);
CREATE TEMP MACRO order_id(n) AS 'SO' || (1000001 + n);
CREATE TEMP MACRO line_id(n, line) AS 'SO' || (1000001 + n) || '-' || (line + 1);
CREATE TEMP MACRO till_id(n) AS 'TI' || (1000001 + n);
CREATE TEMP MACRO invoice_id(n) AS 'RE' || (1000001 + n);

-- seconds after midnight UTC
CREATE TEMP MACRO instant(day, seconds) AS make_timestamptz(((day - DATE '1970-01-01') * 86400 + seconds)::BIGINT * 1000000);
-- minutes after midnight UTC; NULL where the day is
CREATE TEMP MACRO moment(day, minutes) AS make_timestamptz(((day - DATE '1970-01-01') * 1440 + minutes) * 60000000);
CREATE TEMP MACRO back_to_weekday(day) AS (day - greatest(isodow(day) - 5, 0)::INTEGER)::DATE;

-- list prices rise by 3 % of the first year's a year, to 5 cents
CREATE TEMP MACRO year_price(cents, day) AS (cents * (100 + 3 * (year(day) - year(first_day()))) // 500) * 5;

-- when in the day a deal is opened and closed; hours are taken off the clock of markets in the east
CREATE TEMP MACRO opening_minute(key, hours) AS 480 + below(60, key, 'opened minute') - 60 * hours;
CREATE TEMP MACRO closing_minute(key, hours) AS 850 + below(90, key, 'closed minute') - 60 * hours;
CREATE TEMP MACRO lead_channel(key) AS pick(
    ['web', 'web', 'web', 'trade fair', 'referral', 'cold call', 'cold call', 'partner', 'advertisement'], key, 'lead channel');
-- whether a day of a shop lies in its promotion
CREATE TEMP MACRO promoted(location, day) AS planted('promotion') AND location = promotion_location()
    AND day >= promotion_from_day() AND day < promotion_to_day();
CREATE TEMP MACRO device_of(key, at_home) AS CASE WHEN u(key, 'device') < CASE WHEN at_home THEN .52 ELSE .3 END THEN 'mobile'
    WHEN u(key, 'device') < .6 THEN 'tablet' ELSE 'desktop' END;
CREATE TEMP MACRO deal_method(key) AS pick(['field', 'field', 'phone', 'phone', 'email'], key, 'deal method');

CREATE TEMP MACRO full_name(culture, given, family) AS
    CASE culture WHEN 'zh' THEN family || given WHEN 'vi' THEN family || ' ' || given ELSE given || ' ' || family END;
