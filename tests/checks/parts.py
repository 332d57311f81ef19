"""The two parts of a ratio, from what the product says a number is made of."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoreline.kpis import formula
from scoreline.kpis.formula import Name, Node, Number, Operation, Root
from tests.checks.cells import Days
from tests.checks.comparing import Value

PERCENT = Number(Decimal(100))


@dataclass(frozen=True)
class Ratio:
    """What stands above and below the stroke; `plain` unless the ratio is measured in other units than its parts are."""

    above: Node
    below: Node
    plain: bool = True


def ratio(node: Node) -> Ratio | None:
    """The ratio that a formula is, if it is one."""
    if not isinstance(node, Operation) or node.operator not in "*/":
        return None
    left, right = node.left, node.right
    if not formula.leaves(left) or not formula.leaves(right):
        found = ratio(left if formula.leaves(left) else right)
        return found and Ratio(found.above, found.below, found.plain and node.operator == "*" and PERCENT in (left, right))
    if node.operator == "*":
        return None
    if isinstance(left, Operation) and left.operator == "*" and PERCENT in (left.left, left.right):
        left = left.right if left.left == PERCENT else left.left
    return Ratio(left, right)


def worth(node: Node, parts: Mapping[Name, Value], span: Days) -> Fraction | float | None:
    """A formula's value in a period, from the values of its measures."""
    if isinstance(node, Number):
        return Fraction(node.value)
    if isinstance(node, Name):
        value = parts[node]
        return value if value is None or isinstance(value, float) else Fraction(value)
    if isinstance(node, Root):
        value = worth(node.of, parts, span)
        return None if value is None or value < 0 else math.sqrt(value)
    if not isinstance(node, Operation):
        return Fraction((span.stop - (span.start if node.name == "days" else dt.date(1970, 1, 1))).days)
    left, right = worth(node.left, parts, span), worth(node.right, parts, span)
    if left is None or right is None or (node.operator == "/" and right == 0):
        return None
    return {"+": lambda: left + right, "-": lambda: left - right, "*": lambda: left * right, "/": lambda: left / right}[node.operator]()


def named(leaf: Name) -> str:
    """The name under which a number is explained."""
    return f"{leaf.shift}({leaf.name})" if leaf.shift else leaf.name
