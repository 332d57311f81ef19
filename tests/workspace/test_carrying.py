"""An open period carries the late data of a closed one: once, named, and frozen with it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

import scoreline
from scoreline.engine.facts import Fact, FactState
from scoreline.errors import PeriodError
from scoreline.planning.disputes import Stand
from scoreline.workspace import Workspace, pending
from tests import company
from tests.workspace.conftest import IN_A_FILE
from tests.workspace.test_restating import JANUARY, closed, late

__all__ = ["closed"]

FEBRUARY, MARCH = "2024-02", "2024-03"
LATE = Decimal("12.34")


def revenue(ws: Workspace, period: str) -> tuple[object, object]:
    """Ann's revenue in a period, and what of it is carried."""
    row = ws.score("Ann", period).rows[0]
    return row.fact, row.carried


def carried(ws: Workspace, into: str = FEBRUARY, kpi: str = "revenue") -> None:
    ws.life.carry(ws.member("Ann"), kpi, JANUARY, into, reason="invoice came late", by="Olga")


def test_it_counts_once_and_is_named(closed: Workspace, tmp_path: Path) -> None:
    disputed = closed.disputes.open(closed.member("Ann"), JANUARY, "revenue", missing="invoice 7", by="Ann")
    closed.disputes.answer(disputed.number, "it will be loaded", by="Kate")
    ws = late(closed, tmp_path, "2024-01-31", "12.34")
    carried(ws)
    assert (revenue(ws, JANUARY), revenue(ws, FEBRUARY)) == ((130, None), (LATE, LATE))
    assert ws.score("Ann", JANUARY).rows[0].disputes == (disputed.number,)
    card = ws.score("Ann", FEBRUARY)
    assert "Of which late data carried from closed periods: Revenue 12.34 (2024-01)." in [note.text for note in card.notes]
    assert card.rows[0].to_dict()["carried"] == LATE
    money, count = ws.life.pending()
    assert (money.today.value, money.left, money.settled) == (Decimal("142.34"), 0, True)
    assert [(one.into.label, one.amount, one.by) for one in money.carried] == [(FEBRUARY, LATE, "Olga")]
    assert (count.left, count.settled, count.carried) == (1, False, ())
    with pytest.raises(PeriodError, match="revenue of Ann, 2024-01: Nothing is left to carry"):
        carried(ws, MARCH)
    entry = ws.trail.entries(1)[0]
    assert (entry.kind, entry.about, entry.by, entry.why) == (
        "correction carried", "revenue of Ann, 2024-01", "Olga", "invoice came late",
    )  # fmt: skip
    assert Decimal(json.loads(entry.after or "")["amount"]) == LATE
    assert ws.disputes.resolve(disputed.number, Stand.CORRECTED, by="Olga").settlement == "corrected by data version 2"
    made = ws.life.close(FEBRUARY, by="Olga")
    assert ws.score("Ann", FEBRUARY).rows == card.rows == made.results[0].card.rows, "it is frozen with the period that carries it"
    assert [one.period.label for one in ws.life.pending()] == [JANUARY, JANUARY]


def test_a_restatement_leaves_out_what_is_carried(closed: Workspace, tmp_path: Path) -> None:
    ws = late(closed, tmp_path, "2024-01-31", "12.34")
    carried(ws)
    ws.life.restate(JANUARY, reason="one order more", by="Olga")
    first = ws.score("Ann", JANUARY)
    assert [row.fact for row in first.rows] == [130, 2]
    assert "Not counted here, but carried into later periods: Revenue 12.34 (2024-02)." in [note.text for note in first.notes]
    with pytest.raises(PeriodError, match="Nothing is pending"):
        ws.life.restate(JANUARY, reason="again", by="Olga")
    again = late(ws, tmp_path, "2024-01-30", "5", order="later")
    assert [(one.kpi, one.left) for one in again.life.pending() if not one.settled] == [("revenue", 5), ("order_count", 1)]
    carried(again, MARCH)
    assert [revenue(again, period)[0] for period in (JANUARY, FEBRUARY, MARCH)] == [130, LATE, 5]
    assert again.facts(again.member("Ann"), ["revenue"], again.period(JANUARY))["revenue"].value == Decimal("147.34"), "the data's own"


@IN_A_FILE
def test_a_closing_does_not_lose_it(closed: Workspace, tmp_path: Path) -> None:
    ws = late(closed, tmp_path, "2024-01-31", "12.34")
    carried(ws)
    file = ws.path / "matrices.yaml"
    row = "- {kpi: revenue, weight: 0.75, base: 0, norm: 100, target: 150}\n      - {kpi: order_count, weight: 0.25,"
    assert row in file.read_text("utf-8")
    february = file.read_text("utf-8").replace(row, "- {kpi: order_count, weight: 1,").replace("from: 2024-01", "from: 2024-02")
    file.write_text(february, "utf-8")
    ws.apply_matrices(file, by="Kate")
    with pytest.raises(PeriodError, match=r"2024-02: Corrections would be lost: 12\.3400 of revenue of Ann from 2024-01"):
        ws.life.close(FEBRUARY, by="Olga", unsigned="a trial")
    assert [one.period.label for one in ws.life.closings()] == [JANUARY]


