"""Labels of periods: benchmarks and assessments whose period cannot be read are refused, naming it."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import duckdb
import openpyxl  # type: ignore[import-untyped]
import pytest

from tests.ingest.staging_help import rows, run

MAPPING = """
source: desk
covers: {from: 2017-01-01, to: 2018-01-01}
files: {scores: {path: PATH}}
tables:
  assessments:
    from: scores
    columns: {id: id, kpi: kpi, period: when, value: value}
"""


@pytest.mark.parametrize("text", ["soon", "2017-13", "2017-W53", "17", "2017-Q5", "3/7/2017"])
def test_a_label_that_names_no_period_is_refused(tmp_path: Path, text: str) -> None:
    result = run(
        tmp_path, {"scores.csv": f"id,kpi,when,value\n1,talks,{text},5\n2,talks,2017-q3,6\n"}, MAPPING.replace("PATH", "scores.csv")
    )
    (refusal,) = result.refusals
    assert (refusal.row, refusal.table, refusal.column, refusal.value) == (2, "assessments", "period", text)
    assert refusal.reason.startswith(f'"{text}" is not a period; write a day, week, month, quarter or year')
    assert rows(result, "assessments", "id, period") == [("2", "2017-Q3")]


def test_an_empty_label_is_refused_too(tmp_path: Path) -> None:
    result = run(tmp_path, {"scores.csv": "id,kpi,when,value\n1,talks,,5\n"}, MAPPING.replace("PATH", "scores.csv"))
    assert [(refusal.column, refusal.reason) for refusal in result.refusals] == [("period", "it is empty, and the column is required")]


def test_years_and_days_of_a_sheet_are_periods(tmp_path: Path) -> None:
    book, held = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    for row in (["id", "kpi", "when", "value"], [1, "talks", 2017, 5], [2, "talks", dt.date(2017, 7, 3), 5]):
        sheet.append(row)
    book.save(held)
    result = run(tmp_path, {"scores.xlsx": held.getvalue()}, MAPPING.replace("PATH", "scores.xlsx"))
    assert result.refusals == ()
    assert rows(result, "assessments", "id, period") == [("1", "2017"), ("2", "2017-07-03")]


def test_typed_columns_of_parquet_are_read_by_their_text(tmp_path: Path) -> None:
    path = tmp_path / "scores.parquet"
    with duckdb.connect() as con:
        con.execute(f"COPY (SELECT '1' AS id, 'talks' AS kpi, 2017 AS \"when\", 5 AS value) TO '{path}'")
    result = run(tmp_path, {"scores.parquet": path.read_bytes()}, MAPPING.replace("PATH", "scores.parquet"))
    assert rows(result, "assessments", "id, period") == [("1", "2017")]


def test_periods_that_end_outside_the_declared_days_are_told(tmp_path: Path) -> None:
    text = "id,kpi,when,value\n1,talks,2017-Q4,5\n2,talks,2017-W52,5\n3,talks,2018-W01,5\n"
    result = run(tmp_path, {"scores.csv": text}, MAPPING.replace("PATH", "scores.csv"))
    assert any(note.startswith("assessments: 1 rows lie outside") for note in result.notes), result.notes
