"""Formulas: what they parse to, how they read, and that printing and parsing again gives the same value."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.errors import DefinitionError
from scoreline.kpis import formula
from scoreline.kpis.formula import Name, Node, Number, Operation

NAMES = ["a", "b", "c"]


def parse(text: str) -> Node:
    return formula.parse(text, lambda name: Name(name) if name in NAMES else None, NAMES, lambda what, do: DefinitionError(what, do=do))


def value(node: Node, values: dict[str, Fraction]) -> Fraction | None:
    """The formula's value, None where it divides by 0: written anew, apart from the engine."""
    match node:
        case Number(number):
            return Fraction(number)
        case Name(name):
            return values[name]
    assert isinstance(node, Operation)
    left, right = value(node.left, values), value(node.right, values)
    if left is None or right is None or (node.operator == "/" and right == 0):
        return None
    return {"+": left + right, "-": left - right, "*": left * right, "/": left / right if right else Fraction(0)}[node.operator]


_texts = st.recursive(
    st.sampled_from(["a", "b", "c", "2", "100"]),
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"),
    max_leaves=12,
)


def test_a_formula_without_a_measure_and_one_without_end_are_refused() -> None:
    for text in ("42", "1 + 2", " + ".join(["a"] * 3000), "(" * 900 + "a" + ")" * 900):
        with pytest.raises(DefinitionError):
            parse(text)


@given(_texts.filter(lambda text: any(name in text for name in NAMES)), st.tuples(*[st.integers(-9, 9).map(Fraction)] * 3))
def test_a_formula_reads_as_it_computes(text: str, numbers: tuple[Fraction, Fraction, Fraction]) -> None:
    node = parse(text)
    values = dict(zip(NAMES, numbers, strict=True))
    printed = formula.text(node, lambda leaf: leaf.name).replace("×", "*").replace("÷", "/").replace("−", "-")
    assert value(parse(printed), values) == value(node, values)


def test_shifts_reach_every_measure_inside() -> None:
    node = parse("100 * (a - previous(a + b)) / year_ago(c)")
    assert formula.leaves(node) == [Name("a"), Name("a", "previous"), Name("b", "previous"), Name("c", "year_ago")]
    assert formula.divides(node)
    assert not formula.divides(parse("a - b"))
