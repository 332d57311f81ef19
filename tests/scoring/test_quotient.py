"""Quotients of decimals are what fractions would be, to the digit."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.errors import QueryError
from scoreline.planning.exact import decimal
from scoreline.scoring.quotient import Quotient, less, plain, plus, times

numbers = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9),
    st.sampled_from(["1E+30", "1E-30", "0.30000000000000004", "-0", "100.00"]).map(Decimal),
)
quotients = st.builds(Quotient, numbers, numbers.filter(bool))


def fraction(quotient: Quotient) -> Fraction:
    return Fraction(quotient.over) / Fraction(quotient.under)


@given(one=quotients)
def test_it_is_written_as_its_fraction_is(one: Quotient) -> None:
    assert str(one.decimal) == str(decimal(fraction(one))) and one.fraction == fraction(one)


@given(one=quotients, other=quotients)
def test_it_is_compared_exactly(one: Quotient, other: Quotient) -> None:
    assert (one < other) is (fraction(one) < fraction(other))
    assert max(one, other).fraction == max(fraction(one), fraction(other))


@given(one=numbers, other=numbers)
def test_no_digit_is_lost(one: Decimal, other: Decimal) -> None:
    first, second = Fraction(one), Fraction(other)
    assert [Fraction(result(one, other)) for result in (plus, less, times)] == [first + second, first - second, first * second]


def test_a_float_is_the_decimal_that_reads_back_as_it() -> None:
    assert (plain(0.1), plain(7), plain(Decimal("2.50"))) == (Decimal("0.1"), 7, Decimal("2.50"))
    with pytest.raises(QueryError, match="not a number"):
        plain(Decimal("NaN"))
