"""Mapping files: what is read, and how mistakes are named."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from scoreline.errors import MappingError
from scoreline.ingest import read_mapping, shipped_mappings
from scoreline.ingest.mapping_file import parse_mapping
from scoreline.mart.staged import Span

GOOD = """source: shop
covers: {from: 2026-01-01, to: 2026-01-31}
files:
  lines: {path: lines.csv, numbers: "1.234,50"}
tables:
  order_lines:
    mode: snapshot
    from: lines
    columns:
      id: no
      order_id: order
      amount: total
  orders:
    covers: none
    select: SELECT 1
  people:
    select: SELECT 1
"""


def wrong(text: str) -> MappingError:
    with pytest.raises(MappingError) as caught:
        parse_mapping(text, "shop.yaml")
    return caught.value


def test_a_good_mapping() -> None:
    mapping = parse_mapping(GOOD, "shop.yaml")
    assert mapping.source == "shop"
    assert mapping.tables["order_lines"].mode == "snapshot"
    assert mapping.tables["orders"].mode == "upsert"


def test_covers_includes_its_last_day_and_holds_where_days_date_rows() -> None:
    mapping = parse_mapping(GOOD, "shop.yaml")
    assert mapping.span("order_lines") == Span(dt.date(2026, 1, 1), dt.date(2026, 2, 1))
    assert mapping.span("orders") is None
    assert mapping.span("people") is None


@pytest.mark.parametrize("name", ["maven_crm", "adventureworks", "northwind"])
def test_shipped_mappings_are_read(name: str) -> None:
    assert name in shipped_mappings()
    assert read_mapping(name).source == name


def test_a_path_is_read(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(GOOD)
    assert read_mapping(str(path)).name == "own.yaml"


def test_an_unknown_name_gives_the_nearest() -> None:
    with pytest.raises(MappingError, match='Did you mean "northwind"'):
        read_mapping("nortwind")


@pytest.mark.parametrize(("old", "new", "line", "part"), [
    ("order_lines:", "order_line:", 6, 'Did you mean "order_lines"'),
    ("amount: total", "amuont: total", 12, 'Did you mean "amount"'),
    ("      amount: total\n", "", 9, "needs amount"),
    ("from: lines\n", "from: line\n", 8, 'Did you mean "lines"'),
    ("mode: snapshot", "mode: replace", 7, "snapshot"),
    ("mode: snapshot", "mod: snapshot", 7, 'Did you mean "mode"'),
    ("path: lines.csv", "path: lines.csv, delimeter: ';'", 4, 'Did you mean "delimiter"'),
    ('"1.234,50"', '"1.23"', 4, "number format"),
    ("amount: total", "amount: {column: total, date: dd/mm}", 12, "date format"),
    ("amount: total", "amount: {}", 12, "either column"),
    ("from: 2026-01-01", "from: soon", 2, "date"),
    ("to: 2026-01-31", "to: 2025-01-31", 2, "must not be after"),
    ("source: shop", "title: shop", 1, '"source" is missing'),
    ("amount: total", "ordered_on: total\n      amount: total", 12, ""),
])  # fmt: skip
def test_mistakes_name_line_and_remedy(old: str, new: str, line: int, part: str) -> None:
    if not part:
        parse_mapping(GOOD.replace(old, new), "shop.yaml")  # a carried column may be filled
        return
    problem = wrong(GOOD.replace(old, new, 1))
    assert problem.where == f"shop.yaml, line {line}"
    assert part in problem.text


def test_a_business_day_is_not_a_mappings_to_fill() -> None:
    text = GOOD.replace(
        "    covers: none\n    select: SELECT 1", "    from: lines\n    columns: {id: no, ordered_at: day, ordered_on: day}", 1
    )
    assert "ordered_on" in wrong(text).what


def test_an_alias_bomb() -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nsource: *c\n"
    assert "line 1" in wrong(bomb).where


@pytest.mark.parametrize("text", ["", "- 1", "source: shop", "{", "source: [", "source: a\nsource: b"])
def test_what_is_no_mapping(text: str) -> None:
    assert "shop.yaml" in wrong(text).where


def test_header_false_needs_names() -> None:
    assert "header: false needs columns" in wrong(GOOD.replace("path: lines.csv", "path: lines.csv, header: false")).text


def test_values_that_look_like_other_things_stay_text() -> None:
    text = GOOD.replace("amount: total", "amount: total\n      status: {column: s, map: {1: open, NO: complete, 007: cancelled}}")
    spec = (parse_mapping(text, "shop.yaml").tables["order_lines"].columns or {})["status"]
    assert spec.map == {"1": "open", "NO": "complete", "007": "cancelled"}
