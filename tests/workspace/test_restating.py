"""Late data of closed periods: pending, with its rows, until somebody restates it; every version stays readable."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import scoreline
from scoreline.engine.facts import FactState
from scoreline.errors import MartError, PeriodError
from scoreline.mart import pins
from scoreline.mart.publish import publish
from scoreline.planning.lifecycle import Status
from scoreline.workspace import Workspace
from tests.company import COVERED
from tests.mart.staging import at, stage
from tests.workspace.conftest import agree

JANUARY = "2024-01"
HALF = "measures:\n  sold: {from: order_lines, at: ordered_on, sum: amount / 2, doc: Half of what was sold.}\n"


def late(ws: Workspace, tmp_path: Path, day: str, amount: str, owner: str = "ann", order: str = "late") -> Workspace:
    """The workspace after a load that brought one more order, or another amount for one."""
    tables = {
        "orders": [{"id": order, "owner_id": owner, "customer_id": "c1", "ordered_at": at(f"{day} 12:00")}],
        "order_lines": [{"id": order, "order_id": order, "quantity": 1, "amount": Decimal(amount)}],
    }
    publish(ws.mart, stage(tmp_path, tables, covers=COVERED), time_zone="UTC")
    return scoreline.open(ws.path)


@pytest.fixture
def closed(acme: Workspace) -> Workspace:
    """January is closed: Ann sold 130, Bob nothing."""
    agree(acme, JANUARY, "2024-02")
    acme.life.close(JANUARY, by="Olga")
    return acme


def test_nothing_is_pending_where_nothing_came(closed: Workspace, tmp_path: Path) -> None:
    assert closed.life.pending() == []
    assert late(closed, tmp_path, "2024-02-03", "5").life.pending() == []


def test_a_late_order_is_pending_with_its_row_and_changes_nothing(closed: Workspace, tmp_path: Path) -> None:
    before = closed.score("Ann", JANUARY)
    ws = late(closed, tmp_path, "2024-01-31", "12.34")
    assert ws.score("Ann", JANUARY) == before
    revenue, count = ws.life.pending(JANUARY)
    assert (revenue.kpi, revenue.member.name, revenue.version, revenue.redefined) == ("revenue", "Ann", 1, False)
    assert (revenue.frozen.value, revenue.today.value) == (130, Decimal("142.34"))
    assert (count.kpi, count.frozen.value, count.today.value) == ("order_count", 1, 2)
    assert [(row.part, row.values["order_id"], row.values["amount"]) for row in revenue.rows] == [("sold", "late", Decimal("12.34"))]
    assert ws.life.pending() == [revenue, count]
    assert ws.life.pending("2024-02") == []


def test_a_changed_amount_is_pending_with_its_row(closed: Workspace, tmp_path: Path) -> None:
    (revenue,) = late(closed, tmp_path, "2024-01-10", "129.99", order="o4").life.pending()
    assert (revenue.frozen.value, revenue.today.value) == (130, Decimal("129.99"))
    assert [row.values["order_id"] for row in revenue.rows] == ["o4"]


def test_an_order_that_moved_away_is_pending_without_rows(closed: Workspace, tmp_path: Path) -> None:
    found = late(closed, tmp_path, "2024-02-10", "130", order="o4").life.pending()
    assert [(one.kpi, one.today.value, one.today.state, one.rows) for one in found] == [
        ("revenue", 0, FactState.ZERO, ()), ("order_count", 0, FactState.ZERO, ()),
    ]  # fmt: skip


def test_a_state_that_changed_is_pending(closed: Workspace, tmp_path: Path) -> None:
    found = late(closed, tmp_path, "2024-01-05", "20", owner="bob").life.pending()
    assert [(one.kpi, one.frozen.state.value, one.today.state.value) for one in found] == [
        ("revenue", "zero", "value"), ("average_order_value", "undefined", "value"),
    ]  # fmt: skip


def test_a_redefined_kpi_is_said_to_be_redefined(closed: Workspace) -> None:
    """Its difference comes of its definition and not of late data."""
    (closed.path / "kpis" / "own.yaml").write_text(HALF, "utf-8")
    revenue, *_ = scoreline.open(closed.path).life.pending()
    assert (revenue.kpi, revenue.frozen.value, revenue.today.value) == ("revenue", 130, 65)
    assert revenue.redefined and revenue.rows == ()


def test_it_restates_to_the_cent_and_every_version_stays(closed: Workspace, tmp_path: Path) -> None:
    first = closed.score("Ann", JANUARY)
    ws = late(closed, tmp_path, "2024-01-31", "12.34")
    made = ws.life.restate(JANUARY, reason="invoice came late", by="Olga")
    assert (made.version, made.reason, made.basis.mart_version) == (2, "invoice came late", 2)
    card = ws.score("Ann", JANUARY)
    assert [row.fact for row in card.rows] == [Decimal("142.34"), 2]
    assert card.total == Decimal("0.75") * Decimal("142.34") + Decimal("0.25") * 150
    assert "total.closed" in [note.id for note in card.notes] and "version 2." in card.notes[-1].text
    assert ws.life.pending() == []
    assert scoreline.open(ws.path, as_of=1).score("Ann", JANUARY) == first
    assert scoreline.open(ws.path, as_of=2).score("Ann", JANUARY) == card
    one, two = ws.life.closings(JANUARY)
    assert one.card(card.member.key).rows == first.rows and two.card(card.member.key).rows == card.rows  # type: ignore[union-attr]
    assert {ws.life.status(each) for each in ws.life.agreements(JANUARY)} == {Status.RESTATED}
    assert sorted(pins.pins(ws.mart)) == [1, 2]
    entry = ws.trail.entries(1)[0]
    assert (entry.kind, entry.by, entry.why) == ("restatement", "Olga", "invoice came late")
    assert ws.trail.verify().problem == ""


def test_maintenance_keeps_what_a_closing_stands_on(closed: Workspace, tmp_path: Path) -> None:
    ws = closed
    for number in range(3):
        ws = late(ws, tmp_path, "2024-02-01", str(number + 1))
    ws.maintain(keep=1)
    assert scoreline.open(ws.path, as_of=1).kpi("revenue", by="person", start=JANUARY, end=JANUARY).to_pylist()
    with pytest.raises(MartError):
        scoreline.open(ws.path, as_of=2)


@pytest.mark.parametrize(
    ("reason", "by", "said"),
    [
        (" ", "Olga", "2024-01: A restatement needs a reason"),
        ("late", " ", "2024-01: A restatement needs the name of a person"),
        ("late", None, "2024-01: A restatement needs the name of a person"),
    ],
)
def test_without_reason_or_name_nothing_is_restated(closed: Workspace, tmp_path: Path, reason: str, by: str, said: str) -> None:
    ws = late(closed, tmp_path, "2024-01-31", "1")
    before = ws.life.closings(), ws.trail.entries(), pins.pins(ws.mart)
    with pytest.raises(PeriodError, match=said):
        ws.life.restate(JANUARY, reason=reason, by=by)
    assert (ws.life.closings(), ws.trail.entries(), pins.pins(ws.mart)) == before


def test_there_is_nothing_to_restate(closed: Workspace) -> None:
    with pytest.raises(PeriodError, match="2024-01: Nothing is pending"):
        closed.life.restate(JANUARY, reason="why not", by="Olga")
    with pytest.raises(PeriodError, match="2024-02: It is not closed"):
        closed.life.restate("2024-02", reason="why not", by="Olga")
    assert len(closed.life.closings()) == 1


def test_a_fact_that_went_missing_is_not_restated(acme: Workspace) -> None:
    """The KPI's definition is taken away."""
    own = acme.path / "kpis" / "own.yaml"
    kpi = "title: Twice, dimension: financial, question: Q?, rationale: R., strategic_priority: G, unit: money, direction: up, owner: O"
    own.write_text(f"kpis:\n  twice: {{{kpi}, formula: 2 * revenue}}\n", "utf-8")
    file = acme.path / "twice.yaml"
    file.write_text(
        "matrices:\n  - {person: Ann, period: 2024-03, rows: [{kpi: twice, weight: 1, base: 0, norm: 100, target: 100}]}\n", "utf-8"
    )
    ws = scoreline.open(acme.path)
    ws.apply_matrices(file, by="Kate")
    ws.life.close("2024-03", by="Olga", unsigned="a trial")
    own.unlink()
    gone = scoreline.open(acme.path)
    assert gone.score("Ann", "2024-03").rows == ws.score("Ann", "2024-03").rows
    (twice,) = gone.life.pending()
    assert (twice.title, twice.frozen.value, twice.today.state, twice.redefined) == ("Twice", 0, FactState.MISSING, True)
    with pytest.raises(PeriodError, match="2024-03: Facts are missing: twice of Ann"):
        gone.life.restate("2024-03", reason="late", by="Olga")
    assert len(gone.life.closings()) == 1
