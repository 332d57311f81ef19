"""docs/reference/mart.md, from the contracts."""

from __future__ import annotations

from tools.reference.markdown import code, joined, table

from scoreline.mart.columns import MONTH, SYSTEM, Column, Table
from scoreline.mart.contracts import TABLES

_HEAD = """# The mart's tables

This page is made from `src/scoreline/mart/contracts.py` by `make docs`; change it there.

Every table is optional: a KPI needs only the tables that its formula reads, and `scoreline kpis` says which are
lacking. A mapping fills the columns of a table; a column that it leaves out is empty. **Required** means that a row
without a value is refused. Columns marked *filled at load* are never mapped.

- A key names a row together with the row's source, so two source systems may use the same ids.
- A reference (→ table) holds the `id` of a row of the same source. One that points nowhere is reported and kept as
  unknown.
- A time `x_at` has the business day `x_on` beside it: its date in the workspace's time zone. All periods are cut by
  that day.
- A `period` is read by its label; quarters and years are fiscal where the workspace's fiscal year starts in another
  month than January. `first_on` and `last_on` are its first and its last day.
- Ranges `valid_from`..`valid_to` include their first day and not their last; an empty end is still running.
- Money is decimal, in the row's currency."""

_TYPES = """## Types

| type | holds | stored as |
| --- | --- | --- |
"""

_MEANING = {
    "id": "an id of the source system, as text",
    "text": "text",
    "money": "an amount, four decimals, exact",
    "quantity": "a quantity, four decimals, exact",
    "fraction": "a share between 0 and 1, eight decimals",
    "rate": "a rate or figure, eight decimals",
    "integer": "a whole number",
    "boolean": "true or false",
    "date": "a day",
    "time": "a moment, with time zone",
    "period": "a day, week, month, quarter or year by its label: 2017-07-03, 2017-W30, 2017-07, 2017-Q3, 2017",
}


def page() -> str:
    """The page's text."""
    from scoreline.mart.columns import Type

    types = _TYPES + "\n".join(f"| {kind} | {_MEANING[kind]} | {code(kind.sql)} |" for kind in Type)
    contents = " · ".join(f"[{name}](#{name})" for name in TABLES)
    system = joined("## System columns", "Every row of every table also carries:", _columns((*SYSTEM, MONTH))).strip()
    return joined(_HEAD, contents, *(_table(item) for item in TABLES.values()), system, types)


def _table(item: Table) -> str:
    facts = [f"Key: {', '.join(code(name) for name in item.key)}."]
    if item.event:
        facts.append(f"A row is dated by {code(item.event)}.")
    if item.partitioned:
        facts.append("Stored by month of that day.")
    return f"## {item.name}\n\n{item.doc} {' '.join(facts)}\n\n{_columns(item.columns)}"


def _columns(columns: tuple[Column, ...]) -> str:
    return table(
        ["column", "type", "required", "meaning"],
        [[code(c.name), str(c.type), "yes" if c.required else "", _meaning(c)] for c in columns],
    )


def _meaning(column: Column) -> str:
    parts = [column.doc]
    if column.parent:
        parts.append(f"→ [{column.parent}](#{column.parent})")
    if column.values:
        parts.append(f"one of {', '.join(code(value) for value in column.values)}")
    if column.reckoned or column.carried:
        parts.append("*filled at load*")
    return "; ".join(part for part in parts if part)
