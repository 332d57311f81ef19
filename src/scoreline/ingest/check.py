"""Reading rows against a contract: values of the right type, required ones there, only allowed ones, keys that stand once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from scoreline.ingest.quarantine import Quarantine, Refusal
from scoreline.ingest.values import Target
from scoreline.mart.sql import name as quoted
from scoreline.mart.sql import text as literal

_KINDS = 3
_UNREADABLE, _EMPTY, _NOT_ALLOWED = range(_KINDS)


@dataclass(frozen=True)
class Rows:
    """Rows to check: the SQL relation, the SQL of their file and row, and the targets to fill from them.

    `key` are the columns that name a row, () where there is no key. `table` names them in refusals.
    """

    table: str
    relation: str
    file: str
    row: str
    targets: tuple[Target, ...]
    key: tuple[str, ...] = ()


def _problem(rows: Rows) -> tuple[str, str]:
    """SQL over `_filled` for the first thing wrong with a row, as a number, and for the text that is wrong."""
    cases, raws = [], []
    for index, target in enumerate(rows.targets):
        code = index * _KINDS
        if target.failed:
            cases.append(f"WHEN {target.failed} THEN {code + _UNREADABLE}")
        if target.column.required:
            cases.append(f"WHEN {target.empty} THEN {code + _EMPTY}")
        if target.column.values:
            allowed = ", ".join(map(literal, target.column.values))
            cases.append(f"WHEN {target.filled} NOT IN ({allowed}) THEN {code + _NOT_ALLOWED}")
        raws.append(f"WHEN {index} THEN {target.raw}")
    problem = f"CASE {' '.join(cases)} END" if cases else "NULL"
    return f"CAST({problem} AS INTEGER)", f"CASE _problem // {_KINDS} {' '.join(raws)} END"


def _filled(rows: Rows) -> str:
    """The relation with the value of every target beside its own columns, under names of their own."""
    values = ", ".join(f"{target.value} AS {target.filled}" for target in rows.targets)
    return f"(SELECT *, {values} FROM {rows.relation})"


def _places(rows: Rows) -> str:
    return f"{rows.file} AS _file, CAST({rows.row} AS BIGINT) AS _row"


def view_of_good_rows(con: duckdb.DuckDBPyConnection, rows: Rows, into: str) -> bool:
    """Make `into` a view over the relation if every row is good and every key stands once. Says whether it did."""
    if not all(target.plain for target in rows.targets):
        return False
    problem, _ = _problem(rows)
    bad = con.execute(f"SELECT count(*) FROM {_filled(rows)} WHERE {problem} >= 0").fetchone()
    if bad is None or bad[0]:
        return False
    values = ", ".join(f"{target.value} AS {quoted(target.column.name)}" for target in rows.targets)
    con.execute(f"CREATE VIEW {into} AS SELECT {values}, {_places(rows)} FROM {rows.relation}")
    if rows.key and _repeated_hashes(con, into, rows.key):
        con.execute(f"DROP VIEW {into}")
        return False
    return True


def table_of_good_rows(con: duckdb.DuckDBPyConnection, rows: Rows, into: str, quarantine: Quarantine) -> int:
    """Make `into` a table of the good rows; the others go to quarantine. Returns how many identical rows were left out."""
    problem, raw = _problem(rows)
    values = ", ".join(f"{target.filled} AS {quoted(target.column.name)}" for target in rows.targets)
    con.execute(
        f"CREATE TABLE {into} AS SELECT {values}, {_places(rows)}, _problem, {raw} AS _raw "
        f"FROM (SELECT *, {problem} AS _problem FROM {_filled(rows)})"
    )
    _refuse_problems(con, rows, into, quarantine)
    con.execute(f"ALTER TABLE {into} DROP COLUMN _raw")
    con.execute(f"ALTER TABLE {into} DROP COLUMN _problem")
    return _settle_keys(con, rows, into, quarantine) if rows.key else 0


def _key_text(rows: Rows) -> str:
    return f"concat_ws(' / ', {', '.join(f'CAST({quoted(name)} AS VARCHAR)' for name in rows.key)})" if rows.key else "''"


def _refuse_problems(con: duckdb.DuckDBPyConnection, rows: Rows, into: str, quarantine: Quarantine) -> None:
    found = con.execute(f"SELECT count(*) FROM {into} WHERE _problem IS NOT NULL").fetchone()
    bad = int(found[0]) if found else 0
    if not bad:
        return
    kept = con.execute(
        f"SELECT _file, _row, {_key_text(rows)}, _problem, _raw FROM {into} WHERE _problem IS NOT NULL "
        f"ORDER BY _file, _row LIMIT {quarantine.room}"
    ).fetchall()
    for file, row, key, problem, raw in kept:
        target = rows.targets[problem // _KINDS]
        reason = _reason(target, problem % _KINDS, raw or "")
        quarantine.add(Refusal(file, row, rows.table, key or "", target.column.name, raw or "", reason))
    quarantine.count_more(rows.table, bad - len(kept))
    con.execute(f"DELETE FROM {into} WHERE _problem IS NOT NULL")


def _reason(target: Target, kind: int, raw: str) -> str:
    if kind == _EMPTY:
        return "it is empty, and the column is required"
    if kind == _NOT_ALLOWED:
        return f"it is not one of {', '.join(target.column.values)}; write map: {{...}} in the mapping"
    return target.why(raw)


def _repeated_hashes(con: duckdb.DuckDBPyConnection, relation: str, key: Sequence[str]) -> list[int]:
    """Hashes of keys that may stand more than once: far less memory than the keys themselves."""
    columns = ", ".join(map(quoted, key))
    found = con.execute(f"SELECT h FROM (SELECT hash({columns}) AS h FROM {relation}) GROUP BY h HAVING count(*) > 1").fetchall()
    return [row[0] for row in found]


def _settle_keys(con: duckdb.DuckDBPyConnection, rows: Rows, into: str, quarantine: Quarantine) -> int:
    """Identical rows of one key become one; rows of one key that differ are all refused, since none is known to be right."""
    hashes = _repeated_hashes(con, into, rows.key)
    if not hashes:
        return 0
    key = ", ".join(map(quoted, rows.key))
    all_columns = ", ".join(quoted(target.column.name) for target in rows.targets)
    con.execute("CREATE OR REPLACE TEMP TABLE _hashes AS SELECT unnest(?::UBIGINT[]) AS h", [hashes])
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE _repeated AS SELECT *, min(_digest) OVER same <> max(_digest) OVER same AS _differ, "
        f"row_number() OVER (PARTITION BY {key} ORDER BY _file, _row) AS _place, count(*) OVER same AS _times, "
        f"min(_row) OVER same AS _first, max(_row) OVER same AS _last "
        f"FROM (SELECT rowid AS _id, {key}, _file, _row, {_key_text(rows)} AS _key, md5(CAST(({all_columns}) AS VARCHAR)) AS _digest "
        f"FROM {into} WHERE hash({key}) IN (SELECT h FROM _hashes)) WINDOW same AS (PARTITION BY {key})"
    )
    con.execute("DELETE FROM _repeated WHERE _times = 1")
    differing = con.execute(
        f"SELECT _file, _row, _key, _times, _first, _last FROM _repeated WHERE _differ ORDER BY _key, _row LIMIT {quarantine.room}"
    ).fetchall()
    for file, row, text, times, first, last in differing:
        span = f", rows {first} to {last}" if first is not None and first != last else ""
        reason = f"{times} rows have this key and differ{span}: keep one of them"
        quarantine.add(Refusal(file, row, rows.table, text, ", ".join(rows.key), text, reason))
    counted = con.execute("SELECT count(*) FILTER (_differ), count(*) FILTER (NOT _differ AND _place > 1) FROM _repeated").fetchone()
    refused, identical = counted if counted else (0, 0)
    quarantine.count_more(rows.table, refused - len(differing))
    con.execute(f"DELETE FROM {into} WHERE rowid IN (SELECT _id FROM _repeated WHERE _differ OR _place > 1)")
    con.execute("DROP TABLE _repeated")
    con.execute("DROP TABLE _hashes")
    return int(identical)
