"""Worked examples: for a KPI, a few rows of the mart, a period, and the number that must come out.

    story: Four orders came in, one was cancelled.
    settings: {customer_days: 90}           # as in scoreline.toml; unless told, UTC and EUR
    rows:
      orders:
        - {id: o1, customer_id: c1, owner_id: ann, ordered_at: 2024-02-03T10:00, status: complete}
    period: 2024-02
    by: {person: ann}                       # the cell of a cut; without it, the company's number
    answer: "55"                            # exact, as text; "undefined" where there is nothing to divide by
    beside: {still open: "1"}               # the numbers shown beside it, where the KPI has some
    working: 2 of 4 orders, 100 * 2 / 4 = 50

They are the files `examples/<kpi>.yaml`. Tests compute them with the product, and the reference shows them as tables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from scoreline import periods, yaml_lines
from scoreline.errors import DefinitionError, ScorelineError, nearest
from scoreline.kpis import dimensions
from scoreline.mart.contracts import TABLES
from scoreline.settings import Settings

FOLDER = "examples"
UNDEFINED = "undefined"
_NUMBER = re.compile(r"-?\d+(\.\d+)?")

Value = str | int | Decimal | bool | None
"""A cell as the file has it: dates and times are text, `2024-02-03` and `2024-02-03T10:00`, in the example's time zone."""


class Example(BaseModel):
    """One worked example. `rows` are table -> rows -> column -> value; `answer` is a decimal as text, or `undefined`."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    kpi: str
    story: str
    rows: dict[str, list[dict[str, Value]]]
    period: str
    answer: str
    working: str
    settings: dict[str, Value] = {}
    by: dict[str, str] = {}
    beside: dict[str, str] = {}

    @property
    def value(self) -> Decimal | None:
        """The answer as a number; None where it is undefined."""
        return None if self.answer == UNDEFINED else Decimal(self.answer)

    @property
    def workspace(self) -> Settings:
        """The settings that it is computed with."""
        return Settings.model_validate({"time_zone": "UTC", "currency": "EUR", **self.settings})


@cache
def shipped() -> Mapping[str, Example]:
    """The worked examples of the catalogue by KPI id."""
    with resources.as_file(resources.files("scoreline.kpis") / FOLDER) as folder:
        return {path.stem: read(path) for path in sorted(folder.glob("*.yaml"))}


def read(path: Path) -> Example:
    """The example in a file, which is named after its KPI. DefinitionError names file and line of the first mistake."""
    data, lines = yaml_lines.load(path, DefinitionError)
    if not isinstance(data, dict):
        raise DefinitionError("A worked example has story, rows, period, answer and working.", where=path.name, do="Write them.")
    try:
        example = Example.model_validate({**_texts(data), "kpi": path.stem})
    except ValidationError as problem:
        raise _explained(lines, problem.errors()[0]) from None
    _check(example, lines)
    return example


def _texts(data: dict[str, Any]) -> dict[str, Any]:
    """The file's value with a period and ids that look like numbers as text: `period: 2024` and `id: 1` need no quotes."""
    found = dict(data)
    if isinstance(found.get("period"), int):
        found["period"] = str(found["period"])
    if isinstance(found.get("by"), dict):
        found["by"] = {name: str(value) if isinstance(value, int) else value for name, value in found["by"].items()}
    return found


def _explained(lines: yaml_lines.Lines, error: Any) -> DefinitionError:
    """pydantic's finding in our words."""
    path = tuple(step for step in error["loc"] if isinstance(step, str | int))
    name = str(path[0]) if path else "the example"
    known = [field for field in Example.model_fields if field != "kpi"]
    match error["type"]:
        case "missing":
            return DefinitionError(f"The field {name} is absent.", where=lines.where(), do=f"Write {name}: and its value.")
        case "extra_forbidden":
            return DefinitionError(f'There is no field "{name}". {nearest(name, known)}'.strip(), where=lines.where(*path), do="")
    return DefinitionError(
        f"{name} is not what it should be: {error['msg']}.", where=lines.where(*path), do="Put numbers meant as text in quotes."
    )


def _check(example: Example, lines: yaml_lines.Lines) -> None:
    """Hold the example's names and values against the mart, the settings and the calendar."""

    def wrong(what: str, do: str, *path: yaml_lines.Step) -> DefinitionError:
        return DefinitionError(what, where=lines.where(*path), do=do)

    for table, rows in example.rows.items():
        if table not in TABLES:
            raise wrong(f'There is no table "{table}".', nearest(table, TABLES) or "See docs/reference/mart.md.", "rows", table)
        known = {column.name: column for column in TABLES[table].columns}
        for place, row in enumerate(rows):
            for column in row:
                if column not in known and column != "_source":
                    do = nearest(column, known) or "See docs/reference/mart.md."
                    raise wrong(f'{table} has no column "{column}".', do, "rows", table, place, column)
                if column in known and known[column].day_of:
                    do = f"Give {known[column].day_of}."
                    raise wrong(f"{column} is filled at load.", do, "rows", table, place, column)
    for field, value in (("answer", example.answer), *(("beside", value) for value in example.beside.values())):
        if value != UNDEFINED and not _NUMBER.fullmatch(value):
            raise wrong(f'"{value}" is no exact number.', f'Write a decimal such as "12.5", or {UNDEFINED}.', field)
    try:
        periods.parse(example.period, example.workspace.business_calendar)
    except ValidationError as problem:
        first = problem.errors()[0]
        name = str(first["loc"][0])
        raise wrong(f"{name}: {first['msg']}.", nearest(name, Settings.model_fields), "settings", name) from None
    except ScorelineError as problem:
        raise wrong(problem.what, problem.do, "period") from None
    for cut in example.by:
        try:
            dimensions.dimension(cut)
        except ScorelineError as problem:
            raise wrong(problem.what, problem.do, "by", cut) from None
