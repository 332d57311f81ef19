"""A running period, held against the plan of the days that the data covers."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from scoreline.errors import PeriodError
from tests import company


def test_a_year_in_march_is_held_against_three_months(tmp_path: Path) -> None:
    """The data ends with March: of the year 2024, 65 of 262 working days."""
    ws = company.made(tmp_path / "acme")
    (tmp_path / "m.yaml").write_text(
        "matrices:\n  - {person: Ann, period: [2024, 2024-03, 2025], rows: [{kpi: revenue, weight: 1, base: 0, norm: 262, target: 524}]}\n",
        "utf-8",
    )
    ws.apply_matrices(tmp_path / "m.yaml", by="Kate")
    ann = ws.member("Ann")
    (row,) = ws.life.to_date(ann, "2024").rows
    assert (row.norm, row.full_norm, row.fact) == (65, 262, 130)
    assert ws.score(ann, "2024").total is None
    for period, what in (("2024-03", "all"), ("2025", "none")):
        with pytest.raises(PeriodError, match=f"The data covers {what} of its days"):
            ws.life.to_date(ann, period)


def test_a_row_without_any_data_is_missing_beside_the_others(tmp_path: Path) -> None:
    """No activity was ever loaded: half of the weight is known."""
    ws = company.made(tmp_path / "acme")
    rows = "[{kpi: revenue, weight: 0.5, base: 0, norm: 262, target: 524}, {kpi: visits_made, weight: 0.5, base: 0, norm: 9, target: 9}]"
    (tmp_path / "m.yaml").write_text(f"matrices:\n  - {{person: Ann, period: 2024, rows: {rows}}}\n", "utf-8")
    ws.apply_matrices(tmp_path / "m.yaml", by="Kate")
    card = ws.life.to_date(ws.member("Ann"), "2024")
    assert (card.rows[0].fact, card.rows[1].fact, card.rows[1].state.value) == (130, None, "missing")
    assert card.total == card.rows[0].index and card.coverage == Decimal("0.5")


def test_nothing_sold_so_far_is_zero_where_the_days_are_covered(tmp_path: Path) -> None:
    """The quarter is February to April, the data ends with March, and Ann's last order is of January."""
    ws = company.made(tmp_path / "acme", fiscal_year_start=2, fiscal_year_named="start")
    (tmp_path / "m.yaml").write_text(
        "matrices:\n  - {person: Ann, period: 2024-Q1, rows: [{kpi: revenue, weight: 1, base: -90, norm: 90, target: 180}]}\n", "utf-8"
    )
    ws.apply_matrices(tmp_path / "m.yaml", by="Kate")
    (row,) = ws.life.to_date(ws.member("Ann"), "2024-Q1").rows
    assert (row.fact, row.state.value, row.band and row.band.value) == (0, "zero", "below norm")
