"""The published worked examples of scoring again, from files to the scorecard, as a user gets them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scoreline import workspace
from scoreline.workspace import Workspace

MAPPING = """
source: example
covers: {from: 2024-01-01, to: 2024-02-29}
files:
  staff: staff.csv
  orders: {path: orders.csv, types: {day: date}}
  lines: {path: lines.csv, numbers: "1234.50"}
tables:
  people: {from: staff, columns: {id: id, name: name}}
  orders: {from: orders, columns: {id: id, owner_id: owner, ordered_at: day}}
  order_lines: {from: lines, columns: {id: id, order_id: order, quantity: quantity, amount: amount}}
"""

MATRICES = """
matrices:
  - person: Anna
    period: 2024-01
    rows:
      - {kpi: revenue, weight: 0.5, base: 0, norm: 20, target: 30, method: ratio}
      - {kpi: order_count, weight: 0.25, base: 0, norm: 20, target: 30, method: ratio}
      - {kpi: sales_volume, weight: 0.25, base: 0, norm: 20, target: 30, method: ratio}
  - person: Anna
    period: 2024-02
    rows:
      - {kpi: sales_volume, weight: 1, base: 15, norm: 45, target: 45}
"""


@pytest.fixture(scope="module")
def anna(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """January: 17 orders that bring 22 for 30 units. February: one order of 16 units."""
    folder = tmp_path_factory.mktemp("example")
    orders = [f"{number},anna,2024-01-{number:02}" for number in range(1, 18)] + ["18,anna,2024-02-15"]
    lines = ["1,1,14,6"] + [f"{number},{number},1,1" for number in range(2, 18)] + ["18,18,16,40"]
    (folder / "staff.csv").write_text("id,name\nanna,Anna\n", "utf-8")
    (folder / "orders.csv").write_text("\n".join(["id,owner,day", *orders, ""]), "utf-8")
    (folder / "lines.csv").write_text("\n".join(["id,order,quantity,amount", *lines, ""]), "utf-8")
    (folder / "mapping.yaml").write_text(MAPPING, "utf-8")
    (folder / "matrix.yaml").write_text(MATRICES, "utf-8")
    ws = workspace.init(folder / "ws")
    ws.load(folder, folder / "mapping.yaml")
    ws.apply_matrices(folder / "matrix.yaml")
    return ws


def test_weighted_example_gives_113_75(anna: Workspace) -> None:
    card = anna.score("Anna", "2024-01")
    assert [row.fact for row in card.rows] == [22, 17, 30]
    assert [row.weighted for row in card.rows] == [Decimal("55"), Decimal("21.25"), Decimal("37.5")]
    assert card.total == Decimal("113.75")


def test_progress_from_15_to_45_at_16_is_3_33_percent(anna: Workspace) -> None:
    (row,) = anna.score("Anna", "2024-02").rows
    assert row.fact == 16
    assert row.index_raw is not None
    assert row.index_raw.quantize(Decimal("0.01")) == Decimal("3.33")
