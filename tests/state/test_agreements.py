"""Proposing and signing: kept, refused, and in the trail."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scoreline.engine.members import Member
from scoreline.errors import PeriodError, ScorelineError
from scoreline.periods import parse
from scoreline.planning.lifecycle import Agreement, Part, together
from scoreline.state import audit, services
from scoreline.state.agreements import agreements, propose, propose_all, sign, sign_all
from tests.state.test_services import ANNA, matrix, simple

JULY = parse("2017-07")


def signed(home: Path, norm: int = 1) -> Agreement:
    """Anna's matrix for July, proposed by Kate and signed by both."""
    services.apply(home, [matrix(rows=simple(norm))], by="Kate")
    read = propose(home, ANNA, JULY, by="Kate").fingerprint
    sign(home, ANNA, JULY, read=read, by="Anna")
    return sign(home, ANNA, JULY, read=read[:12], by="Kate")


def test_both_signatures_make_it_agreed(home: Path) -> None:
    made = signed(home)
    (found,) = agreements(home)
    assert found == made and found.agreed and found.lacks == ""
    assert [(entry.kind, entry.by) for entry in audit.trail(home)] == [
        ("matrix", "Kate"), ("proposal", "Kate"), ("signature", "Anna"), ("signature", "Kate"),
    ]  # fmt: skip
    assert json.loads(audit.trail(home, limit=1)[0].after or "")["fingerprint"] == made.fingerprint


def test_a_changed_matrix_loses_its_signatures_and_says_so(home: Path) -> None:
    signed(home)
    services.apply(home, [matrix(rows=simple(1))], by="Kate")
    assert agreements(home)[0].agreed, "nothing changed"
    services.apply(home, [matrix(rows=simple(2))], by="Kate")
    assert agreements(home)[0].signatures == ()
    changed, lost = audit.trail(home, limit=2)
    assert (changed.kind, lost.kind) == ("matrix", "signatures lost")
    assert [one["by"] for one in json.loads(lost.before or "")] == ["Kate", "Anna", "Kate"]


def test_a_matrix_that_changed_since_it_was_read_is_not_signed(home: Path) -> None:
    services.apply(home, [matrix(rows=simple(1))])
    read = propose(home, ANNA, JULY, by="Kate").fingerprint
    services.apply(home, [matrix(rows=simple(2))])
    propose(home, ANNA, JULY, by="Kate")
    entries = len(audit.trail(home))
    with pytest.raises(PeriodError, match=r"matrix of Anna for 2017-07: It is not the matrix that was read .*changed since"):
        sign(home, ANNA, JULY, read=read, by="Anna")
    assert [one.part for one in agreements(home)[0].signatures] == [Part.PROPOSAL]
    assert len(audit.trail(home)) == entries


def test_nobody_applies_or_proposes_an_own_matrix(home: Path) -> None:
    with pytest.raises(PeriodError, match="Nobody sets an own matrix"):
        services.apply(home, [matrix()], by="anna")
    assert services.matrices(home) == ()
    services.apply(home, [matrix()], by="Kate")
    with pytest.raises(PeriodError, match="Nobody sets an own matrix"):
        propose(home, ANNA, JULY, by="Anna")
    assert agreements(home)[0].signatures == ()


def test_another_manager_proposes_anew(home: Path) -> None:
    services.apply(home, [matrix(rows=simple(1))])
    read = propose(home, ANNA, JULY, by="Kate").fingerprint
    sign(home, ANNA, JULY, read=read, by="Kate")
    sign(home, ANNA, JULY, read=read, by="Anna")
    with pytest.raises(PeriodError, match="agreed already"):
        propose(home, ANNA, JULY, by="Boris")
    services.apply(home, [matrix(rows=simple(2))])
    read = propose(home, ANNA, JULY, by="Kate").fingerprint
    sign(home, ANNA, JULY, read=read, by="Kate")
    assert [(one.part, one.by) for one in propose(home, ANNA, JULY, by="Boris").signatures] == [(Part.PROPOSAL, "Boris")]
    assert agreements(home)[0].lacks == "the signature of Anna and the signature of Boris"


def test_many_are_proposed_and_signed_at_once_or_none_is(home: Path) -> None:
    boris = Member("person", "Boris", "2", "crm")
    services.apply(home, [matrix(rows=simple(1)), matrix(boris, rows=simple(2))], by="Kate")
    made = propose_all(home, [ANNA, boris], JULY, by="Kate")
    read = together(made)
    assert [one.part for agreement in sign_all(home, [boris, ANNA], JULY, read=read, by="Kate") for one in agreement.signatures] == [
        Part.PROPOSAL, Part.MANAGER, Part.PROPOSAL, Part.MANAGER,
    ]  # fmt: skip
    before, entries = agreements(home), audit.trail(home)
    for refused, match in (
        (lambda: sign_all(home, [ANNA, boris], JULY, read=read, by="Kate"), "Kate signed it already"),
        (lambda: sign_all(home, [ANNA, boris], JULY, read=read, by="Anna"), "Anna may not sign it"),
        (lambda: sign_all(home, [ANNA, boris], JULY, read=made[0].fingerprint, by="Kate"), "2 matrices for 2017-07: They are not"),
        (lambda: propose_all(home, [ANNA, boris], JULY, by="Boris"), "matrix of Boris for 2017-07: Nobody sets an own matrix"),
        (lambda: propose_all(home, [ANNA, Member("person", "Carla", "3", "crm")], JULY, by="Kate"), "Carla, 2017-07: There is no matrix"),
    ):
        with pytest.raises(PeriodError, match=match):
            refused()
        assert (agreements(home), audit.trail(home)) == (before, entries)


def test_there_is_nothing_to_sign(home: Path) -> None:
    with pytest.raises(PeriodError, match="There is no matrix"):
        propose(home, ANNA, JULY, by="Kate")
    assert audit.trail(home) == ()


def test_two_who_sign_at_once_sign_once(home: Path) -> None:
    services.apply(home, [matrix(rows=simple(1))])
    read = propose(home, ANNA, JULY, by="Kate").fingerprint

    def attempt(_: int) -> bool:
        try:
            sign(home, ANNA, JULY, read=read, by="Anna")
        except ScorelineError as refused:
            assert "signed it already" in refused.text
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(4))) == [False, False, False, True]
