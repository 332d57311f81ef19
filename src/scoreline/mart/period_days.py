"""The days of a period's label, in DuckDB's SQL: 2017-07-03, 2017-W30, 2017-07, 2017-Q3, 2017. `scoreline.periods` reads the same.

Where the fiscal year starts in another month than January, quarters and years are fiscal.
"""

from __future__ import annotations

from scoreline.mart.columns import Type
from scoreline.periods import FIRST_YEAR, LAST_YEAR

WAYS = "a day, week, month, quarter or year: 2017-07-03, 2017-W30, 2017-07, 2017-Q3, 2017"
"""How a label is written, for messages."""


def label(text: str) -> str:
    """SQL: a text as labels are kept, without space around and in capitals; NULL where it names no period."""
    kept = f"upper(trim({text}))"
    return f"CASE WHEN {first_day(kept)} IS NOT NULL THEN {kept} END"


def first_day(text: str, first_month: int = 1) -> str:
    """SQL: the first day of a label that is written as it is kept; NULL where it names no period."""
    return _of(text, f"CASE WHEN year(d) BETWEEN {FIRST_YEAR} AND {LAST_YEAR} THEN d END", first_month)


def last_day(text: str, first_month: int = 1) -> str:
    """SQL: the last day of a label; NULL where it names no period."""
    long = """CASE
        WHEN length(l) = 10 THEN d
        WHEN length(l) = 8 THEN d + 6
        WHEN length(l) = 4 THEN d + INTERVAL 1 YEAR - INTERVAL 1 DAY
        WHEN substr(l, 6, 1) = 'Q' THEN d + INTERVAL 3 MONTH - INTERVAL 1 DAY
        ELSE d + INTERVAL 1 MONTH - INTERVAL 1 DAY END"""
    return _of(text, f"CASE WHEN year(d) BETWEEN {FIRST_YEAR} AND {LAST_YEAR} THEN CAST({long} AS {Type.DATE.sql}) END", first_month)


def _of(text: str, result: str, first_month: int) -> str:
    """SQL of a result that reads the label as l and its first day, where there is one, as d."""
    year = f"(CAST(l[1:4] AS INTEGER) - {int(first_month > 1)})"
    fourth = "make_date(CAST(l[1:4] AS INTEGER), 1, 4)"  # always in week 1
    monday = f"({fourth} - CAST(isodow({fourth}) - 1 AS INTEGER) + 7 * (CAST(l[7:8] AS INTEGER) - 1))"
    start = f"""CASE
        WHEN regexp_full_match(l, '\\d{{4}}-\\d\\d-\\d\\d') THEN TRY_CAST(l AS DATE)
        WHEN regexp_full_match(l, '\\d{{4}}-W\\d\\d') THEN CASE WHEN isoyear({monday}) = CAST(l[1:4] AS INTEGER) THEN {monday} END
        WHEN regexp_full_match(l, '\\d{{4}}-\\d\\d') THEN TRY_CAST(l || '-01' AS DATE)
        WHEN regexp_full_match(l, '\\d{{4}}-Q[1-4]')
            THEN make_date({year}, {first_month}, 1) + to_months(3 * (CAST(l[7:7] AS INTEGER) - 1))
        WHEN regexp_full_match(l, '\\d{{4}}') THEN make_date({year}, {first_month}, 1)
        END"""
    return f"list_transform([{text}], lambda l: list_transform([CAST({start} AS {Type.DATE.sql})], lambda d: {result})[1])[1]"
