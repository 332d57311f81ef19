"""The other kinds of files: packed, spreadsheets, JSON lines, Parquet, several of a kind."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import zipfile
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import duckdb
import openpyxl  # type: ignore[import-untyped]
import pytest

from scoreline.errors import IngestError, MappingError
from scoreline.ingest.sources import archive
from tests.ingest.staging_help import CUSTOMERS, rows, run, zipped

TEXT = "id,name\n1,a\n2,b\n"
PRODUCTS = """
source: shop
files: {{goods: {{path: {path}{more}}}}}
tables:
  products:
    from: goods
    columns: {{id: id, name: name, list_price: price, published_on: day}}
"""


def products(path: str, more: str = "") -> str:
    return PRODUCTS.format(path=path, more=more and f", {more}")


def buyers(path: str) -> str:
    return CUSTOMERS.replace("buyers.csv", path)


def test_gz_zip_and_tsv(tmp_path: Path) -> None:
    contents: dict[str, bytes | str] = {
        "a.csv.gz": gzip.compress(TEXT.encode()),
        "b.zip": zipped({"inner/list.csv": TEXT, "__MACOSX/x": "rubbish"}),
        "c.tsv": TEXT.replace(",", "\t"),
    }
    for name, content in contents.items():
        result = run(tmp_path, {name: content}, buyers(name))
        assert rows(result, "customers", "id, name, _row") == [("1", "a", 2), ("2", "b", 3)]
    assert rows(run(tmp_path, contents, buyers("b.zip")), "customers", "_file")[0] == ("b.zip/inner/list.csv",)


def test_a_pattern_names_several_files(tmp_path: Path) -> None:
    files = {"2026/jan.csv": TEXT, "2026/feb.csv": "name,id\nc,3\n"}
    result = run(tmp_path, files, buyers("2026/*.csv"))
    assert rows(result, "customers", "id, name, _file, _row") == [
        ("1", "a", "2026/jan.csv", 2), ("2", "b", "2026/jan.csv", 3), ("3", "c", "2026/feb.csv", 2)]  # fmt: skip
    with pytest.raises(IngestError, match="same columns"):
        run(tmp_path, {"2026/mar.csv": "id,name,more\n4,d,e\n"}, buyers("2026/*.csv"))


def test_a_missing_file_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match=r'Did you mean "buyer\.csv"'):
        run(tmp_path, {"buyer.csv": TEXT}, CUSTOMERS)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text(TEXT)
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "buyers.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(IngestError, match="leads out of the folder"):
        run(tmp_path, {}, CUSTOMERS)


def test_a_zip_member_that_leaves_its_folder(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match=r"\.\./buyers\.csv.*leads out"):
        run(tmp_path, {"b.zip": zipped({"../buyers.csv": TEXT})}, buyers("b.zip"))


def test_a_zip_that_says_it_unpacks_to_20_gb(tmp_path: Path) -> None:
    """20 GB of zeros pack into 20 MB; here the directory of a small zip only claims the size."""
    with zipfile.ZipFile(io.BytesIO(zipped({"list.csv": TEXT}))) as small:
        info = small.infolist()[0]
    info.file_size = 20 * 2**30
    with patch.object(zipfile.ZipFile, "infolist", return_value=[info]), pytest.raises(IngestError, match=r"20\.0 GB, more than 10 GB"):
        run(tmp_path, {"b.zip": zipped({"list.csv": TEXT})}, buyers("b.zip"))


@pytest.mark.parametrize("name", ["b.zip", "b.csv.gz"])
def test_a_packed_file_stops_at_the_limit_while_it_is_read(tmp_path: Path, name: str) -> None:
    text = "id,name\n" + "".join(f"{n},name\n" for n in range(300_000))
    packed = zipped({"list.csv": text}) if name.endswith("zip") else gzip.compress(text.encode())
    with (
        patch.object(archive, "MAX_UNPACKED", 1_000_000),
        patch.object(archive, "check_zip"),
        pytest.raises(IngestError, match="unpacks to more"),
    ):
        run(tmp_path, {name: packed}, buyers(name))


def test_a_zip_of_several_files_asks_which(tmp_path: Path) -> None:
    packed = zipped({"one.csv": TEXT, "two.csv": TEXT})
    with pytest.raises(IngestError, match=r"one\.csv, two\.csv.*member:"):
        run(tmp_path, {"b.zip": packed}, buyers("b.zip"))
    result = run(tmp_path, {"b.zip": packed}, buyers("b.zip, member: two.csv"))
    assert len(rows(result, "customers")) == 2


def test_damaged_archives(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="damaged"):
        run(tmp_path, {"b.zip": b"PK not a zip"}, buyers("b.zip"))
    with pytest.raises(IngestError, match="damaged"):
        run(tmp_path, {"b.csv.gz": gzip.compress(TEXT.encode() * 1000)[:-20]}, buyers("b.csv.gz"))


def sheet(*records: list[object], more: bool = False) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for record in records:
        book.active.append(record)
    if more:
        book.create_sheet("Second").append(["x"])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_a_spreadsheet(tmp_path: Path) -> None:
    content = sheet([], ["id", "name", "price", "day"], [1, "a", 0.1, dt.date(2026, 2, 1)], [], ["x2", "b", 1234.5678, None])
    result = run(tmp_path, {"goods.xlsx": content}, products("goods.xlsx"))
    assert rows(result, "products", "id, list_price, published_on, _row") == [
        ("1", Decimal("0.1"), dt.date(2026, 2, 1), 3), ("x2", Decimal("1234.5678"), None, 5)]  # fmt: skip


def test_a_spreadsheets_serials_must_be_declared(tmp_path: Path) -> None:
    content = sheet(["id", "name", "price", "day"], [1, "a", 1, 42736])
    (refusal,) = run(tmp_path, {"goods.xlsx": content}, products("goods.xlsx")).refusals
    assert (refusal.row, refusal.column, refusal.value) == (2, "published_on", "42736")
    assert "date: excel" in refusal.reason
    result = run(tmp_path, {"goods.xlsx": content}, products("goods.xlsx", "dates: excel"))
    assert rows(result, "products", "published_on") == [(dt.date(2017, 1, 1),)]


def test_a_spreadsheet_with_two_sheets_asks_which(tmp_path: Path) -> None:
    content = sheet(["id", "name", "price", "day"], [1, "a", 1, None], more=True)
    with pytest.raises(IngestError, match="Sheet, Second"):
        run(tmp_path, {"goods.xlsx": content}, products("goods.xlsx"))
    assert len(rows(run(tmp_path, {"goods.xlsx": content}, products("goods.xlsx", "sheet: Sheet")), "products")) == 1
    with pytest.raises(IngestError, match='Did you mean "Sheet"'):
        run(tmp_path, {"goods.xlsx": content}, products("goods.xlsx", "sheet: Sheeet"))


def test_no_spreadsheet(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="no spreadsheet"):
        run(tmp_path, {"goods.xlsx": "text"}, products("goods.xlsx"))


def test_json_lines(tmp_path: Path) -> None:
    text = """{"id": 1, "name": "a", "price": 12345678901234.5678, "day": "2026-02-01"}
