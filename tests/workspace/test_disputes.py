"""A figure that its member does not accept: bound to a record behind it, seen in the cell, and resolved."""

from __future__ import annotations

from pathlib import Path

import pytest

import scoreline
from scoreline.errors import MatrixError, PeriodError
from scoreline.planning.disputes import Record, Stand
from scoreline.workspace import Workspace
from tests.workspace.conftest import IN_A_FILE, agree
from tests.workspace.test_restating import late

JANUARY = "2024-01"
SAID = "this order is not mine"


@pytest.fixture
def agreed(acme: Workspace) -> Workspace:
    """January is agreed: Ann sold 130 by the order o4, Bob nothing."""
    agree(acme, JANUARY)
    return acme


def opened(ws: Workspace, record: str = "orders/o4", **how: str) -> int:
    made = ws.disputes.open(ws.member("Ann"), JANUARY, "revenue", **{"record": record, "text": SAID, "by": "Ann", **how})
    ws.disputes.answer(made.number, "I look into it", by="Kate")
    return made.number


def test_it_is_seen_in_the_cell_until_it_is_resolved(agreed: Workspace) -> None:
    before = agreed.score("Ann", JANUARY)
    number = opened(agreed)
    card = agreed.score("Ann", JANUARY)
    assert [(row.kpi, row.disputes) for row in card.rows] == [("revenue", (number,)), ("order_count", ())]
    assert card.rows[0].to_dict()["disputes"] == [number]
    assert card.notes[-1].text == f"In dispute, by number: Revenue ({number})."
    assert card.total == before.total
    assert agreed.score("Bob, Jr.", JANUARY).rows[0].disputes == () == agreed.score("Ann", "2024-02").rows[0].disputes
    agreed.disputes.resolve(number, Stand.REFUSED, reason="it is yours, see the mail", by="Kate")
    assert agreed.score("Ann", JANUARY) == before
    assert agreed.disputes.list() == ()
    assert [one.stand for one in agreed.disputes.list(ended=None)] == [Stand.REFUSED]


@IN_A_FILE
def test_the_record_stands_behind_the_figure(agreed: Workspace) -> None:
    assert agreed.disputes.get(opened(agreed)).record == Record("orders", "o4", "crm")
    assert agreed.disputes.get(opened(agreed, "order_lines/o4")).record == Record("order_lines", "o4", "crm")
    assert agreed.disputes.get(opened(agreed, "customers/c1")).record == Record("customers", "c1", "crm")
    ann, bob = agreed.member("Ann"), agreed.member("Bob, Jr.")
    entries = agreed.trail.entries()
    for who, kpi, record, match in (
        (ann, "revenue", "orders/o5", r"revenue of Ann, 2024-01: orders/o5 is not behind this figure\. List those that are: scoreline why"),
        (bob, "revenue", "orders/o4", "orders/o4 is not behind this figure"),
        (ann, "revenue", "leads/l1", r"not behind this figure\. Its records are of: order_lines, refunds, orders,"),
        (ann, "revenue", "o4", '"o4" names no record'),
        (ann, "calls", "orders/o4", r"The matrix has no such row.*It has: revenue, order_count"),
    ):
        with pytest.raises(PeriodError, match=match):
            agreed.disputes.open(who, JANUARY, kpi, record=record, by=who.name)
    with pytest.raises(MatrixError, match="no matrix"):
        agreed.disputes.open(ann, "2023-01", "revenue", record="orders/o1", by="Ann")
    assert agreed.trail.entries() == entries


@IN_A_FILE
def test_a_missing_record_is_said_in_words_and_the_proposer_answers(agreed: Workspace) -> None:
    number = opened(agreed, "", missing="the order of 3 January, invoice 77")
    assert (agreed.disputes.get(number).record, agreed.disputes.get(number).missing) == (None, "the order of 3 January, invoice 77")
    with pytest.raises(PeriodError, match="Boris may not answer it: Kate does"):
        agreed.disputes.answer(number, "no", by="Boris")


