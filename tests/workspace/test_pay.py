"""Pay in a company of six orders: statements that add up to records, draws over the year, clawbacks by later data."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

import scoreline
from scoreline.errors import IncentiveError, MatrixError, QueryError
from scoreline.mart.publish import publish
from scoreline.workspace import Workspace
from tests import company
from tests.mart.staging import stage

PAY = """incentives:
  - role: seller
    per: month
    draw: 5
    rows:
      - {kpi: revenue, table: marginal, rates: [{to: 100, rate: 0.10}, {from: 100, rate: 0.20}]}
"""
MATRIX = """matrices:
  - person: [Ann, "Bob, Jr."]
    period: [2024-01, 2024-02, 2024-03]
    rows: [{kpi: revenue, weight: 1, base: 0, norm: 100, target: 200, result: true}]
"""


def publish_with(ws: Workspace, folder: Path, orders: list[tuple[str, str, str, str, int]]) -> None:
    """The company with these orders, and sellers that are called so."""
    tables = company.tables()
    for membership in tables["memberships"]:
        membership["role"] = "seller"
    kept = {order[0]: order[4] for order in orders}
    tables["orders"] = [order for order in tables["orders"] if order["id"] in kept]
    tables["order_lines"] = [{**line, "amount": kept[line["id"]]} for line in tables["order_lines"] if line["id"] in kept]
    folder.mkdir()
    publish(ws.mart, stage(folder, tables, covers=company.COVERED), time_zone="UTC")


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """First by all orders (version 1), then with Ann's January order of 130 cut down to 40 (version 2)."""
    home = tmp_path_factory.mktemp("company")
    made = scoreline.init(home / "ws", currency="EUR")
    publish_with(made, home / "one", company.ORDERS)
    publish_with(made, home / "two", [(*order[:4], 40 if order[0] == "o4" else order[4]) for order in company.ORDERS])
    (home / "pay.yaml").write_text(PAY, "utf-8")
    (home / "matrix.yaml").write_text(MATRIX, "utf-8")
    return scoreline.open(home / "ws")


def home(ws: Workspace) -> Path:
    return ws.path.parent


def test_a_statement_adds_up_from_records_to_pay(ws: Workspace) -> None:
    """Bob sold 70 in February: 7.00."""
    (made,) = ws.insights.pay(home(ws) / "pay.yaml", "2024-02", member="Bob, Jr.", matrices=home(ws) / "matrix.yaml")
    records = ws.insights.records("revenue", "Bob, Jr.", "2024-02")
    assert sum(record.credited for record in records) == made.basis[0].fact == 70
    assert [(record.id, record.credited) for record in records] == [("o5", 70)]
    assert made.earned == 7 and made.paid == made.earned + sum(line.amount for line in made.lines[1:])


def test_what_a_draw_lent_is_kept_back_within_the_year(ws: Workspace) -> None:
    """Bob: nothing in January, so 5 are lent; 7 in February, of which 2 are kept back; 1 in March, 4 more are lent."""
    months = [
        ws.insights.pay(home(ws) / "pay.yaml", month, member="Bob, Jr.", matrices=home(ws) / "matrix.yaml")[0]
        for month in ("2024-01", "2024-02", "2024-03")
    ]
    assert [(item.earned, item.paid, item.owed) for item in months] == [(0, 5, 5), (7, 5, 3), (1, 5, 7)]


def test_a_clawback_stands_in_the_open_period_with_its_cause(ws: Workspace) -> None:
    """Ann was paid 10 + 6 for 130 in January, and 4 would have been right: -12 in February, all owed beside the draw."""
    (made,) = ws.insights.pay(home(ws) / "pay.yaml", "2024-02", member="Ann", matrices=home(ws) / "matrix.yaml", told_at=1)
    (entry,) = made.corrections
    assert (entry.line.amount, entry.cause.period, entry.cause.told, entry.cause.now) == (-12, "2024-01", 130, 40)
    assert (entry.cause.told_at, entry.cause.now_at) == (1, 2)
    assert (made.earned, made.paid, made.owed) == (0, 5, 17)
    assert sum(line.amount for line in made.lines) == made.paid


def test_a_what_if_changes_nothing_that_is_kept(ws: Workspace) -> None:
    args = (home(ws) / "pay.yaml", "2024-02")
    (made,) = ws.insights.pay(*args, member="Ann", matrices=home(ws) / "matrix.yaml", what_if={"revenue": Decimal(150)})
    assert made.earned == 20
    assert ws.insights.pay(*args, member="Ann", matrices=home(ws) / "matrix.yaml")[0].earned == 0


def test_where_every_row_pays_the_statement_says_so(ws: Workspace) -> None:
    assert all(item.all_pays for item in ws.insights.pay(home(ws) / "pay.yaml", "2024-02", matrices=home(ws) / "matrix.yaml"))


def test_what_cannot_be_paid_is_refused(ws: Workspace, tmp_path: Path) -> None:
    pay, matrix = home(ws) / "pay.yaml", home(ws) / "matrix.yaml"
    plain = tmp_path / "plain.yaml"
    plain.write_text(MATRIX.replace(", result: true", ""), "utf-8")
    with pytest.raises(IncentiveError, match="not marked as a result"):
        ws.insights.pay(pay, "2024-02", matrices=plain)
    with pytest.raises(IncentiveError, match="2024-Q1 is a quarter, but the file pays seller per month"):
        ws.insights.pay(pay, "2024-Q1", matrices=matrix)
    with pytest.raises(MatrixError, match="no matrix"):
        ws.insights.pay(pay, "2023-02", matrices=matrix)
    with pytest.raises(IncentiveError, match="does not pay for visits"):
        ws.insights.pay(pay, "2024-02", member="Ann", matrices=matrix, what_if={"visits": Decimal(1)})
    with pytest.raises(QueryError, match="is a ratio"):
        ws.insights.records("average_order_value", "Ann", "2024-02")
    other = tmp_path / "other.yaml"
    other.write_text(PAY + PAY.removeprefix("incentives:\n").replace("role: seller", "role: sellr"), "utf-8")
    with pytest.raises(IncentiveError, match=r'other\.yaml, line 7: Nobody has ever been in the role "sellr"\. Did you mean "seller"\?'):
        ws.insights.pay(other, "2024-02", matrices=matrix)
    with pytest.raises(IncentiveError, match=r"No scheme pays anybody in 2019-12"):
        ws.insights.pay(pay, "2019-12", matrices=matrix)


