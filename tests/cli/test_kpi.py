"""scoreline kpi: what it prints, and that its figures are those of Workspace.kpi."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
import simplejson
from typer.testing import CliRunner

import scoreline
from scoreline.cli.main import app
from scoreline.cli.output import plain
from scoreline.errors import QueryError
from tests.company import made

FIRST = ["--from", "2024-01", "--to", "2024-03"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("company") / "ws").path


@pytest.fixture(scope="module")
def fiscal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("fiscal") / "ws", fiscal_year_start=4).path


def said(folder: Path, *args: str) -> str:
    done = CliRunner().invoke(app, ["kpi", *args, "--workspace", str(folder)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def lines(text: str) -> list[list[str]]:
    """The cells of each line."""
    return [re.split(r" {2,}", line.strip()) for line in text.splitlines()]


SAME: list[tuple[list[str], dict[str, Any]]] = [
    (["revenue", *FIRST, "--compare", "last-year"], {"compare": "last-year"}),
    (["revenue", "--by", "person", *FIRST, "--compare", "target"], {"by": "person", "compare": "target"}),
    (["revenue", *FIRST, "--to-date", "year", "--compare", "previous"], {"to_date": "year", "compare": "previous"}),
    (["revenue", *FIRST, "--rolling", "2"], {"rolling": 2}),
    (["revenue", *FIRST, "--cumulative"], {"cumulative": True}),
    (["revenue", "--by", "team", *FIRST, "--owner", "today"], {"by": "team", "owner": "today"}),
    (
        ["revenue", *FIRST, "--where", "segment=SMB", "--where", "team=North,South"],
        {"where": {"segment": "SMB", "team": ["North", "South"]}},
    ),
    (["revenue", *FIRST, "--where", "segment=SMB", "--where", "segment=Large"], {"where": {"segment": ["SMB", "Large"]}}),
]


@pytest.mark.parametrize(("args", "asked"), SAME, ids=lambda value: " ".join(value) if isinstance(value, list) else "")
def test_the_command_line_says_what_python_says(folder: Path, args: list[str], asked: dict[str, Any]) -> None:
    table = scoreline.open(folder).kpi("revenue", start="2024-01", end="2024-03", **asked)
    found = simplejson.loads(said(folder, *args, "--format", "json"), use_decimal=True)
    assert found == simplejson.loads(simplejson.dumps(plain(table.to_pylist()), use_decimal=True), use_decimal=True)
    rows = list(csv.DictReader(io.StringIO(said(folder, *args, "--format", "csv"))))
    assert [list(row) for row in rows] == [list(row) for row in found]
    assert [row["revenue"] for row in rows] == [str(row["revenue"]) for row in found]


def test_a_comparison_as_a_table(folder: Path) -> None:
    text = said(folder, "revenue", *FIRST, "--compare", "last-year")
    assert lines(text)[0] == ["Period", "Revenue, EUR", "Year before", "Change", "Change, %"]
    assert ["2024-02", "70.00", "250.00", "−180.00", "−72.0"] in lines(text)
    assert ["2024-03", "10.00", "0.00", "+10.00", "–"] in lines(text)


def test_several_compared_kpis_have_a_line_each(folder: Path) -> None:
    text = said(folder, "revenue", "order_count", "--from", "2024-02", "--to", "2024-02", "--compare", "previous")
    assert lines(text)[0] == ["Period", "KPI", "Value", "Period before", "Change", "Change, %"]
    assert ["2024-02", "Orders", "1", "1", "0", "0.0"] in lines(text)


def test_windows_filters_and_owners_are_told(folder: Path) -> None:
    text = said(folder, "revenue", "--by", "person", *FIRST, "--to-date", "year", "--owner", "today", "--where", "segment=SMB")
    assert lines(text)[0] == ["Person, today's owner", "Period, year to date", "Revenue, EUR"]
    for words in ("Only segment SMB.", "Every figure is for the year to date.", "whoever has them today, 2024-03-31"):
        assert words in text


def test_fiscal_quarters_are_told(fiscal: Path) -> None:
    text = said(fiscal, "revenue", "--per", "quarter", "--from", "2024-Q4", "--to", "2024-Q4")
    assert lines(text)[0] == ["Period, fiscal", "Revenue, EUR"]
    assert ["2024-Q4", "210.00"] in lines(text)
    assert "Quarters are fiscal: years from April, named after their end." in text
    assert "fiscal" not in said(fiscal, "revenue", *FIRST)


def test_what_is_still_open_stands_beside(folder: Path) -> None:
    """One of two leads of March was converted, the other may be yet."""
    text = said(folder, "lead_conversion_cohort", "--from", "2024-03", "--to", "2024-03")
    assert lines(text)[0] == ["Period", "Leads converted since, %", "Still open"]
    assert ["2024-03", "50.0", "1"] in lines(text)
    assert "Entries still open may yet change" in text
    assert '"lead_conversion_cohort_still_open": 1' in said(folder, "lead_conversion_cohort", *FIRST, "--format", "json")


def test_without_names_all_kpis_are_told_a_line_each(folder: Path) -> None:
    text = said(folder, *FIRST, "--by", "person")
    assert lines(text)[0] == ["Person", "KPI", "2024-01", "2024-02", "2024-03"]
    assert ["Ann", "Revenue, EUR", "130.00", "0.00", "0.00"] in lines(text)
    assert ["still open", "0", "0", "1"] in lines(text)
    rows = simplejson.loads(said(folder, *FIRST, "--format", "json"))
    assert [row["period"] for row in rows] == ["2024-01", "2024-02", "2024-03"]
    assert {"revenue", "order_count", "lead_conversion"} <= set(rows[0])


def test_what_refuses_the_cut_is_left_out_and_named(folder: Path) -> None:
    text = said(folder, *FIRST, "--by", "category")
    assert re.search(r"^Left out, since they cannot be cut so: .*order_count", text, re.M)
    assert "Revenue" in text and "Orders" not in text


def test_weeks_that_reach_outside_are_told(folder: Path) -> None:
    text = said(folder, "revenue", "--per", "week", "--from", "2024-02", "--to", "2024-02")
    assert "2024-W05 begins on 2024-01-29, before 2024-02." in text
    assert "2024-W09 ends on 2024-03-03, after 2024-02." in text


def test_states_of_compared_values(folder: Path) -> None:
    rows = simplejson.loads(
        said(folder, "revenue", "--from", "2023-01", "--to", "2023-02", "--compare", "previous", "--states", "--format", "json")
    )
    assert [row["revenue_previous_state"] for row in rows] == ["missing", "value"]
    assert [row["revenue_change"] for row in rows] == [None, 150]


@pytest.mark.parametrize("text", ["segment", "=SMB", "segment=", "segment= "])
def test_a_filter_has_a_name_and_a_value(folder: Path, text: str) -> None:
    with pytest.raises(QueryError, match="is not a filter"):
        said(folder, "revenue", "--where", text)
