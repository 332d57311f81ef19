"""Backtests of a company of six orders."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from scoreline.errors import MatrixError
from scoreline.scoring.proposals import Changes
from scoreline.workspace import Workspace
from tests.company import made
from tests.scoring.builders import value

RAN = """matrices:
  - person: [Ann, "Bob, Jr."]
    period: [2024-01, 2024-02, 2024-03]
    rows:
      - {kpi: revenue, weight: 0.5, base: 0, norm: 100, target: 150}
      - {kpi: order_count, weight: 0.5, base: 0, norm: 2, target: 3}
"""


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    found = made(tmp_path_factory.mktemp("company") / "ws")
    file = found.path.parent / "ran.yaml"
    file.write_text(RAN, "utf-8")
    found.apply_matrices(file)
    return found


def test_other_weights_on_what_ran(ws: Workspace) -> None:
    """Ann: 130 and one order in January, nothing later. Bob: nothing, 70 and one, 10 and one."""
    found = ws.insights.backtest("2024-01", "2024-03", changes=Changes({"revenue": Decimal("0.8")}))
    gains = {gain.member.name: (gain.periods, gain.ran * 3, gain.proposed * 3) for gain in found.gains}
    assert gains["Bob, Jr."] == (3, 60 + 30, (56 + 10) + (8 + 10))
    periods, ran, proposed = gains["Ann"]
    assert periods == 3 and round(ran, 9) == 90 and round(proposed, 9) == 114
    assert found.trials == 6


def test_the_totals_are_those_of_the_scorecards(ws: Workspace) -> None:
    found = ws.insights.backtest("2024-01", "2024-03")
    people = [gain.member for gain in found.gains]
    cards = [card.total for month in ("2024-01", "2024-02", "2024-03") for card in ws.scores(people, month)]
    assert found.spread == found.before and all(gain.change == 0 for gain in found.gains)
    assert found.spread and found.spread.mean == pytest.approx(float(sum(total or 0 for total in cards)) / 6)


def test_a_file_is_tried_in_every_period(ws: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "new.yaml"
    file.write_text(
        "matrices: [{person: Ann, period: 2024-06, rows: [{kpi: revenue, weight: 1, base: 0, norm: 130, target: 130}]}]", "utf-8"
    )
    found = ws.insights.backtest("2024-01", "2024-03", file=file)
    assert found.trials == 3 and found.spread and (found.spread.least, found.spread.most) == (0, 100)
    assert [gain.member.name for gain in found.gains] == ["Ann"]


def test_a_quarter_is_put_together_from_its_months(ws: Workspace) -> None:
    """Ann: 130 of 300, and one order of six."""
    found = ws.insights.backtest("2024-Q1", "2024-Q1")
    assert found.trials == 2 and found.spread
    (card,) = ws.scores([ws.member("Ann")], "2024-Q1")
    assert card.total is not None and float(card.total) in (found.spread.least, found.spread.most)


def test_who_is_in_no_scheme_is_not_paid(ws: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "pay.yaml"
    file.write_text("incentives: [{role: seller, rows: [{kpi: revenue, table: marginal, rates: [{rate: 0.1}]}]}]", "utf-8")
    assert ws.insights.backtest("2024-01", "2024-03", incentives=file).pay is None


def test_what_cannot_be_tried_is_refused(ws: Workspace, tmp_path: Path) -> None:
    with pytest.raises(MatrixError, match="There are no matrices from 2023-01 to 2023-02"):
        ws.insights.backtest("2023-01", "2023-02")
    with pytest.raises(MatrixError, match='Did you mean "revenue"'):
        ws.insights.backtest("2024-01", "2024-03", changes=Changes({"revenu": Decimal(1)}))
    file = tmp_path / "watched.yaml"
    file.write_text(RAN.replace("weight: 0.5, base: 0, norm: 2, target: 3", "kind: indicator").replace("0.5", "1"), "utf-8")
    with pytest.raises(MatrixError, match='No matrix scores a row "order_count"'):
        ws.insights.backtest("2024-01", "2024-03", file=file, changes=Changes(factors={"order_count": Decimal("1.1")}))
    file = tmp_path / "year.yaml"
    file.write_text("matrices: [{person: Ann, period: 2024, rows: [{kpi: revenue, weight: 1, base: 0, norm: 130, target: 130}]}]", "utf-8")
    with pytest.raises(MatrixError, match="has no matrix of Ann for a month"):
        ws.insights.backtest("2024-01", "2024-03", file=file)


def test_what_ran_is_what_was_frozen_or_entered_by_hand(tmp_path: Path) -> None:
    """Nobody loaded visits: January's are entered by hand and frozen, February's are entered, March's are not known."""
    acme = made(tmp_path / "ws")
    file = tmp_path / "m.yaml"
    rows = "[{kpi: revenue, weight: 0.5, base: 0, norm: 130, target: 260}, {kpi: visits_made, weight: 0.5, base: 0, norm: 4, target: 8}]"
    file.write_text(f"matrices: [{{person: Ann, period: [2024-01, 2024-02, 2024-03], rows: {rows}}}]", "utf-8")
    acme.apply_matrices(file, by="Kate")
    for month, visits in (("2024-01", 2), ("2024-02", 4)):
        acme.life.enter(acme.member("Ann"), month, "visits_made", value(visits), evidence="notebook", by="Olga")
    acme.life.close("2024-01", by="Olga", unsigned="a trial")
    for month, total in (("2024-01", 75), ("2024-02", 50), ("2024-03", 0)):
        found = acme.insights.backtest(month, month)
        assert found.before and (found.before.most, found.provisional) == (total, int(month == "2024-03")), month
