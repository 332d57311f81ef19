"""A KPI's formula as what is counted over what it is counted from, so that segments can be added up: 100 * won / decided."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scoreline.errors import QueryError
from scoreline.kpis.formula import Name, Node, Number, Operation, leaves
from scoreline.kpis.registry import Registry

_ADDING = ("count", "sum")


@dataclass(frozen=True)
class Quotient:
    """`scale` * over / under; without `under` a plain total. Both are sums and differences of measures whose segments add up."""

    scale: Fraction
    over: Node
    under: Node | None = None


def quotient(registry: Registry, kpi: str) -> Quotient:
    """The formula of a KPI so. QueryError where segments of it do not add up: a median, distinct customers, growth, a root."""
    above: list[Node] = []
    below: list[Node] = []
    scale = _factors(registry.formulas[kpi], above, below, Fraction(1))
    found = [*above, *below]
    if len(above) != 1 or len(below) > 1 or not all(_adds(registry, node) for node in found):
        raise QueryError(
            f"The change of {kpi} cannot be told by segment: its segments do not add up.",
            do="Choose a sum, a count, or a quotient of two such: revenue, win_rate, average_order_value.",
        )
    return Quotient(scale, above[0], below[0] if below else None)


def _factors(node: Node, above: list[Node], below: list[Node], scale: Fraction) -> Fraction:
    """Take a product apart: constants go into the scale, the rest above or below the line."""
    match node:
        case Number(value):
            return scale * Fraction(value)
        case Operation("*", left, right):
            return _factors(right, above, below, _factors(left, above, below, scale))
        case Operation("/", left, right):
            return _factors(left, above, below, scale) / _factors(right, below, above, Fraction(1))
    above.append(node)
    return scale


def _adds(registry: Registry, node: Node) -> bool:
    """Whether it is made of measures by + and - only, each a sum or count of the period itself."""
    return _linear(node) and all(not leaf.shift and registry.measures[leaf.name].measure.aggregate in _ADDING for leaf in leaves(node))


def _linear(node: Node) -> bool:
    match node:
        case Name():
            return True
        case Operation("-", Number(value), right):  # -x
            return value == 0 and _linear(right)
        case Operation("+" | "-", left, right):
            return _linear(left) and _linear(right)
    return False


def signs(node: Node, sign: int = 1) -> dict[str, int]:
    """How often each measure of a sum or difference is added (or, below 0, taken away)."""
    found: dict[str, int] = {}
    match node:
        case Name(name):
            found[name] = sign
        case Operation(operator, left, right):
            for side, turned in ((left, sign), (right, -sign if operator == "-" else sign)):
                for name, times in signs(side, turned).items():
                    found[name] = found.get(name, 0) + times
    return found