@IN_A_FILE
def test_a_correction_is_one_when_data_came(agreed: Workspace, tmp_path: Path) -> None:
    number = opened(agreed)
    with pytest.raises(PeriodError, match="Neither the figure nor the data has changed since it was opened"):
        agreed.disputes.resolve(number, Stand.CORRECTED, by="Kate")
    ws = late(agreed, tmp_path, "2024-01-10", "130", owner="bob", order="o4")
    made = ws.disputes.resolve(number, Stand.CORRECTED, reason="it was Bob's", by="Kate")
    assert (made.stand, made.settled_by) == (Stand.CORRECTED, 2)
    assert ws.score("Ann", JANUARY).rows[0].fact == 0


@IN_A_FILE
def test_what_was_put_right_before_the_closing_is_corrected(agreed: Workspace, tmp_path: Path) -> None:
    right, wrong = opened(agreed), opened(agreed, "order_lines/o4")
    ws = late(agreed, tmp_path, "2024-01-10", "130", owner="bob", order="o4")
    ws.life.close(JANUARY, by="Olga", disputed="it is put right")
    assert ws.disputes.resolve(right, Stand.CORRECTED, by="Kate").settled_by == 2
    after = ws.disputes.open(ws.member("Ann"), JANUARY, "revenue", missing="another one", by="Ann")
    ws.disputes.answer(after.number, "none is", by="Kate")
    with pytest.raises(PeriodError, match="The period is closed: other data does not change its figure"):
        ws.disputes.resolve(after.number, Stand.CORRECTED, by="Kate")
    assert not ws.disputes.get(wrong).ended


@IN_A_FILE
def test_a_row_that_is_gone_leaves_no_dispute_without_an_end(acme: Workspace) -> None:
    number = acme.disputes.open(acme.member("Ann"), JANUARY, "order_count", record="orders/o4", by="Ann").number
    file, row = acme.path / "matrices.yaml", "      - {kpi: order_count, weight: 0.25, base: 0, norm: 1, target: 2}\n"
    assert row in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace(row, "").replace("0.75", "1"), "utf-8")
    acme.apply_matrices(file, by="Kate")
    agree(acme, JANUARY)
    with pytest.raises(PeriodError, match="Boris may not answer it: Kate does"):
        acme.disputes.answer(number, "it is gone", by="Boris")
    acme.disputes.answer(number, "the row is gone", by="Kate")
    with pytest.raises(PeriodError, match="The matrix has no such row"):
        acme.disputes.resolve(number, Stand.CORRECTED, by="Kate")
    assert acme.disputes.resolve(number, Stand.REFUSED, reason="the row is gone", by="Kate").ended


def test_a_closed_figure_is_restated(agreed: Workspace, tmp_path: Path) -> None:
    agreed.life.close(JANUARY, by="Olga")
    number = opened(agreed)
    assert agreed.disputes.get(number).version == 1
    assert agreed.score("Ann", JANUARY).rows[0].disputes == (number,)
    with pytest.raises(PeriodError, match="The period was not restated since it was opened"):
        agreed.disputes.resolve(number, Stand.RESTATED, by="Olga")
    ws = late(agreed, tmp_path, "2024-01-10", "130", owner="bob", order="o4")
    with pytest.raises(PeriodError, match="orders/late is not behind this figure"):
        opened(ws, "orders/late")
    with pytest.raises(PeriodError, match="The period is closed: other data does not change its figure"):
        ws.disputes.resolve(number, Stand.CORRECTED, by="Olga")
    assert ws.disputes.get(opened(ws, "order_lines/o4")).mart_version == 1, "the frozen figure's record, by the data that it stands on"
    ws.life.restate(JANUARY, reason="dispute", by="Olga")
    made = ws.disputes.resolve(number, Stand.RESTATED, by="Olga")
    assert (made.stand, made.settled_by) == (Stand.RESTATED, 2)


@IN_A_FILE
def test_a_period_is_not_closed_over_a_dispute_without_a_reason(agreed: Workspace) -> None:
    number = opened(agreed)
    with pytest.raises(PeriodError, match=rf"2024-01: Figures are in dispute: revenue of Ann \({number}\)\. .*--disputed REASON"):
        agreed.life.close(JANUARY, by="Olga")
    assert agreed.life.closings() == ()
    made = agreed.life.close(JANUARY, by="Olga", disputed="the auditor waits")
    assert made.basis.disputed == "the auditor waits" == agreed.trail.entries(1)[0].why
    assert scoreline.open(agreed.path).life.closings() == (made,)
    assert agreed.score("Ann", JANUARY).rows[0].disputes == (number,), "it stays seen"