not json
{"id": 2, "name": "b", "price": NaN}

[1]
{"id": 3, "ID": 4}
{"id": 5, "name": "a\\u0000b"}
{"id": 6, "name": "e", "price": null, "more": {"deep": [1]}}
"""
    result = run(tmp_path, {"goods.jsonl": text}, products("goods.jsonl"))
    assert rows(result, "products", "id, list_price, _row") == [("1", Decimal("12345678901234.5678"), 1), ("6", None, 8)]
    reasons = {refusal.row: refusal.reason for refusal in result.refusals}
    assert list(reasons) == [2, 5, 6, 7, 3]
    assert "not a number" in reasons[3]
    assert "twice" in reasons[6]


def test_json_keys_that_never_come_are_said(tmp_path: Path) -> None:
    result = run(tmp_path, {"goods.jsonl": '{"id": 1, "name": "a", "price": 2}\n'}, products("goods.jsonl"))
    assert any('"day"' in note for note in result.notes)


def test_deep_json_does_not_break_the_reader(tmp_path: Path) -> None:
    result = run(tmp_path, {"goods.jsonl": "[" * 100_000 + "\n" + '{"id": 1, "name": "a", "price": 2}\n'}, products("goods.jsonl"))
    assert [refusal.row for refusal in result.refusals] == [1]


def parquet(path: Path, select: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    duckdb.connect().execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")


def test_parquet_is_staged_as_a_view(tmp_path: Path) -> None:
    parquet(tmp_path / "source" / "a [b].parquet", "SELECT 7.0::DOUBLE AS id, 'x ' AS name, 1.5::DOUBLE AS price, DATE '2026-02-01' AS day")
    result = run(tmp_path, {}, products("'a [b].parquet'"))
    assert rows(result, "products", "id, name, list_price, published_on, _file, _row") == [
        ("7", "x", Decimal("1.5"), dt.date(2026, 2, 1), "a [b].parquet", 1)]  # fmt: skip
    with duckdb.connect(str(result.staged.database), read_only=True) as con:
        assert con.execute("SELECT table_type FROM information_schema.tables").fetchall() == [("VIEW",)]


def test_bad_rows_of_parquet_are_refused_with_their_record(tmp_path: Path) -> None:
    values = "(1, 'a', 1.0::DOUBLE), (2, 'b', 'nan'), (3, NULL, 2), (4, 'd', 'inf'), (5, 'e', 1e300)"
    parquet(tmp_path / "source" / "g.parquet", f"SELECT *, NULL::DATE AS day FROM (VALUES {values}) t(id, name, price)")
    result = run(tmp_path, {}, products("g.parquet"))
    assert [(r.row, r.column) for r in result.refusals] == [(2, "list_price"), (3, "name"), (4, "list_price"), (5, "list_price")]
    assert rows(result, "products", "id") == [("1",)]


@pytest.mark.parametrize(("zone", "hour"), [("UTC", 10), ("Asia/Ho_Chi_Minh", 3)])
def test_parquet_times_without_offset_are_in_the_business_zone(tmp_path: Path, zone: str, hour: int) -> None:
    parquet(tmp_path / "source" / "b.parquet", "SELECT 1 AS id, 'a' AS name, TIMESTAMP '2026-02-01 10:00' AS since")
    mapping = buyers("b.parquet").replace("name: name}", "name: name, created_at: since}")
    result = run(tmp_path, {}, mapping, time_zone=zone)
    assert rows(result, "customers", "created_at AT TIME ZONE 'UTC'") == [(dt.datetime(2026, 2, 1, hour),)]


def test_broken_parquet(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="cannot be read"):
        run(tmp_path, {"g.parquet": b"PAR1 rubbish PAR1"}, products("g.parquet"))


@pytest.mark.parametrize("path", ["../buyers.csv", "/etc/passwd", "C:/x.csv", "a/../../b.csv"])
def test_paths_out_of_the_folder_are_refused_in_the_mapping(tmp_path: Path, path: str) -> None:
    with pytest.raises(MappingError, match="leaves the folder"):
        run(tmp_path, {}, buyers(path))


GERMAN = "numbers: '1.234,50'"


@pytest.mark.parametrize("more", ["", GERMAN])
def test_a_number_of_a_sheet_is_no_text_to_read_anew(tmp_path: Path, more: str) -> None:
    content = sheet(["id", "name", "price", "day"], [12, 1.5, 1.234, None], [2.5, "b", "1.234,50", None], [13, "c", -2, None])
    result = run(tmp_path, {"goods.xlsx": content}, products("goods.xlsx", more))
    assert rows(result, "products", "id, name, list_price") == [
        ("12", "1.5", Decimal("1.234")), ("13", "c", Decimal(-2)), ("2.5", "b", Decimal("1234.5"))]  # fmt: skip


@pytest.mark.parametrize("more", ["", GERMAN])
def test_a_number_of_json_is_no_text_to_read_anew(tmp_path: Path, more: str) -> None:
    prices = ["1.234", '"1.234,50"', "-1.5e3", "1e-2", "-1"]
    text = "".join(f'{{"id": {n}.0, "name": "a", "price": {price}}}\n' for n, price in enumerate(prices))
    result = run(tmp_path, {"goods.jsonl": text}, products("goods.jsonl", f"{more}{', ' if more else ''}nulls: [-1, '1.25']"))
    values = [Decimal("1.234"), Decimal("1234.5"), Decimal(-1500), Decimal("0.01"), None]
    assert rows(result, "products", "id, list_price") == [(str(n), value) for n, value in enumerate(values)]


def test_a_text_in_json_is_still_ambiguous(tmp_path: Path) -> None:
    text = '{"id": 1, "name": "a", "price": "1.234"}\n{"id": 2, "name": "a", "price": "1.234\\u0002"}\n'
    refusals = run(tmp_path, {"goods.jsonl": text}, products("goods.jsonl")).refusals
    assert [(refusal.row, refusal.value) for refusal in refusals] == [(1, "1.234"), (2, "1.234")]


def test_numbers_of_a_sheet_in_maps_nulls_and_refusals(tmp_path: Path) -> None:
    content = sheet(["id", "name", "price", "day"], [1, 1.5, 2.25, None], [2, 2.5, 9.5, None], [3, 3.5, 1e20, None], [4, "d", 1, 42736.5])
    mapping = products("goods.xlsx", "dates: excel, nulls: ['9.5']").replace("name: name", "name: {column: name, map: {'1.5': one}}")
    mapping = mapping.replace("list_price: price", "list_price: {column: price, map: {'2.25': '7,50'}, number: '1.234,50'}")
    result = run(tmp_path, {"goods.xlsx": content}, mapping)
    assert rows(result, "products", "id, name, list_price, published_on") == [
        ("1", "one", Decimal("7.5"), None), ("2", "2.5", None, None), ("4", "d", Decimal(1), dt.date(2017, 1, 1))]  # fmt: skip
    assert [(refusal.key, refusal.value) for refusal in result.refusals] == [("3", "100000000000000000000")]


@pytest.mark.parametrize("types", ["", ", types: {price: money}"])
def test_a_select_and_pairs_over_one_sheet_see_plain_numbers(tmp_path: Path, types: str) -> None:
    content = sheet(["id", "name", "price", "day"], [1, "a", 1.234, None], [2.5, "b", 2, None])
    mapping = products("goods.xlsx", GERMAN + types)
    mapping += """  customers: {select: "SELECT id, name || '/' || CAST(price AS DECIMAL(9,3)) AS name FROM goods"}\n"""
    result = run(tmp_path, {"goods.xlsx": content}, mapping)
    assert rows(result, "customers", "id, name") == [("1", "a/1.234"), ("2.5", "b/2.000")]
    assert rows(result, "products", "id, list_price") == [("1", Decimal("1.234")), ("2.5", Decimal(2))]
