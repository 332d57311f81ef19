"""CSV and TSV that is not as it should be: rows are refused with their line, or the file with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoreline.errors import IngestError
from scoreline.ingest import RefusedRowsError
from tests.ingest.staging_help import CUSTOMERS, rows, run


def refused(folder: Path, text: str | bytes, mapping: str = CUSTOMERS) -> tuple[list[tuple[int | None, str]], list[tuple[str, int]]]:
    """(row, reason) of the refusals, and (id, row) of what was kept."""
    result = run(folder, {"buyers.csv": text}, mapping)
    assert all(refusal.file == "buyers.csv" for refusal in result.refusals)
    return [(r.row, r.reason) for r in result.refusals], [(str(i), int(n)) for i, n in rows(result, "customers", "id, _row")]


def error(folder: Path, text: str | bytes, mapping: str = CUSTOMERS) -> IngestError:
    with pytest.raises(IngestError) as caught:
        run(folder, {"buyers.csv": text}, mapping)
    return caught.value


def test_row_numbers_are_physical_lines(tmp_path: Path) -> None:
    bad, kept = refused(tmp_path, 'id,name\r\n1,"two\r\nlines"\r\n\r\n2,plain\n3,"a ""quote"""\n')
    assert bad == []
    assert kept == [("1", 2), ("2", 5), ("3", 6)]


def test_ragged_rows(tmp_path: Path) -> None:
    bad, kept = refused(tmp_path, "id,name\n1,a\n2\n3,b,extra\n4,c\n")
    assert [row for row, _ in bad] == [3, 4]
    assert "1 fields, the header 2" in bad[0][1]
    assert kept == [("1", 2), ("4", 5)]


@pytest.mark.parametrize("line", ['2,"not closed', '2,"stray" quote"', '"2"x,b'])
def test_a_stray_quote_costs_its_own_line_only(tmp_path: Path, line: str) -> None:
    bad, kept = refused(tmp_path, f"id,name\n1,a\n{line}\n3,b\n4,c\n")
    assert [row for row, _ in bad] == [3]
    assert "quote" in bad[0][1]
    assert kept == [("1", 2), ("3", 4), ("4", 5)]


def test_a_quote_that_swallows_lines_gives_them_back(tmp_path: Path) -> None:
    bad, kept = refused(tmp_path, 'id,name\n1,a\n2,"open\n3,b\n4,"closed"\n5,c\n')
    assert [row for row, _ in bad] == [3]
    assert kept == [("1", 2), ("3", 4), ("4", 5), ("5", 6)]


def test_a_quote_inside_an_unquoted_field_is_text(tmp_path: Path) -> None:
    result = run(tmp_path, {"buyers.csv": 'id,name\n1,5" pipe\n'}, CUSTOMERS)
    assert rows(result, "customers", "name") == [('5" pipe',)]


def test_nul_bytes(tmp_path: Path) -> None:
    bad, kept = refused(tmp_path, "id,name\n1,a\0b\n2,c\n")
    assert bad == [(2, "it holds a NUL byte: take it out")]
    assert kept == [("2", 3)]


def test_the_header_again(tmp_path: Path) -> None:
    bad, kept = refused(tmp_path, "id,name\nid,name\n1,a\n")
    assert bad == [(2, "this is the header again: take it out")]
    assert kept == [("1", 3)]


def test_two_header_rows_name_the_row_to_declare(tmp_path: Path) -> None:
    text = "Customers of 2026,\nid,name\n1,a\n"
    assert "Declare header: 2" in error(tmp_path, text).text
    _, kept = refused(tmp_path, text, CUSTOMERS.replace("buyers.csv}", "buyers.csv, header: 2}"))
    assert kept == [("1", 3)]


def test_a_second_header_row_of_units_is_refused_by_its_values(tmp_path: Path) -> None:
    mapping = CUSTOMERS.replace("name: name}", "name: name, created_at: since}")
    bad, kept = refused(tmp_path, "id,name,since\n#,text,date\n1,a,2026-01-02\n", mapping)
    assert [row for row, _ in bad] == [2]
    assert kept == [("1", 3)]


@pytest.mark.parametrize(("mark", "word"), [(";", "';'"), ("\t", '"\\t"'), ("|", "'|'")])
def test_the_wrong_delimiter(tmp_path: Path, mark: str, word: str) -> None:
    text = f"id{mark}name\n1{mark}a\n"
    problem = error(tmp_path, text)
    assert "buyers.csv" in problem.where
    assert f"delimiter: {word}" in problem.do
    _, kept = refused(tmp_path, text, CUSTOMERS.replace("buyers.csv}", f"buyers.csv, delimiter: {word}}}"))
    assert kept == [("1", 2)]


