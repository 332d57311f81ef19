"""Pay-outs that are saved: from what closed periods froze, in order of time, once; and put right when a period is restated."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

import scoreline
from scoreline.engine.facts import FactState
from scoreline.errors import IncentiveError, PeriodError
from scoreline.state import audit, payouts, setup
from scoreline.state.closings import MovedError
from scoreline.workspace import Workspace
from tests import company
from tests.state.conftest import state_lines
from tests.workspace.test_pay import MATRIX, PAY, publish_with
from tests.workspace.test_restating import late

FASTER = PAY.replace("0.10", "0.50").replace("0.20", "0.90")


@pytest.fixture(scope="module")
def sellers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company's folder, where all are sellers, to be copied."""
    home = tmp_path_factory.mktemp("sellers")
    made = scoreline.init(home / "acme", currency="EUR")
    publish_with(made, home / "staged", company.ORDERS)
    return made.path


@pytest.fixture(params=["sqlite", "postgres"])
def paid(request: pytest.FixtureRequest, sellers: Path, tmp_path: Path) -> Workspace:
    """Ann sold 130 in January, Bob nothing: closed, and paid by Olga. Both get 5 at least, as sellers; 10 % to 100, 20 % beyond."""
    shutil.copytree(sellers, tmp_path / "acme")
    if request.param == "postgres":
        with (tmp_path / "acme" / "scoreline.toml").open("a", encoding="utf-8") as file:
            file.write(state_lines(request.getfixturevalue("server")))
    acme = scoreline.open(tmp_path / "acme")
    write(tmp_path, PAY)
    (tmp_path / "matrix.yaml").write_text(MATRIX, "utf-8")
    acme.apply_matrices(tmp_path / "matrix.yaml", by="Kate")
    acme.life.close("2024-01", by="Olga", unsigned="a trial")
    acme.insights.save_pay(tmp_path / "pay.yaml", "2024-01", by="Olga")
    return acme


def write(folder: Path, text: str) -> Path:
    (folder / "pay.yaml").write_text(text, "utf-8")
    return folder / "pay.yaml"


def test_a_closed_period_is_paid_by_what_was_frozen(paid: Workspace, tmp_path: Path) -> None:
    """Later data changes nothing of it; an open period is provisional and is not saved. The audit trail has who saved it by which rules."""
    ann, bob = paid.insights.payouts()
    assert [(one.statement.paid, one.statement.owed, one.statement.closed, one.mart_version) for one in (ann, bob)] == [
        (16, 0, 1, 1), (5, 5, 1, 1),
    ]  # fmt: skip
    assert (ann.by, ann.origin, ann.statement.basis[0].index) == ("Olga", "pay.yaml", 130)
    entries = [entry for entry in paid.trail.entries() if entry.kind == "pay-out"]
    assert [(entry.by, entry.why, ann.scheme.fingerprint in str(entry.after)) for entry in entries] == [("Olga", "pay.yaml", True)] * 2
    ws = late(paid, tmp_path, "2024-01-31", "1000")
    file = tmp_path / "pay.yaml"
    assert ws.insights.pay(file, "2024-01") == [ann.statement, bob.statement]
    made = ws.insights.pay(file, "2024-02")
    assert {one.closed for one in made} == {0}
    assert [one.owed for one in made] == [5, 3]  # Bob earned 7 and keeps 5, as 2 of what he owes are kept back
    with pytest.raises(IncentiveError, match="Ann, 2024-02: The period is not closed"):
        ws.insights.save_pay(file, "2024-02", by="Olga")
    assert ws.insights.payouts() == (ann, bob)
    assert ws.trail.verify().problem == ""


def test_what_closings_froze_is_not_read_again_for_each_pay_out(paid: Workspace) -> None:
    """Definitions and memberships are much longer than a statement."""
    with CaptureQueriesContext(connections[setup.connect(paid.path)]) as asked:
        assert len(paid.insights.payouts()) == 2
    said = [query["sql"] for query in asked]
    assert any('"payout"' in sql for sql in said) and not any("memberships" in sql or "texts" in sql for sql in said)


