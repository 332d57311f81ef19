"""Schemes as canonical JSON, and their fingerprints."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from scoreline.periods import Grain
from scoreline.scoring.rates import Accelerator, On, Rate, Rule, Table
from scoreline.scoring.scheme import Scheme, plain, scheme_from
from scoreline.scoring.settlement import Draw

numbers = st.decimals(min_value=0, max_value=10**9, places=4)


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    """Schemes of one or two rules, of every table and scale."""
    rules = []
    for kpi in draw(st.sampled_from([["revenue"], ["revenue", "visits"]])):
        middle = draw(numbers) + 1
        rates = (Rate(Decimal(0), middle, draw(numbers)), Rate(middle, None, Decimal(10**9)))
        faster = Accelerator(draw(numbers), draw(numbers) + 1) if draw(st.booleans()) else None
        rules.append(
            Rule(kpi, draw(st.sampled_from(Table)), rates, draw(st.sampled_from(On)), draw(numbers), faster, draw(st.none() | numbers))
        )
    lent = draw(st.none() | st.builds(Draw, numbers, st.booleans()))
    return Scheme("seller", draw(st.sampled_from([Grain.MONTH, Grain.QUARTER, Grain.YEAR])), tuple(rules), lent)


@given(schemes())
def test_a_scheme_comes_back_from_its_plain_form(scheme: Scheme) -> None:
    assert scheme_from(plain(scheme)) == scheme
    assert scheme_from(plain(scheme)).fingerprint == scheme.fingerprint


@given(schemes(), schemes())
def test_only_the_same_rules_have_the_same_fingerprint(one: Scheme, other: Scheme) -> None:
    assert (one.fingerprint == other.fingerprint) == (one == other)
    assert replace(one, draw=Draw(Decimal("0.5"))).fingerprint == replace(one, draw=Draw(Decimal("0.50"))).fingerprint
