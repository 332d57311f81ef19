"""Closing a period: what is frozen, what keeps it open, and that it is closed wholly or not at all."""

from __future__ import annotations

import datetime as dt
import json
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from unittest.mock import patch

import pytest

import scoreline
from scoreline.engine.facts import Fact, FactState
from scoreline.errors import PeriodError
from scoreline.mart import pins
from scoreline.planning.lifecycle import Status
from scoreline.workspace import Workspace
from tests.workspace.conftest import IN_A_FILE, agree

JANUARY, QUARTER = "2024-01", "2024-Q1"


def everything(ws: Workspace) -> tuple[object, ...]:
    """All that the state holds."""
    return ws.life.closings(), ws.trail.entries(), ws.matrices(), ws.life.agreements(JANUARY)


class TestFrozen:
    def test_a_closed_period_answers_from_what_was_frozen_and_says_so(self, acme: Workspace) -> None:
        agree(acme, JANUARY)
        before = acme.score("Ann", JANUARY)
        made = acme.life.close(JANUARY, by="Olga")
        again = scoreline.open(acme.path)
        with patch("scoreline.workspace.scores.score", side_effect=AssertionError("computed anew")):
            after = again.score("Ann", JANUARY)
        assert (after.rows, after.total, after.coverage) == (before.rows, before.total, before.coverage)
        assert f"Closed on {made.at:%Y-%m-%d} by Olga: these are the figures of then, version 1." in [note.text for note in after.notes]
        assert {acme.life.status(one) for one in acme.life.agreements(JANUARY)} == {Status.CLOSED}

    def test_what_it_stands_on_is_frozen(self, acme: Workspace) -> None:
        agree(acme, JANUARY)
        made = acme.life.close(JANUARY, by="Olga")
        (held,) = acme.life.closings(JANUARY)
        assert held == made
        assert held.basis.mart_version == acme.version == 1
        assert held.basis.definitions == acme.registry.hash
        assert set(held.basis.texts) == {"revenue", "order_count", "average_order_value"}
        assert held.basis.texts["revenue"]["kpi"]["formula"] == acme.registry.kpis["revenue"].formula
        assert {row["person_id"]: row["team_id"] for row in held.basis.memberships} == {"ann": "n", "bob": "s"}
        assert [one.matrix.member.name for one in held.results] == ["Ann", "Bob, Jr."]
        assert [name["by"] for name in held.results[0].signatures] == ["Kate", "Kate", "Ann"]
        assert pins.pins(acme.mart) == {1: ("closing 2024-01",)}
        entry = acme.trail.entries(1)[0]
        assert (entry.kind, entry.about, entry.by) == ("closing", "the period 2024-01", "Olga")
        assert json.loads(entry.after or "")["results"][0]["name"] == "Ann"
        assert acme.trail.verify().problem == ""

    def test_every_row_keeps_its_state(self, acme: Workspace) -> None:
        """Bob sold nothing in January: a revenue of zero, and no average, which is undefined."""
        agree(acme, JANUARY)
        acme.life.close(JANUARY, by="Olga")
        card = acme.score("Bob, Jr.", JANUARY)
        assert [(row.kpi, row.fact, row.state) for row in card.rows] == [
            ("revenue", Decimal(0), FactState.ZERO), ("average_order_value", None, FactState.UNDEFINED),
        ]  # fmt: skip

    def test_a_quarter_is_closed_on_its_months_matrices(self, acme: Workspace) -> None:
        agree(acme, "2024-01", "2024-02", "2024-03")
        before = acme.score("Ann", QUARTER)
        acme.life.close(QUARTER, by="Olga")
        after = acme.score("Ann", QUARTER)
        assert (after.rows, after.total) == (before.rows, before.total)
        assert after.rows[0].norm == 300 and after.rows[0].fact == 130
        assert len(acme.life.closings()[0].results[0].signatures) == 9
        assert "Closed" not in str([note.text for note in acme.score("Ann", JANUARY).notes])

    def test_nothing_of_it_changes_afterwards(self, acme: Workspace) -> None:
        agree(acme, JANUARY)
        read = acme.life.agreements(JANUARY)[0].fingerprint
        acme.life.close(JANUARY, by="Olga")
        before = everything(acme)
        ann = acme.member("Ann")
        (acme.path / "matrices.yaml").write_text((acme.path / "matrices.yaml").read_text("utf-8").replace("norm: 100", "norm: 90"), "utf-8")
        for change in (
            lambda: acme.apply_matrices(acme.path / "matrices.yaml", by="Kate"),
            lambda: acme.life.propose(ann, JANUARY, by="Kate"),
            lambda: acme.life.sign(ann, JANUARY, read=read, by="Ann"),
        ):
            with pytest.raises(PeriodError, match=r"2024-01: The period is closed, since .* by Olga"):
                change()
        assert everything(acme) == before


