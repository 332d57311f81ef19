"""One day's arrivals at the bench's company: new rows of 1 January 2026, deals decided on it, leads that became sales."""

from __future__ import annotations

from pathlib import Path

import duckdb
import yaml

DAY, BEFORE = "DATE '2026-01-01'", "DATE '2025-12-30'"
_NEW = {
    "orders": "ordered_at", "activities": "done_at", "leads": "created_at", "deals": "opened_at", "quotes": "sent_at",
}  # fmt: skip
"""Tables whose rows of one ordinary day come again on the new one, with the column that dates them."""


def make(source: Path, target: Path) -> int:
    """Write the day's files and `mapping.yaml` into a new folder; gives the number of rows."""
    target.mkdir(parents=True)
    con = duckdb.connect()
    con.execute("SET enable_progress_bar = false")
    for file in source.glob("*.parquet"):
        con.execute(f"CREATE VIEW {file.stem} AS SELECT * FROM '{file}'")
    selects = {
        name: f"SELECT * REPLACE ('N' || id AS id, {DAY} AS {day}{', NULL AS closed_at' if name == 'deals' else ''}) FROM {name} WHERE {day} = {BEFORE}"
        for name, day in _NEW.items()
    }
    for name, parent, key in (("order_lines", "orders", "order_id"), ("invoices", "orders", "order_id")):
        dates = f", {DAY} AS issued_at, {DAY} + 30 AS due_at" if name == "invoices" else ""
        rows = (
            f"SELECT x.* REPLACE ('N' || x.id AS id, 'N' || x.{key} AS {key}{dates}) FROM {name} AS x JOIN {parent} AS p ON p.id = x.{key}"
        )
        selects[name] = f"{rows} WHERE p.ordered_at = {BEFORE}"
    selects["payments"] = f"SELECT * REPLACE ('N' || id AS id, {DAY} AS paid_at) FROM payments WHERE paid_at = {BEFORE}"
    selects["leads"] += (
        f" UNION ALL SELECT * REPLACE ({DAY} AS converted_at) FROM leads WHERE converted_at IS NULL AND created_at = {BEFORE} - 20"
    )
    selects["deals"] += (
        f" UNION ALL SELECT * REPLACE ('won' AS stage_id, {DAY} AS closed_at) FROM deals WHERE closed_at IS NULL AND opened_at = {BEFORE} - 40"
    )
    count = 0
    for name, text in selects.items():
        count += con.execute(f"COPY ({text}) TO '{target / name}.parquet' (FORMAT parquet)").fetchall()[0][0]
    columns = {name: [row[0] for row in con.execute(f"DESCRIBE {name}").fetchall()] for name in selects}
    tables = {name: {"from": name, "columns": {column: column for column in columns[name]}} for name in selects}
    said = {"source": "bench", "covers": {"from": "2026-01-01", "to": "2026-01-01"}, "files": {name: f"{name}.parquet" for name in selects}}
    (target / "mapping.yaml").write_text(yaml.safe_dump({**said, "tables": tables}), "utf-8")
    return int(count)
