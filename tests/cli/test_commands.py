"""Every command on the small shop of tests/cli/shop, whose figures can be added up by hand."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import simplejson

from scoreline import settings
from scoreline.periods import Calendar, Named, Scheme, YearEnd
from tests.cli.conftest import SHOP, Run, run_in


def _json(run: Run, *args: str) -> Any:
    done = run(*args, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    return simplejson.loads(done.stdout, use_decimal=True)


def _row(text: str, start: str) -> list[str]:
    """The cells of the table line whose first cells, with one blank between them, are these."""
    lines = [re.split(r" {2,}", line.strip()) for line in text.splitlines()]
    return next(cells for cells in lines if " ".join(cells).startswith(start))


def test_init_writes_the_settings(said: dict[str, str], shop: Run) -> None:
    assert "scoreline.toml" in said["init"]


def test_init_refuses_a_folder_that_is_not_empty(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    done = run_in(tmp_path)("init", "full")
    assert done.returncode == 1
    assert "not an empty folder" in done.stderr
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]


def test_init_takes_a_calendar(tmp_path: Path) -> None:
    options = ["--calendar", "4-5-4", "--fiscal-year-start", "2", "--fiscal-year-named", "start", "--retail-year-end", "last"]
    done = run_in(tmp_path)("init", "retail", *options, "--week-start", "monday")
    assert (done.returncode, done.stderr) == (0, "")
    made = settings.read(tmp_path / "retail").business_calendar
    assert made == Calendar(Scheme.W454, 2, Named.START, 0, YearEnd.LAST)


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--calendar", "4-4-4", 'calendar: "4-4-4" is none of gregorian, 4-4-5, 4-5-4, 5-4-4.'),
        ("--calendar", "georgian", 'Did you mean "gregorian"?'),
        ("--week-start", "sun", 'week_start: "sun" is none of monday,'),
        ("--fiscal-year-named", "begin", 'fiscal_year_named: "begin" is none of start, end.'),
        ("--retail-year-end", "first", 'retail_year_end: "first" is none of nearest, last.'),
    ],
)
def test_init_refuses_an_unknown_calendar(tmp_path: Path, option: str, value: str, words: str) -> None:
    done = run_in(tmp_path)("init", "retail", option, value)
    assert done.returncode == 1
    assert words in " ".join(done.stderr.split())
    assert not (tmp_path / "retail").exists()


def test_load_counts_per_table(said: dict[str, str]) -> None:
    """Read, new, changed, unchanged, deleted, refused, and the covered days."""
    assert _row(said["load"], "orders 5")[1:7] == ["5", "5", "0", "0", "0", "0"]
    assert _row(said["load"], "order_lines")[1:] == ["7", "6", "0", "0", "0", "1", "2024-01-01 to 2024-03-31, declared"]
    assert re.search(r"quarantine\S*", said["load"])
    assert re.search(r"reference.*owner_id.*9|owner_id.*9.*unknown", said["load"], re.I)


def test_loading_again_changes_nothing(said: dict[str, str]) -> None:
    assert _row(said["again"], "orders 5")[1:7] == ["5", "0", "0", "5", "0", "0"]
    assert "Nothing changed" in said["again"]


def test_kpis_say_what_to_add(shop: Run) -> None:
    entries = {entry["kpi"]: entry for entry in _json(shop, "kpis")}
    assert entries["revenue"]["available"] is True
    assert entries["win_rate"]["available"] is False
    assert "deals" in entries["win_rate"]["missing"]
    text = shop("kpis").stdout
    assert "deals" in _row(text, "win_rate")[-1]


def test_kpi_json_is_exact(shop: Run) -> None:
    rows = _json(shop, "kpi", "revenue", "order_count", "--by", "person", "--per", "quarter", "--from", "2024-Q1", "--to", "2024-Q1")
    found = {row["person"]: row for row in rows}
    assert list(found["Anna Berg"]) == ["person", "period", "revenue", "order_count"]
    assert found["Anna Berg"] == {"person": "Anna Berg", "period": "2024-Q1", "revenue": Decimal("1250.5"), "order_count": 2}
    assert found["=Bo Lind"]["revenue"] == Decimal("1499.5")


@pytest.mark.parametrize(
    ("per", "start", "end", "labels"),
    [
        ("day", "2024-02-05", "2024-02-06", ["2024-02-05", "2024-02-06"]),
        ("week", "2024-W06", "2024-W06", ["2024-W06"]),
        ("month", "2024-01", "2024-03", ["2024-01", "2024-02", "2024-03"]),
        ("year", "2024", "2024", ["2024"]),
    ],
)
def test_periods_are_inclusive(shop: Run, per: str, start: str, end: str, labels: list[str]) -> None:
    rows = _json(shop, "kpi", "revenue", "--per", per, "--from", start, "--to", end)
    assert [row["period"] for row in rows] == labels


def test_kpi_cuts_twice(shop: Run) -> None:
    rows = _json(shop, "kpi", "revenue", "--by", "team", "--by", "customer", "--per", "year", "--from", "2024", "--to", "2024")
    assert {(row["team"], row["customer"]): row["revenue"] for row in rows}["North", "Kiosk"] == Decimal("2499.6")


def test_kpi_states_tell_zero_from_missing(shop: Run) -> None:
    rows = _json(shop, "kpi", "revenue", "--by", "person", "--from", "2024-01", "--to", "2024-04", "--states")
    states = {(row["person"], row["period"]): row["revenue_state"] for row in rows}
    assert states["Anna Berg", "2024-01"] == "value"
    assert states["Anna Berg", "2024-03"] == "zero"
    assert states["Anna Berg", "2024-04"] == "missing"


def test_kpi_table_says_why_a_value_is_not_there(shop: Run) -> None:
    text = shop("kpi", "average_order_value", "--by", "person", "--from", "2024-03", "--to", "2024-04").stdout
    assert _row(text, "Anna Berg 2024-03")[-1] == "–†"
    assert _row(text, "Anna Berg 2024-04")[-1] == "–*"
    assert "† undefined" in text and "* missing" in text


def test_kpi_csv_guards_against_formulas(shop: Run) -> None:
    done = shop("kpi", "revenue", "--by", "person", "--per", "year", "--from", "2024", "--to", "2024", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {row["person"]: row["revenue"] for row in rows}["'=Bo Lind"] == "1499.5"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["kpi", "revenu"], 'Did you mean "revenue"?'),
        (["kpi", "revenue", "--per", "moth"], 'Did you mean "month"?'),
        (["kpi", "revenue", "--by", "persn"], 'Did you mean "person"?'),
        (["kpi", "revenue", "--from", "yesterday"], "is not a period"),
        (["kpi", "order_count", "--by", "product"], "counted"),
        (["score", "--member", "Ana Berg", "--period", "2024-01"], 'Did you mean "Anna Berg"?'),
        (["score", "--member", "Anna Berg", "--period", "2023-01"], "no matrix"),
        (["why", "revenue", "--period", "2024-01", "--part", "nothing"], "nothing"),
        (["history", "--as-of", "99"], "99"),
        (["matrix", "apply", "nowhere.yaml"], "nowhere.yaml"),
        (["matrix", "show", "--member", "=Bo Lind", "--period", "2024-01"], "no matrix"),
        (["load", ".", "--mapping", "nonsense"], "nonsense"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_mistakes_are_one_paragraph(shop: Run, args: list[str], words: str) -> None:
    done = shop(*args)
    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr
    assert done.stderr.startswith("Error: ") and done.stderr.count("\n") == 1


def test_score(shop: Run) -> None:
    """January: revenue 1000.10 of base 200, norm 1000, target 1200, so 100.0125; one order of one, so 100."""
    card = _json(shop, "score", "--member", "Anna Berg", "--period", "2024-01")
    rows = {row["kpi"]: row for row in card["rows"]}
    assert rows["revenue"]["index"] == Decimal("100.0125")
    assert rows["revenue"]["band"] == "on plan"
    assert rows["order_count"]["attainment"] == 100
    assert rows["average_order_value"]["weight"] is None
    assert card["total"] == Decimal("0.75") * Decimal("100.0125") + 25
    assert (card["coverage"], card["provisional"]) == (1, False)
    wanted = {"kpi", "weight", "base", "norm", "target", "fact", "state", "attainment", "index_raw", "index", "weighted", "band"}
    assert wanted <= set(rows["revenue"])


def test_score_as_a_table(shop: Run) -> None:
    text = shop("score", "--member", "Anna Berg", "--period", "2024-01").stdout
    assert text.splitlines()[0].strip() == "Anna Berg, January 2024"
    assert "on plan" in _row(text, "Revenue")
    assert "indicator" in _row(text, "Average order value")
    assert "Total: 100" in text


def test_score_of_an_uncovered_month_is_not_zero(shop: Run) -> None:
    card = _json(shop, "score", "--member", "Anna Berg", "--period", "2024-04")
    assert card["total"] is None
    assert {row["state"] for row in card["rows"]} == {"missing"}


def test_why_leads_to_the_rows(shop: Run) -> None:
    found = _json(shop, "why", "revenue", "--member", "Anna Berg", "--period", "2024-02")
    assert found["value"] == Decimal("250.4")
    assert found["mart_version"] == 1
    rows = found["rows"]
    assert rows["total"] == 2
    assert sum(row["amount"] for row in rows["found"]) == found["value"]
    assert {(row["_file"], row["_row"]) for row in rows["found"]} == {("lines.csv", 3), ("lines.csv", 4)}


def test_why_pages_through_the_rows(shop: Run) -> None:
    first = _json(shop, "why", "revenue", "--period", "2024-Q1", "--rows", "4")["rows"]["found"]
    rest = _json(shop, "why", "revenue", "--period", "2024-Q1", "--rows", "4", "--skip", "4")["rows"]["found"]
    assert sum(row["amount"] for row in first + rest) == Decimal("3530.00")


def test_why_as_a_table_and_csv(shop: Run) -> None:
    text = shop("why", "revenue", "--member", "Anna Berg", "--period", "2024-02", "--sql").stdout
    assert text.splitlines()[0].startswith("Revenue of Anna Berg, February 2024: €250.40")
    assert "SELECT" in text and "lines.csv" in text and "data version 1" in text
    rows = list(csv.DictReader(io.StringIO(shop("why", "revenue", "--period", "2024-02", "--format", "csv").stdout)))
    assert sum(Decimal(row["amount"]) for row in rows) == Decimal("1749.90")


def test_history_and_as_of(shop: Run) -> None:
    versions = _json(shop, "history")
    assert [version["version"] for version in versions] == [1]
    assert versions[0]["tables"]["orders"]["rows"] == 5
    assert versions[0]["tables"]["orders"]["first_day"] == "2024-01-01"
    assert versions[0]["tables"]["orders"]["last_day"] == "2024-03-31"
    assert _json(shop, "history", "--as-of", "0") == []
    empty = _json(shop, "kpi", "revenue", "--per", "year", "--from", "2024", "--to", "2024", "--as-of", "0", "--states")
    assert [row["revenue_state"] for row in empty] == ["missing"]


def test_matrices_read_back(shop: Run, said: dict[str, str]) -> None:
    assert said["apply"].count("Saved the matrix of Anna Berg") == 4
    assert [entry["period"] for entry in _json(shop, "matrix", "list")] == ["2024-01", "2024-02", "2024-03", "2024-04"]
    matrix = _json(shop, "matrix", "show", "--member", "Anna Berg", "--period", "2024-01")
    assert [row["kpi"] for row in matrix["rows"]] == ["revenue", "order_count", "average_order_value"]
    assert sum(row["weight"] or 0 for row in matrix["rows"]) == 1


def test_a_workspace_is_named_from_elsewhere(shop: Run, tmp_path: Path) -> None:
    made = run_in(tmp_path)("init", "other")
    assert made.returncode == 0
    done = run_in(tmp_path)("load", str(SHOP), "--mapping", str(SHOP / "mapping.yaml"), "--workspace", "other")
    assert done.returncode == 1
    assert "refused" in done.stderr
    assert _json(run_in(tmp_path), "history", "--workspace", "other") == []