class TestRefused:
    """Each leaves everything as it was."""

    @pytest.fixture
    def refused(self, acme: Workspace) -> object:
        """Expects a refusal with that text, and that nothing changed."""

        def expect(match: str, period: str = JANUARY, **how: str) -> None:
            before = everything(acme)
            with pytest.raises(PeriodError, match=match):
                acme.life.close(period, **{"by": "Olga", **how})
            assert everything(acme) == before
            assert pins.pins(acme.mart) == {}

        return expect

    def test_an_unsigned_matrix(self, acme: Workspace, refused) -> None:  # type: ignore[no-untyped-def]
        refused(r"2024-01: Not all matrices are agreed: Ann lacks a proposal, Bob, Jr. lacks a proposal")
        made = acme.life.close(JANUARY, by="Olga", unsigned="Ann left")
        assert made.basis.unsigned == "Ann left" == acme.trail.entries(1)[0].why

    def test_an_unsigned_month_of_a_quarter(self, acme: Workspace, refused) -> None:  # type: ignore[no-untyped-def]
        agree(acme, "2024-01", "2024-03")
        refused("Ann lacks a proposal", QUARTER)

    def test_a_period_that_nobody_agreed_on(self, refused) -> None:  # type: ignore[no-untyped-def]
        refused("2023-01: Nobody has a matrix", "2023-01")

    def test_a_period_that_is_not_over(self, acme: Workspace, refused) -> None:  # type: ignore[no-untyped-def]
        with patch("scoreline.workspace.life.Life.today", dt.date(2024, 1, 31)):
            refused("It runs until 2024-01-31")

    def test_without_a_name(self, acme: Workspace) -> None:
        agree(acme, JANUARY)
        with pytest.raises(PeriodError, match="who acts"):
            acme.life.close(JANUARY, by=" ")
        assert acme.life.closings() == ()

    def test_an_earlier_version_of_the_data(self, acme: Workspace) -> None:
        agree(acme, JANUARY)
        with pytest.raises(PeriodError, match="as of version 1"):
            scoreline.open(acme.path, as_of=1).life.close(JANUARY, by="Olga")

    def test_a_second_time(self, acme: Workspace) -> None:
        agree(acme, JANUARY)
        acme.life.close(JANUARY, by="Olga")
        before = everything(acme)
        with pytest.raises(PeriodError, match="2024-01: Olga closed it already"):
            acme.life.close(JANUARY, by="Igor")
        assert everything(acme) == before


class TestMissing:
    """April has no data: its facts are missing until somebody says what holds."""

    APRIL = "2024-04"

    @pytest.fixture
    def april(self, acme: Workspace) -> Workspace:
        (acme.path / "matrices.yaml").write_text(
            (acme.path / "matrices.yaml").read_text("utf-8").replace("to: 2024-03", "to: 2024-04"), "utf-8"
        )
        acme.apply_matrices(acme.path / "matrices.yaml", by="Kate")
        agree(acme, self.APRIL)
        return acme

    def test_a_missing_fact_keeps_it_open_until_all_are_decided(self, april: Workspace) -> None:
        before = everything(april)
        with pytest.raises(
            PeriodError, match=r"2024-04: Facts are missing: revenue of Ann, order_count of Ann, revenue of Bob, Jr\.\. .*period enter"
        ):
            april.life.close(self.APRIL, by="Olga")
        assert everything(april) == before
        ann, bob = april.member("Ann"), april.member("Bob, Jr.")
        april.life.enter(ann, self.APRIL, "revenue", Fact(Decimal("80.50"), FactState.VALUE), evidence="invoice 7", by="Ann")
        april.life.enter(ann, self.APRIL, "order_count", Fact(None, FactState.NOT_APPLICABLE), evidence="no orders by phone", by="Kate")
        assert april.score("Ann", self.APRIL).total == Decimal("80.5")
        with pytest.raises(PeriodError, match="Facts are missing: revenue of Bob, Jr"):
            april.life.close(self.APRIL, by="Olga")
        april.life.enter(bob, self.APRIL, "revenue", Fact(None, FactState.ZERO), evidence="he was ill", by="Kate")
        april.life.close(self.APRIL, by="Olga")
        first, second = (april.score(name, self.APRIL) for name in ("Ann", "Bob, Jr."))
        assert [(row.fact, row.state.value) for row in first.rows] == [(Decimal("80.50"), "value"), (None, "not_applicable")]
        assert (second.rows[0].fact, second.rows[0].state.value, second.total) == (0, "zero", 0)
        assert "Entered by hand: Revenue (Ann: invoice 7), Orders (Kate: no orders by phone)." in [note.text for note in first.notes]
        kinds = [(entry.by, entry.why) for entry in april.trail.entries() if entry.kind == "fact"]
        assert kinds == [("Ann", "invoice 7"), ("Kate", "no orders by phone"), ("Kate", "he was ill")]
        with pytest.raises(PeriodError, match="The period is closed"):
            april.life.enter(bob, self.APRIL, "revenue", Fact(Decimal(5), FactState.VALUE), evidence="found", by="Kate")

    @pytest.mark.parametrize(
        ("period", "kpi", "evidence", "said"),
        [
            ("2024-04", "revenue", " ", "revenue of Ann, 2024-04: It says neither where"),
            ("2024-04", "revenu", "x", 'The matrix has no such row. Did you mean "revenue"'),
            ("2024-01", "revenue", "x", r"The data has this fact \(value\)"),
        ],
    )
    def test_what_cannot_be_entered(self, april: Workspace, period: str, kpi: str, evidence: str, said: str) -> None:
        before = everything(april)
        with pytest.raises(PeriodError, match=said):
            april.life.enter(april.member("Ann"), period, kpi, Fact(Decimal(1), FactState.VALUE), evidence=evidence, by="Kate")
        assert everything(april) == before

    @IN_A_FILE
    def test_what_is_no_number_is_not_entered(self, april: Workspace) -> None:
        """It would keep everybody's scorecard of the period from being computed."""
        before = everything(april)
        for odd in ("NaN", "sNaN", "-Infinity", "1e400"):
            with pytest.raises(PeriodError, match=r"revenue of Ann, 2024-04: A fact cannot be .*Write digits"):
                april.life.enter(april.member("Ann"), self.APRIL, "revenue", Fact(Decimal(odd), FactState.VALUE), evidence="x", by="Kate")
        assert everything(april) == before


