"""Late data that is carried: nothing is lost, nothing counts twice."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.errors import PeriodError
from scoreline.periods import parse
from scoreline.planning.carries import Carry, Moved, all_corrected, corrected, moved, number, refuse_direction, refuse_lost

ANNA, BORIS = Member("person", "Anna", "1", "crm"), Member("person", "Boris", "2", "crm")
MONTHS = [parse(f"2017-0{month}") for month in (6, 7, 8)]
JUNE, JULY, _ = MONTHS

amounts = st.decimals(-(10**9), 10**9, places=2)


def carry(source: int, into: int, amount: str | Decimal, member: Member = ANNA, kpi: str = "revenue") -> Carry:
    return Carry(member, kpi, MONTHS[source], MONTHS[into], Decimal(amount), 1, 2, "late")


moves = st.lists(st.tuples(st.sampled_from([(0, 1), (0, 2), (1, 2)]), amounts), max_size=6)


@given(st.lists(amounts, min_size=3, max_size=3), moves)
def test_all_periods_together_are_what_the_data_says(values: Sequence[Decimal], went: Sequence[tuple[tuple[int, int], Decimal]]) -> None:
    carries = [carry(*ends, amount) for ends, amount in went]
    facts = [all_corrected({"revenue": Fact(value, FactState.VALUE)}, _anna(carries, month)) for month, value in enumerate(values)]
    assert sum(number(one["revenue"]) for one in facts) == sum(values)


@given(amounts, amounts)
def test_what_is_late_and_carried_leaves_the_closed_figure_as_it_was(frozen: Decimal, late: Decimal) -> None:
    today = Fact(frozen + late, FactState.VALUE)
    net = _anna([carry(0, 1, late)], 0).get("revenue")
    assert net is not None and number(corrected(today, net.net)) == frozen
    assert corrected(corrected(today, net.net), net.out).value == today.value


def _anna(carries: Sequence[Carry], month: int) -> dict[str, Moved]:
    return {kpi: what for (member, kpi), what in moved(carries, MONTHS[month]).items() if member == ANNA.key}


@pytest.mark.parametrize(
    ("fact", "amount", "expected"),
    [
        (Fact(Decimal(100), FactState.VALUE), "20.50", Fact(Decimal("120.50"), FactState.VALUE)),
        (Fact(None, FactState.ZERO), "20", Fact(Decimal(20), FactState.VALUE)),
        (Fact(Decimal(20), FactState.VALUE), "-20", Fact(Decimal(0), FactState.ZERO)),
        (Fact(Decimal(7), FactState.MISSING), "1", Fact(Decimal(8), FactState.MISSING)),
        (Fact(None, FactState.MISSING), "1", Fact(None, FactState.MISSING)),
        (Fact(None, FactState.UNDEFINED), "1", Fact(None, FactState.UNDEFINED)),
        (Fact(None, FactState.NOT_APPLICABLE), "1", Fact(None, FactState.NOT_APPLICABLE)),
        (Fact(Decimal("5.00"), FactState.VALUE), "0", Fact(Decimal("5.00"), FactState.VALUE)),
        (Fact(0.1, FactState.VALUE), "0.2", Fact(Decimal("0.3"), FactState.VALUE)),
    ],
)
def test_a_correction_is_added_to_what_there_is(fact: Fact, amount: str, expected: Fact) -> None:
    assert corrected(fact, Decimal(amount)) == expected


def test_they_are_told_apart_by_member_kpi_and_period() -> None:
    found = moved([carry(0, 1, "1"), carry(0, 1, "2", BORIS), carry(0, 2, "4"), carry(0, 1, "8", kpi="calls")], JULY)
    assert {key: what.net for key, what in found.items()} == {
        (ANNA.key, "revenue"): 1, (BORIS.key, "revenue"): 2, (ANNA.key, "calls"): 8,
    }  # fmt: skip
    assert moved([carry(0, 1, "1")], parse("2017-Q3")) == {}, "a quarter begins on the same day, but is another period"


def test_it_goes_forward_into_a_period_of_its_kind() -> None:
    refuse_direction(JUNE, JULY)
    for into, what in (
        (JUNE, "carried forward"),
        (parse("2017-05"), "carried forward"),
        (parse("2017-Q3"), "They are a month and a quarter"),
    ):
        with pytest.raises(PeriodError, match=rf"2017-06 into {into.label}: .*{what}"):
            refuse_direction(JUNE, into)


def test_what_finds_no_fact_is_named() -> None:
    came = [carry(0, 1, "12.50"), carry(0, 1, "3", BORIS)]
    refuse_lost(JULY, came, [(ANNA.key, "revenue"), (BORIS.key, "revenue")])
    with pytest.raises(PeriodError, match=r"2017-07: Corrections would be lost: 12\.50 of revenue of Anna from 2017-06\."):
        refuse_lost(JULY, came, [(BORIS.key, "revenue"), (ANNA.key, "calls")])
