"""The formulas of KPIs: + - * / and brackets over measures, other KPIs, previous(x), year_ago(x), whole(x), sqrt(x).

`whole(x)` is x of all members of the cut that the KPI needs. `days` is the number of the period's days, `end_day` the number of
the first day after it, counted from 1970-01-01.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from scoreline.errors import DefinitionError, nearest

SHIFTS = ("previous", "year_ago")
WHOLE = "whole"
CALENDAR = ("days", "end_day")
MAX_LENGTH = 2000
_OPERATORS: dict[type[exp.Expr], str] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/"}


@dataclass(frozen=True)
class Number:
    """A constant."""

    value: Decimal


@dataclass(frozen=True)
class Name:
    """A measure's value; `shift` is where it is looked up: empty for the cell itself, previous, year_ago, or whole."""

    name: str
    shift: str = ""


@dataclass(frozen=True)
class Calendar:
    """A number of the period itself: days or end_day."""

    name: str


@dataclass(frozen=True)
class Root:
    """The square root of a node."""

    of: Node


@dataclass(frozen=True)
class Operation:
    """Two nodes joined by + - * or /."""

    operator: str
    left: Node
    right: Node


Node = Number | Name | Calendar | Root | Operation
Fail = Callable[[str, str], DefinitionError]


def parse(text: str, known: Callable[[str], Node | None], names: list[str], fail: Fail) -> Node:
    """The formula as a tree. `known(name)` gives a name's node (a KPI's own tree, or a measure), None where there is none."""
    if len(text) > MAX_LENGTH:
        raise fail(f"The formula is longer than {MAX_LENGTH} characters.", "Split it into KPIs that build on each other.")
    try:
        tree = exp.column(text) if text in names else sqlglot.parse_one(text, dialect="duckdb")
        node = _node(tree, known, names, fail, text)
    except (SqlglotError, RecursionError):
        raise fail(f'"{text}" cannot be read as a formula.', "Check the brackets and operators.") from None
    if not leaves(node):
        raise fail(f'"{text}" names no measure.', "A KPI is made of at least one measure.")
    return node


def _node(tree: exp.Expr, known: Callable[[str], Node | None], names: list[str], fail: Fail, text: str) -> Node:
    match tree:
        case exp.Paren():
            return _node(tree.this, known, names, fail, text)
        case exp.Neg():
            return Operation("-", Number(Decimal(0)), _node(tree.this, known, names, fail, text))
        case exp.Literal() if not tree.is_string:
            return Number(Decimal(tree.name))
        case exp.Add() | exp.Sub() | exp.Mul() | exp.Div():
            left, right = (_node(side, known, names, fail, text) for side in (tree.left, tree.right))
            return Operation(_OPERATORS[type(tree)], left, right)
        case exp.Sqrt():
            return Root(_node(tree.this, known, names, fail, text))
        case exp.Column() if tree.name in CALENDAR and len(tree.parts) == 1 and known(tree.name) is None:
            return Calendar(tree.name)
        case exp.Column() if len(tree.parts) == 1:
            if (node := known(tree.name)) is None:
                raise fail(
                    f'"{tree.name}" in "{text}" is neither a measure nor a KPI.',
                    nearest(tree.name, names) or "Define it first.",
                )
            return node
        case exp.Anonymous() if tree.name.lower() in (*SHIFTS, WHOLE) and len(tree.expressions) == 1:
            inner = _node(tree.expressions[0], known, names, fail, text)
            return _shifted(inner, tree.name.lower(), fail)
    what = tree.name if isinstance(tree, exp.Anonymous) else tree.sql(dialect="duckdb")
    raise fail(
        f'"{what}" is not allowed in the formula "{text}".',
        "Use + - * / ( ), measures, KPIs, previous(x), year_ago(x), whole(x), sqrt(x), days and end_day.",
    )


def _shifted(node: Node, shift: str, fail: Fail) -> Node:
    match node:
        case Name(name, ""):
            return Name(name, shift)
        case Name():
            raise fail("A shift inside a shift is not allowed.", "Use previous(x), year_ago(x) or whole(x) once.")
        case Calendar(name):
            raise fail(f"{shift}({name}) is not allowed.", f"Use {name} outside of {shift}(...).")
        case Root(of):
            return Root(_shifted(of, shift, fail))
        case Operation(operator, left, right):
            return Operation(operator, _shifted(left, shift, fail), _shifted(right, shift, fail))
    return node


def leaves(node: Node) -> list[Name]:
    """The measures of a formula, each once, in the order of reading."""
    match node:
        case Name():
            return [node]
        case Root(of):
            return leaves(of)
        case Operation(_, left, right):
            return list(dict.fromkeys(leaves(left) + leaves(right)))
    return []


def divides(node: Node) -> bool:
    """Whether the formula divides anywhere: then it is a ratio, undefined where a denominator is 0."""
    if isinstance(node, Root):
        return divides(node.of)
    return isinstance(node, Operation) and (node.operator == "/" or divides(node.left) or divides(node.right))


def dated(node: Node) -> bool:
    """Whether the formula uses a number of the period itself."""
    match node:
        case Calendar():
            return True
        case Root(of):
            return dated(of)
        case Operation(_, left, right):
            return dated(left) or dated(right)
    return False


def text(node: Node, shown: Callable[[Name], str]) -> str:
    """The formula in words or numbers: every measure as `shown` gives it, brackets only where they are needed."""
    match node:
        case Number(value):
            return f"{value:f}"
        case Name():
            return shown(node)
        case Calendar(name):
            return name
        case Root(of):
            return f"√({text(of, shown)})"
    tight = node.operator in "*/"
    sides = []
    for side, right in ((node.left, False), (node.right, True)):
        inner = text(side, shown)
        loose = isinstance(side, Operation) and side.operator in "+-"
        same = right and isinstance(side, Operation) and node.operator in "-/"
        sides.append(f"({inner})" if (loose and (tight or same)) or (same and tight) else inner)
    sign = {"*": "×", "/": "÷", "-": "−"}.get(node.operator, "+")
    return f"{sides[0]} {sign} {sides[1]}"
