"""Changes of a company of six orders, told by segment."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from scoreline.errors import QueryError
from scoreline.workspace import Workspace
from tests.company import made


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return made(tmp_path_factory.mktemp("company") / "ws")


def parts(ws: Workspace, kpi: str, by: str, **more: str) -> dict[str, tuple[Fraction, ...]]:
    change, _ = ws.insights.kpi_change(kpi, "2024-01", "2024-02", by=by, **more)  # type: ignore[arg-type]
    return {part.segment: (part.volume, part.mix, part.rate, part.sum) for part in change.parts}


def test_a_total_by_person(ws: Workspace) -> None:
    """January: 130 by Ann. February: 70 by Bob."""
    assert parts(ws, "revenue", "person") == {"Ann": (-130, 0, 0, -130), "Bob, Jr.": (70, 0, 0, 70)}


def test_a_total_with_its_volume(ws: Workspace) -> None:
    """One order each: no more of them, but another person's, at another price."""
    found = parts(ws, "revenue", "person", volume="order_count")
    assert found == {"Ann": (0, -130, 0, -130), "Bob, Jr.": (0, 70, 0, 70)}


def test_a_ratio_by_team_of_one_person(ws: Workspace) -> None:
    change, _ = ws.insights.kpi_change("average_order_value", "2023-02", "2024-02", by="customer", member="Bob, Jr.")
    assert (change.before, change.after) == (50, 70)
    assert (change.sum("mix"), change.sum("rate")) == (20, 0)


def test_it_agrees_with_the_kpi(ws: Workspace) -> None:
    change, _ = ws.insights.kpi_change("revenue", "2023", "2024", by="customer")
    table = ws.kpi("revenue", per="year", start="2023", end="2024").table.column("revenue").to_pylist()
    assert [Fraction(value) for value in table] == [change.before, change.after]


def test_a_period_that_the_data_covers_in_part_is_provisional(ws: Workspace) -> None:
    _, notes = ws.insights.kpi_change("revenue", "2023", "2024", by="person")
    assert "The data does not cover all of 2024" in notes[0]


def test_what_lacks_is_said_of_the_kpi_by_its_name(ws: Workspace) -> None:
    _, notes = ws.insights.kpi_change("revenue", "2024-01", "2024-02", by="person", volume="order_count")
    assert notes == ("No refunds were loaded, so none enter into revenue.",)


@pytest.mark.parametrize(
    ("kpi", "before", "after", "more", "words"),
    [
        ("revenue", "2024-02", "2024-01", {}, "does not come before"),
        ("revenue", "2023", "2024-01", {}, "is a year and 2024-01 a month"),
        ("revenue", "2024-01", "2024-02", {"volume": "average_order_value"}, "is a ratio, not a volume"),
        ("average_order_value", "2024-01", "2024-02", {"volume": "order_count"}, "has a volume of its own"),
        ("sales_cycle", "2024-01", "2024-02", {}, "cannot be told by segment"),
        ("revenue", "2024-01", "2024-02", {"volume": "order_count", "order": ("price",)}, "The order names price"),
        ("revenue", "2024-01", "2024-02", {"by": "page"}, "cannot be cut by page"),
    ],
)
def test_what_cannot_be_told_is_refused(ws: Workspace, kpi: str, before: str, after: str, more: dict[str, str], words: str) -> None:
    with pytest.raises(QueryError, match=words):
        ws.insights.kpi_change(kpi, before, after, **{"by": "person", **more})  # type: ignore[arg-type]


def test_the_total_of_a_matrix_by_restated_data(ws: Workspace, tmp_path: Path) -> None:
    """Ann's total went from 130 of 100 to 0 of 100; by the same data nothing was restated."""
    file = tmp_path / "matrix.yaml"
    file.write_text(
        "matrices:\n  - person: Ann\n    period: [2024-01, 2024-02]\n"
        "    rows: [{kpi: revenue, weight: 1, base: 0, norm: 100, target: 200}]\n",
        "utf-8",
    )
    ws.apply_matrices(file)
    found = ws.insights.total_change("Ann", "2024-01", "2024-02", told_at=ws.version)
    assert (found.before, found.after) == (130, 0)
    assert {factor: found.sum(factor) for factor in ("fact", "levels", "weights", "people", "restatement")} == {
        "fact": -130, "levels": 0, "weights": 0, "people": 0, "restatement": 0,
    }  # fmt: skip
