"""The days of a period's label, in DuckDB's SQL: 2017-07-03, 2017-W30, 2017-07, 2017-Q3, 2017. `scoreline.periods` reads the same.

Where the fiscal year starts in another month than January, quarters and years are fiscal. In a retail calendar weeks, quarters and
years are its own, and months are written 2017-P07.
"""

from __future__ import annotations

from scoreline.mart.columns import Type
from scoreline.periods import FIRST_YEAR, GREGORIAN, LAST_YEAR, Calendar, Grain, Named, YearEnd

_YEAR = "CAST(l[1:4] AS INTEGER)"
_NUMBER = "CAST(l[7:8] AS INTEGER)"


def ways(calendar: Calendar = GREGORIAN) -> str:
    """How a label is written, for messages."""
    month = "2017-P07" if calendar.retail else "2017-07"
    return f"a day, week, month, quarter or year: 2017-07-03, 2017-W30, {month}, 2017-Q3, 2017"


def label(text: str, calendar: Calendar = GREGORIAN) -> str:
    """SQL: a text as labels are kept, without space around and in capitals; NULL where it names no period."""
    kept = f"upper(trim({text}))"
    return f"CASE WHEN {first_day(kept, calendar)} IS NOT NULL THEN {kept} END"


def first_day(text: str, calendar: Calendar = GREGORIAN) -> str:
    """SQL: the first day of a label that is written as it is kept; NULL where it names no period."""
    return _of(text, "d", calendar)


def last_day(text: str, calendar: Calendar = GREGORIAN) -> str:
    """SQL: the last day of a label; NULL where it names no period."""
    return _of(text, _retail_end(calendar) if calendar.retail else _end(), calendar)


def _of(text: str, result: str, calendar: Calendar) -> str:
    """SQL of a result that reads the label as l and its first day, where there is one, as d."""
    start = f"""CASE
        WHEN regexp_full_match(l, '\\d{{4}}-\\d\\d-\\d\\d') THEN TRY_CAST(l AS DATE)
        {_retail_start(calendar) if calendar.retail else _start(calendar)}
        END"""
    date = Type.DATE.sql
    known = f"CASE WHEN year(d) BETWEEN {FIRST_YEAR} AND {LAST_YEAR} THEN CAST({result} AS {date}) END"
    return f"list_transform([{text}], lambda l: list_transform([CAST({start} AS {date})], lambda d: {known})[1])[1]"


def _start(calendar: Calendar) -> str:
    """The first day of weeks, months, quarters and years."""
    year_start = _nominal(calendar, _YEAR)
    fourth = f"make_date({_YEAR}, 1, 4)"  # always in week 1
    monday = f"({fourth} - CAST(isodow({fourth}) - 1 AS INTEGER) + 7 * ({_NUMBER} - 1))"
    return f"""WHEN regexp_full_match(l, '\\d{{4}}-W\\d\\d') THEN CASE WHEN isoyear({monday}) = {_YEAR} THEN {monday} END
        WHEN regexp_full_match(l, '\\d{{4}}-\\d\\d') THEN TRY_CAST(l || '-01' AS DATE)
        WHEN regexp_full_match(l, '\\d{{4}}-Q[1-4]') THEN {year_start} + to_months(3 * ({_NUMBER} - 1))
        WHEN regexp_full_match(l, '\\d{{4}}') THEN {year_start}"""


def _end() -> str:
    return """CASE
        WHEN length(l) = 10 THEN d
        WHEN length(l) = 8 THEN d + 6
        WHEN length(l) = 4 THEN d + INTERVAL 1 YEAR - INTERVAL 1 DAY
        WHEN substr(l, 6, 1) = 'Q' THEN d + INTERVAL 3 MONTH - INTERVAL 1 DAY
        ELSE d + INTERVAL 1 MONTH - INTERVAL 1 DAY END"""


def _retail_start(calendar: Calendar) -> str:
    start = _retail_year(calendar, _YEAR)
    week = f"({start} + 7 * ({_NUMBER} - 1))"
    return f"""WHEN regexp_full_match(l, '\\d{{4}}-W\\d\\d')
            THEN CASE WHEN {_NUMBER} > 0 AND {week} < {_retail_year(calendar, f"{_YEAR} + 1")} THEN {week} END
        WHEN regexp_full_match(l, '\\d{{4}}-P(0[1-9]|1[0-2])') THEN {start} + {_weeks(calendar)}[{_NUMBER}] * 7
        WHEN regexp_full_match(l, '\\d{{4}}-Q[1-4]') THEN {start} + 91 * ({_NUMBER} - 1)
        WHEN regexp_full_match(l, '\\d{{4}}') THEN {start}"""


def _retail_end(calendar: Calendar) -> str:
    """The last month, quarter and the year end where the next year starts, with the 53rd week where there is one."""
    last = f"{_retail_year(calendar, f'{_YEAR} + 1')} - 1"
    weeks = _weeks(calendar)
    return f"""CASE
        WHEN length(l) = 10 THEN d
        WHEN length(l) = 4 OR substr(l, 6) IN ('P12', 'Q4') THEN {last}
        WHEN substr(l, 6, 1) = 'W' THEN d + 6
        WHEN substr(l, 6, 1) = 'Q' THEN d + 90
        ELSE d + ({weeks}[{_NUMBER} + 1] - {weeks}[{_NUMBER}]) * 7 - 1 END"""


def _nominal(calendar: Calendar, year: str) -> str:
    """The first of the month in which a fiscal year starts by name."""
    ahead = int(calendar.first_month > 1 and calendar.named is Named.END)
    return f"make_date({year} - {ahead}, {calendar.first_month}, 1)"


def _retail_year(calendar: Calendar, year: str) -> str:
    """The first day of a retail year: the last such weekday up to the first of its month, or up to three days after it."""
    latest = f"({_nominal(calendar, year)} + {3 if calendar.year_end is YearEnd.NEAREST else 0})"
    return f"({latest} - CAST((isodow({latest}) + 6 - {calendar.week_start}) % 7 AS INTEGER))"


def _weeks(calendar: Calendar) -> str:
    """How many weeks of a year lie before each of its months."""
    year = calendar.first_day(Grain.YEAR, 2001)
    return str([(calendar.first_day(Grain.MONTH, 2001, month) - year).days // 7 for month in range(1, 13)])
