"""What is planted in the made-up company, read from truths.yaml, and the switches that leave it out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from scoreline.errors import ScorelineError, nearest
from scoreline.mart.sql import text as literal

Figure = str | int | float | dt.date


@dataclass(frozen=True)
class Truth:
    """One truth: what it is, and the figures that the SQL plants it by."""

    name: str
    title: str
    what: str
    figures: Mapping[str, Figure]


@cache
def truths() -> dict[str, Truth]:
    """All truths by name."""
    text = resources.files("scoreline.demo").joinpath("truths.yaml").read_text("utf-8")
    found: dict[str, dict[str, Figure]] = yaml.safe_load(text)
    return {name: Truth(name, str(item.pop("title")), str(item.pop("what")), item) for name, item in found.items()}


def check(without: Collection[str]) -> None:
    """ScorelineError for a name that is no truth's."""
    for name in without:
        if name not in truths():
            raise ScorelineError(
                f'There is no truth "{name}" to leave out. {nearest(name, truths())}'.strip(),
                where="demo",
                do=f"Known: {', '.join(truths())}.",
            )


def macros(without: Collection[str]) -> str:
    """SQL that makes the macro `planted(name)`, and a macro for every figure: promotion_lift() and so on."""
    planted = ", ".join(literal(name) for name in truths() if name not in without) or "''"
    lines = [f"CREATE TEMP MACRO planted(truth) AS truth IN ({planted});"]
    for truth in truths().values():
        lines += [f"CREATE TEMP MACRO {truth.name}_{name}() AS {_literal(value)};" for name, value in truth.figures.items()]
    return "\n".join(lines)


def _literal(value: Figure) -> str:
    if isinstance(value, dt.date):
        return f"DATE '{value}'"
    return literal(value) if isinstance(value, str) else repr(value)