@IN_A_FILE
def test_what_may_not_be_carried(closed: Workspace, tmp_path: Path) -> None:
    ws = late(closed, tmp_path, "2024-01-31", "12.34")
    ann, bob, entries = ws.member("Ann"), ws.member("Bob, Jr."), ws.trail.entries()
    for who, kpi, source, into, reason, by, match in (
        (ann, "revenue", JANUARY, FEBRUARY, " ", "Olga", "A correction needs a reason"),
        (ann, "revenue", JANUARY, FEBRUARY, "late", " ", "needs the name of a person"),
        (ann, "revenue", JANUARY, "2024-Q1", "late", "Olga", "They are a month and a quarter"),
        (ann, "revenue", JANUARY, JANUARY, "late", "Olga", "carried forward"),
        (ann, "revenue", FEBRUARY, MARCH, "late", "Olga", "Nothing is left to carry"),
        (bob, "average_order_value", JANUARY, FEBRUARY, "late", "Olga", "Its values over time do not add up"),
        (bob, "revenue", JANUARY, FEBRUARY, "late", "Olga", "Nothing is left to carry"),
        (bob, "order_count", JANUARY, FEBRUARY, "late", "Olga", "Nothing is left to carry"),
    ):
        with pytest.raises(PeriodError, match=match):
            ws.life.carry(who, kpi, source, into, reason=reason, by=by)
    ws.life.close(FEBRUARY, by="Olga")
    with pytest.raises(PeriodError, match=r"2024-02: The period is closed"):
        carried(ws)
    assert len(ws.trail.entries()) == len(entries) + 1


@IN_A_FILE
def test_earlier_data_knows_nothing_of_it_and_carries_nothing(closed: Workspace, tmp_path: Path) -> None:
    carried(late(closed, tmp_path, "2024-01-31", "12.34"))
    before = scoreline.open(closed.path, as_of=1)
    assert (revenue(before, JANUARY), revenue(before, FEBRUARY)) == ((130, None), (0, None))
    with pytest.raises(PeriodError, match=r"opened as of version 1\. Open it without --as-of"):
        carried(before, MARCH)


@IN_A_FILE
def test_it_needs_a_fact_to_be_added_to_and_the_definition_of_then(
    closed: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "m.yaml").write_text(
        "matrices:\n  - {person: Ann, period: 2024-06, rows: [{kpi: revenue, weight: 1, base: 0, norm: 1, target: 2}]}\n", "utf-8"
    )
    closed.apply_matrices(tmp_path / "m.yaml", by="Kate")
    ann, away = closed.member("Ann"), Fact(None, FactState.NOT_APPLICABLE)
    closed.life.enter(ann, "2024-06", "revenue", away, evidence="on leave", by="Kate")
    ws = late(closed, tmp_path, "2024-01-31", "12.34")
    with pytest.raises(PeriodError, match="revenue of Ann, 2024-06: The fact is not applicable: it has nothing to add to"):
        carried(ws, "2024-06")
    monkeypatch.setattr(pending, "definition", lambda *_: {})
    with pytest.raises(PeriodError, match="The KPI has another definition by now: that is no late data"):
        carried(ws)


def test_a_running_period_carries_it_so_far(tmp_path: Path) -> None:
    """The data ends with March 2024: the year runs, and has 7.50 of 2023."""
    ws = company.made(tmp_path / "acme")
    rows = "[{kpi: revenue, weight: 1, base: 0, norm: 366, target: 732}]"
    (tmp_path / "m.yaml").write_text(f"matrices:\n  - {{person: Ann, period: [2023, 2024], rows: {rows}}}\n", "utf-8")
    ws.apply_matrices(tmp_path / "m.yaml", by="Kate")
    ws.life.close("2023", by="Olga", unsigned="a trial")
    ws = late(ws, tmp_path, "2023-05-05", "7.50")
    ann = ws.member("Ann")
    ws.life.carry(ann, "revenue", "2023", "2024", reason="late", by="Olga")
    (so_far,), (partial,) = ws.life.to_date(ann, "2024").rows, ws.score(ann, "2024").rows
    assert (so_far.fact, so_far.carried, so_far.state) == (Decimal("137.50"), Decimal("7.50"), FactState.VALUE)
    assert (partial.fact, partial.carried, partial.state) == (Decimal("137.50"), Decimal("7.50"), FactState.MISSING)
    number = ws.disputes.open(ann, "2024", "revenue", missing="invoice 8", by="Ann").number
    assert ws.life.to_date(ann, "2024").rows[0].disputes == (number,) == ws.score(ann, "2024").rows[0].disputes