def test_the_wrong_delimiter_without_a_header(tmp_path: Path) -> None:
    mapping = CUSTOMERS.replace("buyers.csv}", "buyers.csv, header: false, columns: [id, name]}")
    assert "delimiter: ';'" in error(tmp_path, "1;a\n2;b\n", mapping).do
    _, kept = refused(tmp_path, "1,a\n2,b\n", mapping)
    assert kept == [("1", 1), ("2", 2)]


def test_duplicate_headers(tmp_path: Path) -> None:
    problem = error(tmp_path, "id,name,ID\n1,a,2\n")
    assert "stands twice" in problem.what
    assert "columns: [...]" in problem.do
    named = CUSTOMERS.replace("buyers.csv}", "buyers.csv, columns: [id, name, other]}")
    assert refused(tmp_path, "id,name,ID\n1,a,2\n", named)[1] == [("1", 2)]


@pytest.mark.parametrize("text", ["", "\n\n\n"])
def test_an_empty_file(tmp_path: Path, text: str) -> None:
    assert "buyers.csv" in error(tmp_path, text).where


def test_a_header_without_rows_is_said(tmp_path: Path) -> None:
    result = run(tmp_path, {"buyers.csv": "id,name\n"}, CUSTOMERS)
    assert result.notes == ("buyers.csv holds no rows.",)


def test_a_missing_column_names_the_nearest(tmp_path: Path) -> None:
    problem = error(tmp_path, "id,names\n1,a\n")
    assert 'no column "name". Did you mean "names"?' in problem.text


def test_a_line_without_end_is_not_read_into_memory(tmp_path: Path) -> None:
    assert "longer than" in error(tmp_path, "id,name\n1," + "x" * 2_000_000).what


def test_rubbish_stops_early(tmp_path: Path) -> None:
    with pytest.raises(RefusedRowsError) as caught:
        run(tmp_path, {"buyers.csv": "id,name\n" + "x\n" * 30_000}, CUSTOMERS)
    assert len(caught.value.refusals) == 10_000


@pytest.mark.parametrize(("encoding", "declared"), [("utf-8", ""), ("utf-8-sig", ""), ("utf-16", ""), ("gbk", "gbk"), ("gb18030", "gbk"),
                                                    ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")])  # fmt: skip
def test_encodings(tmp_path: Path, encoding: str, declared: str) -> None:
    mapping = CUSTOMERS.replace("buyers.csv}", f"buyers.csv, encoding: {declared}}}") if declared else CUSTOMERS
    result = run(tmp_path, {"buyers.csv": "id,name\n1,张伟\n".encode(encoding)}, mapping)
    assert rows(result, "customers", "id, name") == [("1", "张伟")]


def test_cp1251(tmp_path: Path) -> None:
    mapping = CUSTOMERS.replace("buyers.csv}", "buyers.csv, encoding: cp1251}")
    result = run(tmp_path, {"buyers.csv": "id,name\n1,Данные\n".encode("cp1251")}, mapping)
    assert rows(result, "customers", "name") == [("Данные",)]


def test_an_undeclared_encoding_is_named_with_its_row(tmp_path: Path) -> None:
    problem = error(tmp_path, b"id,name\n1,a\n2,\xc4\xe0\xed\n")
    assert problem.where == "buyers.csv, row 3"
    assert "encoding:" in problem.do


def test_utf_16_without_a_mark_is_recognised(tmp_path: Path) -> None:
    assert "utf-16-le" in error(tmp_path, "id,name\n1,a\n".encode("utf-16-le")).do


def test_a_spreadsheet_named_csv_is_recognised(tmp_path: Path) -> None:
    assert "not a text file" in error(tmp_path, b"PK\x03\x04rest").what


def test_null_markers_and_space_become_nothing(tmp_path: Path) -> None:
    mapping = CUSTOMERS.replace("buyers.csv}", 'buyers.csv, nulls: ["N/A", "-"]}').replace("name: name}", "name: name, country: land}")
    result = run(tmp_path, {"buyers.csv": "id,name,land\n1, a ,N/A\n2,b,-\n3,c,\u00a0\n4,d, NO\n"}, mapping)
    assert rows(result, "customers", "name, country") == [("a", None), ("b", None), ("c", None), ("d", "NO")]
