"""Who may take which step in a matrix's life."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.engine.members import Member
from scoreline.errors import PeriodError
from scoreline.periods import parse
from scoreline.planning.fingerprint import fingerprint
from scoreline.planning.levels import Direction, Levels
from scoreline.planning.lifecycle import (
    Agreement,
    Part,
    Signature,
    Status,
    is_own,
    part_of,
    refuse_own,
    refuse_reread,
    status,
    together,
    unsigned,
)
from scoreline.planning.matrix import Matrix, MatrixRow

ANNA, WEST = Member("person", "Anna Snelling", "7", "crm"), Member("team", "West", "w", "crm")
NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def matrix(member: Member = ANNA, norm: str = "5", weight: str = "1") -> Matrix:
    row = MatrixRow("revenue", weight=Decimal(weight), levels=Levels(Direction.UP, Decimal(0), Decimal(norm), Decimal("1E+3")))
    return Matrix(member, parse("2026-03"), (row,))


def agreement(*parts: tuple[Part, str], of: Matrix | None = None) -> Agreement:
    held = of or matrix()
    return Agreement(held, tuple(Signature(part, by, NOON, fingerprint(held)) for part, by in parts))


PROPOSED = (Part.PROPOSAL, "Kate")


class TestFingerprint:
    def test_numbers_count_by_their_value_and_names_do_not_count(self) -> None:
        renamed = Member("person", "Anna Faz", "7", "crm")
        assert fingerprint(matrix(norm="5")) == fingerprint(matrix(norm="5.00")) == fingerprint(matrix(renamed, weight="1.0"))

    @given(st.decimals(1, 999, places=6), st.decimals(1, 999, places=6))
    def test_another_level_is_another_matrix(self, one: Decimal, other: Decimal) -> None:
        assert (fingerprint(matrix(norm=str(one))) == fingerprint(matrix(norm=str(other)))) == (one == other)


class TestWho:
    @pytest.mark.parametrize("name", ["Anna Snelling", " anna  SNELLING ", "7"])
    def test_nobody_sets_an_own_matrix(self, name: str) -> None:
        with pytest.raises(PeriodError, match=r"matrix of Anna Snelling for 2026-03: Nobody sets an own"):
            refuse_own(matrix(), name)

    def test_others_may_and_a_team_is_nobody(self) -> None:
        refuse_own(matrix(), "Kate")
        refuse_own(matrix(WEST), "West")
        assert not is_own(WEST, "West")

    def test_the_member_and_the_proposer_sign(self) -> None:
        assert part_of(agreement(PROPOSED), "anna snelling") is Part.MEMBER
        assert part_of(agreement(PROPOSED), "KATE") is Part.MANAGER
        with pytest.raises(PeriodError, match="Boris may not sign it: Anna Snelling does, and Kate"):
            part_of(agreement(PROPOSED), "Boris")

    def test_anybody_but_its_manager_signs_for_a_team(self) -> None:
        assert part_of(agreement(PROPOSED, of=matrix(WEST)), "Boris") is Part.MEMBER

    def test_nothing_is_signed_before_it_is_proposed_nor_twice(self) -> None:
        with pytest.raises(PeriodError, match="Nobody has proposed it"):
            part_of(agreement(), "Anna Snelling")
        with pytest.raises(PeriodError, match="Kate signed it already, on 2026-03-01"):
            part_of(agreement(PROPOSED, (Part.MANAGER, "Kate")), "Kate")


class TestRead:
    def test_what_was_read_must_be_what_is_there(self) -> None:
        held = agreement(PROPOSED)
        july = held.matrix.period
        refuse_reread([held], held.fingerprint, july)
        refuse_reread([held], held.fingerprint[:8].upper(), july)
        with pytest.raises(PeriodError, match="has changed since"):
            refuse_reread([held], fingerprint(matrix(norm="6")), july)
        with pytest.raises(PeriodError, match="too short"):
            refuse_reread([held], held.fingerprint[:7], july)

    @given(st.permutations(range(4)), st.integers(0, 3))
    def test_several_have_one_fingerprint_in_any_order_which_any_change_changes(self, order: list[int], which: int) -> None:
        every = [Agreement(matrix(norm=str(number + 5))) for number in range(4)]
        assert together([every[place] for place in order]) == together(every)
        changed = [Agreement(matrix(norm="99")) if number == which else one for number, one in enumerate(every)]
        assert together(changed) != together(every)
        refuse_reread([every[place] for place in order], together(every)[:12], every[0].matrix.period)
        with pytest.raises(PeriodError, match=r"4 matrices for 2026-03: They are not the matrices that were read"):
            refuse_reread(changed, together(every), every[0].matrix.period)

    def test_signatures_of_a_changed_matrix_do_not_count(self) -> None:
        signed = agreement(PROPOSED, (Part.MEMBER, "Anna Snelling"), (Part.MANAGER, "Kate"))
        assert signed.agreed
        assert not Agreement(matrix(norm="6"), signed.signatures).agreed


class TestStatus:
    BOTH = (PROPOSED, (Part.MEMBER, "Anna Snelling"), (Part.MANAGER, "Kate"))

    @pytest.mark.parametrize(
        ("parts", "today", "version", "expected"),
        [
            ((), "2026-03-05", 0, Status.DRAFT),
            (BOTH[:2], "2026-03-05", 0, Status.DRAFT),
            (BOTH, "2026-02-28", 0, Status.AGREED),
            (BOTH, "2026-03-01", 0, Status.RUNNING),
            (BOTH, "2026-05-01", 0, Status.RUNNING),
            (BOTH, "2026-05-01", 1, Status.CLOSED),
            ((), "2026-05-01", 2, Status.RESTATED),
        ],
    )
    def test_by_names_days_and_closings(self, parts: tuple[tuple[Part, str], ...], today: str, version: int, expected: Status) -> None:
        assert status(agreement(*parts), dt.date.fromisoformat(today), version) is expected

    def test_what_is_lacking_is_said(self) -> None:
        assert unsigned([agreement(), agreement(PROPOSED), agreement(*self.BOTH)]) == (
            "Anna Snelling lacks a proposal",
            "Anna Snelling lacks the signature of Anna Snelling and the signature of Kate",
        )


def test_a_matrix_waits_for_those_who_have_not_signed() -> None:
    assert agreement().waits_for == ()
    assert agreement((Part.PROPOSAL, "Eva")).waits_for == ("Anna Snelling", "Eva")
    assert agreement((Part.PROPOSAL, "Eva"), (Part.MEMBER, "Anna Snelling")).waits_for == ("Eva",)
    assert agreement((Part.PROPOSAL, "Eva"), (Part.MEMBER, "Anna Snelling"), (Part.MANAGER, "Eva")).waits_for == ()


def test_a_signature_is_read_as_it_was_written() -> None:
    (signed,) = agreement((Part.MEMBER, "Anna Snelling")).signatures
    assert Signature.read(signed.plain) == signed
