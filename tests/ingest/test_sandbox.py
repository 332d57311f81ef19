"""The SELECT sandbox: what a mapping's SQL may not do."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from scoreline.errors import MappingError
from scoreline.ingest import Limits, sandbox
from scoreline.ingest.sandbox import run_select
from tests.ingest.staging_help import rows, run


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    path = tmp_path / "sources.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE t AS SELECT range AS i FROM range(1000)")
    return path


ASK = """
import resource, sys
from pathlib import Path
from scoreline.errors import MappingError
from scoreline.ingest import Limits
from scoreline.ingest.sandbox import run_select
sources = Path(sys.argv[2])
try:
    run_select(sys.argv[1], sources, sources.with_name("result.duckdb"), time_zone="UTC", limits=Limits(memory_mb=200), where="m.yaml")
except MappingError as error:
    print(error)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, end="")
"""


def select(sql: str, sources: Path, limits: Limits | None = None) -> list[tuple[object, ...]]:
    result = sources.with_name("result.duckdb")
    result.unlink(missing_ok=True)
    run_select(sql, sources, result, time_zone="UTC", limits=limits or Limits(), where="m.yaml")
    with duckdb.connect(str(result), read_only=True) as con:
        return con.execute("FROM result").fetchall()


def test_a_select_runs_with_and_without_a_semicolon_or_comment(sources: Path) -> None:
    assert select("SELECT count(*) FROM t", sources) == [(1000,)]
    assert select("SELECT 1;", sources) == [(1,)]
    assert select("WITH x AS (SELECT 2 AS n) SELECT n FROM x -- done", sources) == [(2,)]


def test_a_semicolon_before_a_comment(sources: Path) -> None:
    assert select("SELECT 1; -- done", sources) == [(1,)]


FILES = [
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT content FROM read_text('/etc/passwd')",
    "SELECT * FROM read_blob('/etc/passwd')",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "FROM '/etc/passwd'",
    "SELECT * FROM read_parquet('http://localhost:1/x.parquet')",
    "SELECT * FROM query('COPY t TO ''{escape}''')",
    "SELECT * FROM (SELECT (SELECT content FROM read_text('/etc/hostname')))",
]
STATEMENTS = [
    "COPY t TO '{escape}.csv'",
    "COPY (SELECT 1) TO '{escape}.csv'",
    "ATTACH '{escape}.db' AS x",
    "EXPORT DATABASE '{escape}'",
    "SET enable_external_access = true",
    "PRAGMA database_list",
    "INSTALL httpfs",
    "LOAD httpfs",
    "DROP TABLE t",
    "INSERT INTO t VALUES (1)",
    "CALL pragma_version()",
    "CREATE TABLE x AS SELECT 1",
    "EXPLAIN SELECT 1",
    "SELECT 1; SELECT 2",
    "SELECT 1); DROP TABLE t; SELECT (1",
    "",
    "SELECT FROM WHERE",
]
WRITES = [
    "WITH x AS (INSERT INTO t VALUES (5) RETURNING i) SELECT * FROM x",
    "WITH x AS (DELETE FROM t RETURNING i) SELECT * FROM x",
    "WITH x AS (INSERT INTO sources.main.t VALUES (5) RETURNING i) SELECT * FROM x",
]


@pytest.mark.parametrize("sql", FILES + STATEMENTS + WRITES)
def test_everything_else_is_refused_and_leaves_no_trace(sql: str, sources: Path) -> None:
    before, held = sources.read_bytes(), {path.name for path in sources.parent.iterdir()}
    with pytest.raises(MappingError) as caught:
        select(sql.replace("{escape}", str(sources.with_name("escape"))), sources)
    assert caught.value.where == "m.yaml"
    assert "root:" not in caught.value.text
    assert sources.read_bytes() == before
    assert {path.name for path in sources.parent.iterdir()} - held <= {"result.duckdb"}


@pytest.mark.parametrize("sql", FILES[:6])
def test_a_file_says_to_declare_it(sql: str, sources: Path) -> None:
    with pytest.raises(MappingError) as caught:
        select(sql, sources)
    assert "files" in caught.value.text or "does not exist" in caught.value.text


@pytest.mark.parametrize(
    "sql",
    [
        "WITH RECURSIVE r AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM r) SELECT count(*) FROM r",
        "SELECT count(*) FROM t a, t b, t c, t d WHERE hash(a.i, b.i, c.i, d.i) = 1",
        "SELECT a.i FROM t a, t b, t c, t d",
    ],
)
def test_a_select_that_runs_for_ever_is_stopped(sql: str, sources: Path) -> None:
    began = time.monotonic()
    with pytest.raises(MappingError, match="longer than"):
        select(sql, sources, Limits(seconds=0.5))
    assert time.monotonic() - began < 20


def test_a_select_with_too_large_a_result_is_stopped(sources: Path) -> None:
    with pytest.raises(MappingError, match=r"more than 0\.01 GB"):
        select("SELECT md5(random()::VARCHAR) FROM range(100000000)", sources, Limits(seconds=120, disk_gb=0.01))


def test_memory_is_limited(sources: Path) -> None:
    with pytest.raises(MappingError, match="too much memory"):
        select("SELECT list(md5(range::VARCHAR)) FROM range(30000000)", sources, Limits(memory_mb=100, disk_gb=0.1))


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT length(repeat('a', 3000000000))",
        "SELECT list_aggregate(range(200000000), 'sum')",
        "SELECT sum(length(repeat('a', 1000000000 + i))) FROM t",
    ],
)
def test_memory_that_duckdb_does_not_count_is_limited_too(sql: str, sources: Path) -> None:
    # From a small process: what a process is measured to take at most counts the one that started it, too.
    ran = subprocess.run([sys.executable, "-c", ASK, sql, str(sources)], capture_output=True, text=True, check=True)
    message, _, peak = ran.stdout.rpartition("\n")
    assert "too much memory" in message
    assert int(peak) <= 900_000  # kB: 200 MB, and what it takes to run


def test_a_limit_leaves_what_it_allows(sources: Path) -> None:
    assert select("SELECT length(repeat('a', 150000000))", sources, Limits(memory_mb=400)) == [(150_000_000,)]


def test_a_file_that_vanishes_while_its_size_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "result.duckdb").write_bytes(b"1234")
    gone = tmp_path / "result.duckdb.wal"
    monkeypatch.setattr(Path, "glob", lambda folder, pattern: [gone, folder / "result.duckdb"])
    monkeypatch.setattr(Path, "is_file", lambda path: True)
    assert sandbox._bytes(tmp_path / "result.duckdb") == 4


SHOP = """
source: shop
files: {buyers: {path: buyers.csv, types: {since: time}}}
tables:
  customers:
    select: |
      SELECT id, upper(name) AS name, since AS created_at, _file, _row FROM buyers