def test_nobody_is_paid_twice_nor_out_of_order_nor_by_nobody(paid: Workspace, tmp_path: Path) -> None:
    """Nor by figures that another changed while they were worked out; nothing is saved in part."""
    file = tmp_path / "pay.yaml"
    with pytest.raises(IncentiveError, match=r"Bob, Jr\., 2024-01: A pay-out is saved already, by Olga"):
        paid.insights.save_pay(file, "2024-01", member="Bob, Jr.", by="Kate")
    for month in ("2024-02", "2024-03"):
        paid.life.close(month, by="Olga", unsigned="a trial")
    with pytest.raises(PeriodError, match="It must be known who acts"):
        paid.insights.save_pay(file, "2024-03", by=" ")
    scheme, at = paid.insights.payouts()[0].scheme, audit.newest(paid.path)
    made = [(one, scheme) for one in paid.insights.pay(file, "2024-03")]
    payouts.save(paid.path, made[:1], at=at, by="Olga")
    with pytest.raises(MovedError, match="Try again"):
        payouts.save(paid.path, made[1:], at=at, by="Kate")
    with pytest.raises(IncentiveError, match=r"Ann, 2024-02: A pay-out of 2024-03 is saved already, by Olga.*in order of time"):
        paid.insights.save_pay(file, "2024-02", by="Olga")
    assert [one.statement.period.label for one in paid.insights.payouts(member="Ann")] == ["2024-01", "2024-03"]
    assert [one.statement.period.label for one in paid.insights.payouts(member="Bob, Jr.")] == ["2024-01"]


def test_a_restatement_is_clawed_back_once_by_the_rules_it_was_paid_by(paid: Workspace, tmp_path: Path) -> None:
    """Ann's order of 130 was one of 40: she was paid 16 and 4 would have been right, whatever the rules are by now."""
    ws = late(paid, tmp_path, "2024-01-10", "40", order="o4")
    file = write(tmp_path, FASTER)
    assert ws.insights.pay(file, "2024-02", member="Ann")[0].corrections == ()  # pending, not restated
    ws.life.restate("2024-01", reason="it was one of 40", by="Olga")
    (made,) = ws.insights.pay(file, "2024-02", member="Ann")
    (entry,) = made.corrections
    cause = entry.cause
    assert (entry.line.amount, cause.period, cause.told, cause.now, cause.told_at, cause.now_at) == (-12, "2024-01", 130, 40, 1, 2)
    assert (made.paid, sum(line.amount for line in made.lines), made.owed) == (5, 5, 17)
    ws.life.close("2024-02", by="Olga", unsigned="a trial")
    (saved,) = ws.insights.save_pay(file, "2024-02", member="Ann", by="Olga")
    assert saved.statement.corrections == (entry,)
    assert ws.insights.pay(file, "2024-02", member="Ann") == [saved.statement]
    every = ws.insights.pay(file, "2024-02")
    assert [(one.member.name, one.paid) for one in every] == [("Ann", 5), ("Bob, Jr.", 30)] and every[0] == saved.statement
    for other in ({"what_if": {"revenue": Decimal(1)}}, {"told_at": 1}, {"matrices": tmp_path / "matrix.yaml"}):
        with pytest.raises(IncentiveError, match=r"Ann, 2024-02: The pay-out is saved already, by Olga on .*: it is paid\."):
            ws.insights.pay(file, "2024-02", member="Ann", **other)  # type: ignore[arg-type]
    first, _ = ws.insights.payouts(member="Ann")
    assert first.statement.paid == 16 and [(one.told_at, one.now_at) for one in first.corrected] == [(1, 2)]
    assert ws.insights.pay(file, "2024-03", member="Ann")[0].corrections == ()
    again = late(ws, tmp_path, "2024-01-10", "60", order="o4")
    again.life.restate("2024-01", reason="no, 60", by="Olga")
    (entry,) = again.insights.pay(file, "2024-03", member="Ann")[0].corrections
    assert (entry.line.amount, entry.cause.told, entry.cause.now, entry.cause.told_at, entry.cause.now_at) == (2, 40, 60, 2, 3)


def test_the_ledger_leads_from_records_to_pay(paid: Workspace, tmp_path: Path) -> None:
    """Also after the data has moved on: the records are those of the closing."""
    ws = late(paid, tmp_path, "2024-01-10", "40", order="o4")
    found = ws.insights.ledger("Ann", "2024-01")
    (basis,) = found.payout.statement.basis
    (record,) = found.records["revenue"]
    assert (record.id, record.share, record.credited) == ("o4", 1, 130) and basis.fact == 130 and found.notes == ()
    assert (basis.state, basis.norm, basis.index) == (FactState.VALUE, 100, 130)
    with pytest.raises(IncentiveError, match="Ann, 2024-02: No pay-out is saved"):
        ws.insights.ledger("Ann", "2024-02")
