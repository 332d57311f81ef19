"""Dates and times as people write them: ISO, patterns that the mapping declares, serial numbers of spreadsheets.

Days written year first (2026-02-01, 2026/2/1, 20260201, 2026年2月1日) are always read. 01/02/2026 is read only by a declared
pattern. A date alone is midnight in the business time zone, a time without offset is in that zone, an offset holds as given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from scoreline.mart.sql import text as literal

SERIALS = {"excel": "1899-12-30", "excel1904": "1904-01-01"}
_FULL = "０１２３４５６７８９／－．：　\u00a0"
_HALF = "0123456789/-.:  "
_KNOWN = set("YymdHMSfzpIbBaAjTF%-")
_EARLIEST = 1900


@dataclass(frozen=True)
class DateFormats:
    """Declared ways to write dates, tried in order: strptime patterns, `excel` or `excel1904`. ISO always holds as well."""

    patterns: tuple[str, ...] = ()


def pattern_problem(pattern: str) -> str:
    """What is wrong with a declared pattern; empty where it is fine."""
    if pattern in SERIALS or pattern == "iso":
        return ""
    letters = set(re.findall(r"%(-?.)", pattern))
    if not letters:
        return "it has no % letters; write for example '%d/%m/%Y', iso, excel or excel1904"
    if unknown := [letter for letter in sorted(letters) if not set(letter) <= _KNOWN]:
        return f"%{unknown[0]} is not known"
    whole = letters & {"F"} or (letters & {"Y", "y"} and (letters & {"j"} or (letters & {"m", "b", "B"} and letters & {"d"})))
    return "" if whole else "it must name year, month and day, as in '%d/%m/%Y'"


_DAY = r"\d{4}-\d{1,2}-\d{1,2}"
_CLOCK = r"[T ]\d{1,2}:\d{2}(:\d{2}([.,]\d{1,9})?)?"
_OFFSET = r" ?(Z|[-+]\d{2}(:?\d{2})?)"


def _half(text: str) -> str:
    return f"translate({text}, {literal(_FULL)}, {literal(_HALF)})"


def _year_first(half: str) -> str:
    marked = rf"regexp_replace({half}, '^(\d{{4}})\s*[/.年]\s*(\d{{1,2}})\s*[/.月]\s*(\d{{1,2}})日?', '\1-\2-\3')"
    return rf"regexp_replace({marked}, '^(\d{{4}})(\d\d)(\d\d)$', '\1-\2-\3')"


def _serial(text: str, pattern: str) -> str:
    """SQL: the TIMESTAMP of a spreadsheet's serial number. In the 1900 system day 60 never was, and days before it are one off."""
    days = f"TRY_CAST({text} AS DOUBLE)"
    first = pattern == "excel"
    moved = f"{days} + CASE WHEN {days} < 60 THEN 1 ELSE 0 END" if first else days
    is_serial = rf"regexp_full_match({text}, '\d{{1,7}}(\.\d+)?')" + (f" AND floor({days}) <> 60" if first else "")
    return f"CASE WHEN {is_serial} THEN TIMESTAMP '{SERIALS[pattern]}' + to_milliseconds(CAST(round(({moved}) * 86400000) AS BIGINT)) END"


def _local(half: str, iso: str, formats: DateFormats) -> str:
    """SQL: the TIMESTAMP as written, without zone: by the declared ways first, then by ISO."""
    tries = [
        _serial(half, pattern) if pattern in SERIALS else f"try_strptime({half}, {literal(pattern)})"
        for pattern in formats.patterns
        if pattern != "iso" and "%z" not in pattern
    ]
    tries.append(rf"CASE WHEN regexp_full_match({iso}, '{_DAY}({_CLOCK})?') THEN TRY_CAST(replace({iso}, ',', '.') AS TIMESTAMP) END")
    return f"COALESCE({', '.join(tries)})"


def _zoned(half: str, iso: str, formats: DateFormats) -> str:
    """SQL: the TIMESTAMPTZ of a text with an offset."""
    tries = [f"try_strptime({half}, {literal(pattern)})" for pattern in formats.patterns if "%z" in pattern]
    colon = rf"regexp_replace(replace({iso}, ',', '.'), ' ?([-+]\d\d):?(\d\d)$', '\1:\2')"
    tries.append(rf"CASE WHEN regexp_full_match({iso}, '{_DAY}{_CLOCK}{_OFFSET}') THEN TRY_CAST({colon} AS TIMESTAMPTZ) END")
    return f"COALESCE({', '.join(tries)})"


def _once(text: str, result: str, formats: DateFormats, quick: str, type: str) -> str:
    """SQL that computes `result` from h (half-width) and d (ISO); plain ISO days take the quick way. Early years give NULL."""
    read = f"list_transform([{_half(text)}], lambda h: list_transform([{_year_first('h')}], lambda d: {result})[1])"
    slow = f"list_transform({read}, lambda v: CASE WHEN v >= {type} '{_EARLIEST}-01-02' THEN v END)[1]"
    if any(pattern.startswith("%Y") for pattern in formats.patterns):
        return slow
    return rf"CASE WHEN regexp_full_match({text}, '(19[1-9]|[2-9]\d\d)\d-\d\d-\d\d') THEN {quick} ELSE {slow} END"


def time_sql(text: str, formats: DateFormats, time_zone: str) -> str:
    """SQL that turns the text expression into TIMESTAMPTZ, NULL where it is no time from 1900 on."""
    zone = literal(time_zone)
    result = f"COALESCE(({_local('h', 'd', formats)}) AT TIME ZONE {zone}, {_zoned('h', 'd', formats)})"
    return _once(text, result, formats, f"TRY_CAST({text} AS TIMESTAMP) AT TIME ZONE {zone}", "TIMESTAMPTZ")


def date_sql(text: str, formats: DateFormats, time_zone: str) -> str:
    """SQL that turns the text expression into DATE: the day as written, or in the business zone where an offset is given."""
    zoned = f"({_zoned('h', 'd', formats)}) AT TIME ZONE {literal(time_zone)}"
    result = f"CAST(COALESCE({_local('h', 'd', formats)}, {zoned}) AS DATE)"
    return _once(text, result, formats, f"TRY_CAST({text} AS DATE)", "DATE")


def explain_date(text: str, formats: DateFormats) -> str:
    """Why a text could not be read as a date or time, and what to do."""
    plain = text.translate(str.maketrans(_FULL, _HALF)).strip()
    declared = [pattern for pattern in formats.patterns if pattern != "iso"]
    numbers = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})\b.*", plain)
    if numbers and not declared:
        first, second = int(numbers[1]), int(numbers[2])
        if first <= 12 and second <= 12:
            return "day first or month first? Declare date: '%d/%m/%Y' or date: '%m/%d/%Y'"
        return f"declare how dates are written: date: '{'%m/%d/%Y' if second > 12 else '%d/%m/%Y'}'"
    if re.fullmatch(r"\d{1,7}(\.\d+)?", plain) and not set(declared) & set(SERIALS):
        return "a bare number is no date; declare date: excel where it is a spreadsheet's serial number"
    year = re.match(r"(\d{4})\D", plain)
    if year and int(year[1]) < _EARLIEST:
        return f"the year is before {_EARLIEST}"
    if re.match(_DAY, plain):
        return "there is no such day or time"
    tried = " or ".join(declared) if declared else "ISO (2026-02-01, 2026-02-01T09:30)"
    return f"this is not a date written as {tried}"
