"""Whether the units of a formula fit: a small dimension analysis over money and days.

Counts, shares and scores are plain numbers. Sums of unlike units are refused; a quotient of money is a plain number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from scoreline.errors import DefinitionError
from scoreline.kpis.expressions import Expression, column_type
from scoreline.kpis.formula import Calendar, Name, Node, Number, Root, dated
from scoreline.kpis.model import Measure
from scoreline.kpis.relations import Relation
from scoreline.mart.columns import Type

Fail = Callable[[str, str], DefinitionError]


@dataclass(frozen=True)
class Measured:
    """The power of money and of days in a value. `constant` values fit every unit in a sum."""

    money: int = 0
    days: int = 0
    constant: bool = False

    @property
    def name(self) -> str:
        """In words."""
        return {(0, 0): "a plain number", (1, 0): "money", (0, 1): "days"}.get((self.money, self.days), "a mixture of units")


def of_measure(measure: Measure, argument: Expression, relation: Relation) -> Measured:
    """The unit of a measure's value."""
    if measure.aggregate in ("count", "distinct"):
        return Measured()
    return _of_tree(argument.tree, relation)


def _of_tree(tree: exp.Expr, relation: Relation) -> Measured:
    match tree:
        case exp.Column():
            type = column_type(tuple(part.name for part in tree.parts), relation)
            return Measured(money=1) if type is Type.MONEY else Measured()
        case exp.Sub() if _is_date(tree.left, relation) and _is_date(tree.right, relation):
            return Measured(days=1)
        case exp.Anonymous():  # day_number, the only function of our own
            return Measured(days=1)
        case exp.Mul() | exp.Div():
            left, right = _of_tree(tree.left, relation), _of_tree(tree.right, relation)
            sign = 1 if isinstance(tree, exp.Mul) else -1
            return Measured(left.money + sign * right.money, left.days + sign * right.days)
        case exp.Add() | exp.Sub():
            return _of_tree(tree.left, relation)
        case exp.Paren() | exp.Neg() | exp.Coalesce():
            return _of_tree(tree.this, relation)
        case exp.Case():
            branches = [branch.args["true"] for branch in tree.args.get("ifs", [])]
            return _of_tree(branches[0], relation) if branches else Measured()
    return Measured()


def _is_date(tree: exp.Expr, relation: Relation) -> bool:
    if not isinstance(tree, exp.Column):
        return False
    return column_type(tuple(part.name for part in tree.parts), relation) is Type.DATE


def of_formula(node: Node, measures: Callable[[str], Measured], fail: Fail) -> Measured:
    """The unit of a formula; an error where a sum adds unlike units."""
    match node:
        case Number():
            return Measured(constant=True)
        case Calendar():
            return Measured(days=1)
        case Root(of):
            return Measured(constant=of_formula(of, measures, fail).constant)
        case Name(name):
            return measures(name)
    left, right = of_formula(node.left, measures, fail), of_formula(node.right, measures, fail)
    if node.operator == "*":
        return Measured(left.money + right.money, left.days + right.days, left.constant and right.constant)
    if node.operator == "/":
        return Measured(left.money - right.money, left.days - right.days, left.constant and right.constant)
    if left.constant or right.constant:
        return right if left.constant else left
    if (left.money, left.days) != (right.money, right.days):
        raise fail(f"The formula adds {left.name} to {right.name}.", "Add or subtract like with like.")
    return left


EXPECTED = {"money": Measured(money=1), "days": Measured(days=1)}


def check(unit: str, node: Node, found: Measured, fail: Fail) -> None:
    """Whether a formula's unit is the one declared. Where the period's own days enter, only money must fit."""
    expected = EXPECTED.get(unit, Measured())
    if dated(node):
        found = Measured(found.money, expected.days)
    if not found.constant and (found.money, found.days) != (expected.money, expected.days):
        raise fail(f'The unit is declared as "{unit}", but the formula gives {found.name}.', "Mend the unit or the formula.")
