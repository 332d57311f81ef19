"""How a source column becomes a column of the mart: one SQL expression for the value, one for the text it was read from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from scoreline.ingest.dates import DateFormats, date_sql, explain_date, time_sql
from scoreline.ingest.numbers import NumberFormat, explain_number, number_sql
from scoreline.ingest.sources.text_table import SPACE, literal
from scoreline.mart.columns import Column, Type

_NUMBERS = (Type.MONEY, Type.QUANTITY, Type.FRACTION, Type.RATE, Type.INTEGER)
_TRUE, _FALSE = ("true", "t", "yes", "y", "1"), ("false", "f", "no", "n", "0")


@dataclass(frozen=True)
class Formats:
    """The declared ways to write dates and numbers."""

    dates: DateFormats = field(default_factory=DateFormats)
    number: NumberFormat | None = None


@dataclass(frozen=True)
class Target:
    """A column to fill: `value` is SQL of the column's type, NULL where the text `raw` cannot be read; `why` then says why not."""

    column: Column
    value: str
    raw: str
    why: Callable[[str], str]
    plain: bool = True
    """Whether the value is a cast only, quick enough to be computed each time it is asked for."""


def target(column: Column, source: str, source_type: str, formats: Formats, time_zone: str) -> Target:
    """The target for a source expression of a DuckDB type."""
    kind = source_type.upper()
    raw = source if kind == "VARCHAR" else f"CAST({source} AS VARCHAR)"
    value = _from_text(column.type, source, formats, time_zone) if kind == "VARCHAR" else _native(column.type, source, kind, time_zone)
    if column.values:
        value = f"lower({value})"
    if column.type is Type.FRACTION:
        value = f"list_transform([{value}], lambda v: CASE WHEN v BETWEEN 0 AND 1 THEN v END)[1]"
    plain = kind != "VARCHAR" or column.type in (Type.ID, Type.TEXT)
    return Target(column, value, raw, lambda text: _why(column.type, text, formats), plain)


def constant(column: Column, text: str | None, formats: Formats, time_zone: str) -> Target:
    """The target for one value on all rows."""
    if text is None:
        return Target(column, f"CAST(NULL AS {column.type.sql})", "CAST(NULL AS VARCHAR)", lambda _: "")
    return target(column, f"CAST({literal(text)} AS VARCHAR)", "VARCHAR", formats, time_zone)


def _from_text(type: Type, source: str, formats: Formats, time_zone: str) -> str:
    if type in (Type.ID, Type.TEXT):
        return source
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
        return f"nullif(trim(CAST({source} AS VARCHAR), {literal(SPACE)}), '')"
    if type is Type.DATE:
        day = f"{source} AT TIME ZONE {zone}" if kind.endswith("WITH TIME ZONE") else source
        return f"CASE WHEN {_finite(source, kind)} THEN TRY_CAST({day} AS DATE) END"
    if type is Type.TIME:
        moment = source if kind.endswith("WITH TIME ZONE") else f"TRY_CAST({source} AS TIMESTAMP) AT TIME ZONE {zone}"
        return f"CASE WHEN {_finite(source, kind)} THEN {moment} END"
    if type is Type.INTEGER and (kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL")):
        return f"CASE WHEN {source} = trunc({source}) THEN TRY_CAST({source} AS BIGINT) END"
    if type in _NUMBERS and kind == "BOOLEAN":
        return f"CAST(NULL AS {type.sql})"
    return f"TRY_CAST({source} AS {type.sql})"


def _finite(source: str, kind: str) -> str:
    return f"isfinite({source})" if kind == "DATE" or kind.startswith("TIMESTAMP") else "false"


def _why(type: Type, text: str, formats: Formats) -> str:
    if type in (Type.DATE, Type.TIME):
        return explain_date(text, formats.dates)
    if type is Type.BOOLEAN:
        return "this is neither true nor false; write map: {...} in the mapping"
    return explain_number(text, formats.number, type)