"""


def test_a_select_carries_file_and_row(tmp_path: Path) -> None:
    result = run(tmp_path, {"buyers.csv": "id,name,since\n1,a,2026-02-01\n,b,\n"}, SHOP)
    assert rows(result, "customers", "id, name, _file, _row") == [("1", "A", "buyers.csv", 2)]
    (refusal,) = result.refusals
    assert (refusal.table, refusal.file, refusal.row, refusal.column) == ("customers", "buyers.csv", 3, "id")


def test_without_them_the_refusal_cites_the_key(tmp_path: Path) -> None:
    mapping = SHOP.replace(", _file, _row", "").replace("upper(name)", "nullif(name, 'b')")
    result = run(tmp_path, {"buyers.csv": "id,name,since\n1,a,\n2,b,\n"}, mapping)
    (refusal,) = result.refusals
    assert (refusal.table, refusal.row, refusal.key, refusal.column) == ("customers", None, "2", "name")
    assert "shop.yaml" in refusal.file


def test_a_typed_column_that_cannot_be_read_is_refused_in_its_file(tmp_path: Path) -> None:
    result = run(tmp_path, {"buyers.csv": "id,name,since\n1,a,01/02/2026\n2,b,2026-02-01\n"}, SHOP)
    (refusal,) = result.refusals
    assert (refusal.file, refusal.row, refusal.column, refusal.value) == ("buyers.csv", 2, "since", "01/02/2026")
    assert rows(result, "customers", "id") == [("2",)]


@pytest.mark.parametrize(("old", "new", "part"), [
    ("AS name", "AS nmae", 'Did you mean "name"'), ("upper(name) AS name,", "", "customers needs name"),
    ("FROM buyers", "FROM buyer", "buyer"),
    ("upper(name)", "upper(nam)", "nam"),
])  # fmt: skip
def test_mistakes_in_a_select(tmp_path: Path, old: str, new: str, part: str) -> None:
    with pytest.raises(MappingError) as caught:
        run(tmp_path, {"buyers.csv": "id,name,since\n1,a,\n"}, SHOP.replace(old, new))
    assert part in caught.value.text
    assert "shop.yaml" in caught.value.where