class TestAtOnce:
    def test_one_of_two_closes(self, acme: Workspace) -> None:
        agree(acme, JANUARY)
        spaces = [scoreline.open(acme.path) for _ in range(3)]
        for space in spaces:
            space.score("Ann", JANUARY)

        def attempt(number: int) -> str:
            try:
                spaces[number].life.close(JANUARY, by=f"Olga {number}")
            except PeriodError as refused:
                return refused.what
            return "closed"

        with ThreadPoolExecutor(3) as pool:
            said = sorted(pool.map(attempt, range(3)))
        assert said[2] == "closed" and all("closed it already" in one for one in said[:2])
        assert len(acme.life.closings()) == 1

    def test_what_changes_meanwhile_is_seen(self, acme: Workspace) -> None:
        """A matrix is applied between the reading and the closing: it is not closed on the old one."""
        agree(acme, JANUARY)
        pin = pins.pin
        (acme.path / "changed.yaml").write_text((acme.path / "matrices.yaml").read_text("utf-8").replace("norm: 100", "norm: 90"), "utf-8")

        def meanwhile(*args: object, **kwargs: object) -> None:
            if not acme.life.closings() and len(acme.trail.entries()) == 12:
                acme.apply_matrices(acme.path / "changed.yaml", by="Kate")
            pin(*args, **kwargs)  # type: ignore[arg-type]

        assert len(acme.trail.entries()) == 12
        with patch("scoreline.mart.pins.pin", meanwhile), pytest.raises(PeriodError, match="Ann lacks a proposal"):
            acme.life.close(JANUARY, by="Olga")
        assert acme.life.closings() == ()

    def test_killed_it_is_open_or_closed(self, acme: Workspace) -> None:
        agree(acme, JANUARY)
        before = acme.score("Ann", JANUARY).rows
        code = "import sys, scoreline; ws = scoreline.open(sys.argv[1]); print('go', flush=True); ws.life.close('2024-01', by='Olga')"
        for kill in range(6):
            process = subprocess.Popen([sys.executable, "-c", code, str(acme.path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(random.Random(kill).random() * 0.8)
            process.kill()
            process.communicate()
            found = acme.life.closings()
            assert [len(one.results) for one in found] in ([], [2])
            assert acme.score("Ann", JANUARY).rows == before
            assert acme.trail.verify().problem == ""
        if not acme.life.closings():
            acme.life.close(JANUARY, by="Olga")
        assert len(acme.life.closings()) == 1 and pins.pins(acme.mart) == {1: ("closing 2024-01",)}

    def test_it_fails_at_the_last_step_and_nothing_is_kept(self, acme: Workspace) -> None:
        agree(acme, JANUARY)
        before = everything(acme)
        with patch("scoreline.state.audit._append", side_effect=RuntimeError("killed")), pytest.raises(RuntimeError):
            acme.life.close(JANUARY, by="Olga")
        assert everything(acme) == before
