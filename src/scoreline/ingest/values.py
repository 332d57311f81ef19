"""How a source column becomes a column of the mart: one SQL expression for the value, one for the text it was read from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from scoreline.ingest.dates import DateFormats, date_sql, explain_date, time_sql
from scoreline.ingest.numbers import NumberFormat, explain_number, number_sql
from scoreline.ingest.sources.native import has_mark, unmarked
from scoreline.mart.columns import Column, Type
from scoreline.mart.period_days import label, ways
from scoreline.mart.sql import name as quoted
from scoreline.mart.sql import text as literal
from scoreline.periods import GREGORIAN, Calendar

_NUMBERS = (Type.MONEY, Type.QUANTITY, Type.FRACTION, Type.RATE, Type.INTEGER)
_TRUE, _FALSE = ("true", "t", "yes", "y", "1"), ("false", "f", "no", "n", "0")


@dataclass(frozen=True)
class Formats:
    """The declared ways to write dates and numbers."""

    dates: DateFormats = field(default_factory=DateFormats)
    number: NumberFormat | None = None


@dataclass(frozen=True)
class Target:
    """A column to fill.

    `value` is SQL of the column's type, NULL where the source is empty or cannot be read. `failed` is SQL that is true where it
    cannot be read, None where that cannot happen; `raw` is the text it was read from, and `why` says why a text cannot be read.
    `empty` is SQL that is true where there is no value. `plain`: a cast only, quick enough to be computed whenever it is asked for.
    """

    column: Column
    value: str
    raw: str
    why: Callable[[str], str]
    failed: str | None
    empty: str
    plain: bool = True

    @property
    def filled(self) -> str:
        """The name under which checks see the value: a source column may bear the column's own name."""
        return value_name(self.column)


def value_name(column: Column) -> str:
    """An SQL name that no source column has."""
    return quoted(f"= {column.name}")


def target(
    column: Column, source: str, source_type: str, formats: Formats, time_zone: str, *, marked: bool = False, calendar: Calendar = GREGORIAN
) -> Target:
    """The target for a source expression of a DuckDB type; `marked`: texts that were numbers in the source bear a mark."""
    kind = source_type.upper()
    number = None
    if marked and kind == "VARCHAR":
        if column.type in _NUMBERS:
            number = source
        source = unmarked(source)
    native = kind != "VARCHAR"
    raw = f"CAST({source} AS VARCHAR)" if native else source
    value = _native(column.type, source, kind, time_zone) if native else _from_text(column.type, source, formats, time_zone)
    if column.type is Type.PERIOD:
        value = label(raw, calendar)
    if number is not None:
        value = f"CASE WHEN {has_mark(number)} THEN {_fitted(column.type, source)} ELSE {value} END"
    if column.values:
        value = f"lower({value})"
    if column.type is Type.FRACTION:
        value = f"list_transform([{value}], lambda v: CASE WHEN v BETWEEN 0 AND 1 THEN v END)[1]"
    text = column.type in (Type.ID, Type.TEXT)
    name = value_name(column)
    failed: str | None = f"({raw} IS NOT NULL AND {name} IS NULL)"
    empty = f"{name} IS NULL"
    if text:
        failed = None
    elif column.type in (Type.DATE, Type.TIME) and _is_moment(kind):  # the computing of time zones is slow: not for a check
        failed, empty = f"NOT isfinite({source})", f"{source} IS NULL"
    return Target(column, value, raw, lambda given: _why(column.type, given, formats, calendar), failed, empty, native or text)


def constant(column: Column, text: str | None, formats: Formats, time_zone: str, *, calendar: Calendar = GREGORIAN) -> Target:
    """The target for one value on all rows."""
    if text is None:
        return Target(column, f"CAST(NULL AS {column.type.sql})", "CAST(NULL AS VARCHAR)", str, None, "true")
    return target(column, f"CAST({literal(text)} AS VARCHAR)", "VARCHAR", formats, time_zone, calendar=calendar)


def _from_text(type: Type, source: str, formats: Formats, time_zone: str) -> str:
    if type in (Type.ID, Type.TEXT):  # trim takes long, and seldom has anything to do
        return f"CASE WHEN {source} < '!' OR suffix({source}, ' ') THEN nullif(trim({source}), '') ELSE {source} END"
    if type is Type.BOOLEAN:
        options = " ".join(
            f"WHEN lower({source}) IN ({', '.join(map(literal, words))}) THEN {truth}"
            for words, truth in ((_TRUE, "true"), (_FALSE, "false"))
        )
        return f"CASE {options} END"
    if type is Type.DATE:
        return date_sql(source, formats.dates, time_zone)
    if type is Type.TIME:
        return time_sql(source, formats.dates, time_zone)
    return _fitted(type, number_sql(source, formats.number, percent=type is Type.FRACTION))


def _fitted(type: Type, number: str) -> str:
    """A number as text, made the column's type: rounded to its decimals (half away from zero), NULL where it is too large."""
    if type is not Type.INTEGER:
        return f"TRY_CAST({number} AS {type.sql})"
    whole = "CASE WHEN v = trunc(v) THEN TRY_CAST(v AS BIGINT) END"
    return f"list_transform([TRY_CAST({number} AS DECIMAL(38,10))], lambda v: {whole})[1]"


def _native(type: Type, source: str, kind: str, time_zone: str) -> str:
    """From a source that has types of its own: Parquet, or the columns of a SELECT."""
    zone = literal(time_zone)
    if type in (Type.ID, Type.TEXT):
        if kind in ("DOUBLE", "FLOAT"):
            whole = f"CASE WHEN {source} = trunc({source}) THEN CAST(TRY_CAST({source} AS HUGEINT) AS VARCHAR) END"
            return f"COALESCE({whole}, CAST({source} AS VARCHAR))"
        return f"CAST({source} AS VARCHAR)"
    if type in (Type.DATE, Type.TIME):
        if not _is_moment(kind):
            return f"CAST(NULL AS {type.sql})"
        moment = (_day if type is Type.DATE else _moment)(source, kind, zone)
        return f"CASE WHEN isfinite({source}) THEN {moment} END"
    if type is Type.INTEGER and (kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL")):
        return f"CASE WHEN {source} = trunc({source}) THEN TRY_CAST({source} AS BIGINT) END"
    if type in _NUMBERS and kind == "BOOLEAN":
        return f"CAST(NULL AS {type.sql})"
    return f"TRY_CAST({source} AS {type.sql})"


def _is_moment(kind: str) -> bool:
    return kind == "DATE" or kind.startswith("TIMESTAMP")


def _day(source: str, kind: str, zone: str) -> str:
    return f"CAST({source} AT TIME ZONE {zone} AS DATE)" if kind.endswith("WITH TIME ZONE") else f"CAST({source} AS DATE)"


def _moment(source: str, kind: str, zone: str) -> str:
    if kind.endswith("WITH TIME ZONE"):
        return source
    local = source if kind == "TIMESTAMP" else f"CAST({source} AS TIMESTAMP)"
    if zone == literal("UTC"):  # ten times as fast
        return f"make_timestamptz(epoch_us({local}))"
    return f"{local} AT TIME ZONE {zone}"


def _why(type: Type, text: str, formats: Formats, calendar: Calendar) -> str:
    if type in (Type.DATE, Type.TIME):
        return explain_date(text, formats.dates)
    if type is Type.PERIOD:
        return f'"{text}" is not a period; write {ways(calendar)}'
    if type is Type.BOOLEAN:
        return "this is neither true nor false; write map: {...} in the mapping"
    return explain_number(text, formats.number, type)