def test_who_has_no_matrix_is_named_and_the_others_are_paid(ws: Workspace, tmp_path: Path) -> None:
    matrix = tmp_path / "matrix.yaml"
    matrix.write_text(MATRIX.replace('[Ann, "Bob, Jr."]', "Ann"), "utf-8")
    pay = home(ws) / "pay.yaml"
    assert [one.member.name for one in ws.insights.pay(pay, "2024-02", matrices=matrix)] == ["Ann"]
    assert [who.name for who in ws.insights.unpaid(pay, "2024-02", matrices=matrix)] == ["Bob, Jr."]
    with pytest.raises(MatrixError, match=r"Bob, Jr\., 2024-02: There is no matrix to be paid by"):
        ws.insights.pay(pay, "2024-02", member="Bob, Jr.", matrices=matrix)


def test_what_is_owed_comes_from_periods_that_the_rules_paid(ws: Workspace, tmp_path: Path) -> None:
    """Bob's matrix of January had no revenue: no draw of it is owed in February, and Ann is paid all the same."""
    matrix = tmp_path / "matrix.yaml"
    other = MATRIX.replace("[2024-01, 2024-02, 2024-03]", "2024-01").replace("kpi: revenue", "kpi: sales_volume")
    matrix.write_text(MATRIX.replace("2024-01, ", "") + other.removeprefix("matrices:\n"), "utf-8")
    made = ws.insights.pay(home(ws) / "pay.yaml", "2024-02", matrices=matrix, told_at=1)
    assert [(one.earned, one.paid, one.owed, one.corrections) for one in made] == [(0, 5, 5, ()), (7, 7, 0, ())]


def test_what_is_owed_comes_from_the_role_that_was_held(tmp_path: Path) -> None:
    """Bob was a scout in January, for whom nothing is paid by the month, and a seller from February on."""
    tables = company.tables()
    first, later = ({"person_id": "bob", "team_id": "s", "role": role} for role in ("scout", "seller"))
    tables["memberships"] = [
        {**first, "valid_from": dt.date(2020, 1, 1), "valid_to": dt.date(2024, 2, 1)},
        {**later, "valid_from": dt.date(2024, 2, 1)},
    ]
    ws = scoreline.init(tmp_path / "acme", currency="EUR")
    publish(ws.mart, stage(tmp_path, tables, covers=company.COVERED), time_zone="UTC")
    (tmp_path / "pay.yaml").write_text(PAY, "utf-8")
    (tmp_path / "matrix.yaml").write_text(MATRIX, "utf-8")
    made = scoreline.open(ws.path).insights.pay(tmp_path / "pay.yaml", "2024-02", matrices=tmp_path / "matrix.yaml")
    assert [(one.member.name, one.paid, one.owed) for one in made] == [("Bob, Jr.", 7, 0)]


def test_a_backtest_pays_what_statements_earn(ws: Workspace, tmp_path: Path) -> None:
    """Also for a row whose best lies within a range, which can be paid by the fact: 3 for each of Ann's and Bob's three orders."""
    matrix, pay = tmp_path / "matrix.yaml", tmp_path / "pay.yaml"
    ranged = "kpi: order_count, weight: 1, direction: range, base: [0, 9], norm: [1, 2], result: true"
    matrix.write_text(MATRIX.replace("kpi: revenue, weight: 1, base: 0, norm: 100, target: 200, result: true", ranged), "utf-8")
    rule = "kpi: order_count, on: fact, table: marginal, rates: [{rate: 3}]"
    pay.write_text(f"incentives: [{{role: seller, rows: [{{{rule}}}]}}]", "utf-8")
    months = ("2024-01", "2024-02", "2024-03")
    earned = [one.earned for month in months for one in ws.insights.pay(pay, month, matrices=matrix)]
    assert ws.insights.backtest(months[0], months[-1], file=matrix, incentives=pay).pay == sum(earned) == 9


def test_nobody_is_paid_by_more_than_all_of_a_record(tmp_path: Path) -> None:
    """An order of which 60 % and 50 % are credited is named with its place; a deal that is called as the order is another record."""
    ws = company.made(tmp_path / "acme")
    credit = {"order_id": "o5", "kind": "share"}
    shares = [
        {**credit, "id": "1", "person_id": "ann", "share": Decimal("0.6")},
        {**credit, "id": "2", "person_id": "bob", "share": Decimal("0.5")},
        {"deal_id": "o5", "kind": "share", "id": "3", "person_id": "bob", "share": Decimal(1)},
    ]
    publish(ws.mart, stage(tmp_path, {"credits": shares}, covers=company.COVERED), time_zone="UTC")
    (tmp_path / "pay.yaml").write_text(PAY, "utf-8")
    with pytest.raises(IncentiveError, match=r"credits: More than all of a record is credited: order o5 of crm: 1\.1 \("):
        scoreline.open(ws.path).insights.pay(tmp_path / "pay.yaml", "2024-02")
