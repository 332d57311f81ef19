"""A worked example as Markdown: its rows as small tables, then the working and the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from tools.reference.markdown import code, joined, table

from scoreline.kpis.examples import UNDEFINED, Example, Value
from scoreline.kpis.model import Kpi


def worked_example(kpi: Kpi, example: Example) -> str:
    """The example of a KPI."""
    tables = [f"**{name}**\n\n{_rows(rows)}" for name, rows in example.rows.items()]
    settings = ", ".join(f"{code(f'{name} = {_cell(value)}')}" for name, value in example.settings.items())
    of = "".join(f", {name.replace('_', ' ')} {code(member)}" for name, member in example.by.items())
    beside = "".join(f" Beside it, {label}: {value}." for label, value in example.beside.items())
    return joined(
        example.story,
        *tables,
        f"With the {'settings' if len(example.settings) > 1 else 'setting'} {settings}." if settings else "",
        f"{kpi.title} in {example.period}{of}: **{_answer(example.answer, kpi.unit)}**.{beside}",
        f"The working: {example.working.rstrip('.')}.".replace("*", "\\*"),
        "A test computes this with the product.",
    ).strip()


def _rows(rows: Sequence[Mapping[str, Value]]) -> str:
    if not rows:
        return "no rows"
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return table(columns, [[_cell(row.get(column, "")) for column in columns] for row in rows])


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:f}" if isinstance(value, Decimal) else str(value).replace("T", " ")


def _answer(answer: str, unit: str) -> str:
    if answer == UNDEFINED:
        return "undefined: there is nothing to divide by"
    words = {"percent": " %", "days": " days", "months": " months", "hours": " hours", "minutes": " minutes", "ms": " ms"}
    return answer + words.get(unit, "")
