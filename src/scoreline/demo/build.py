"""Making the made-up company: DuckDB runs one SQL file a subject and leaves every table staged, ready to be published."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import duckdb

from scoreline.demo import company, truths
from scoreline.demo.randomness import macros
from scoreline.demo.written import write
from scoreline.errors import ScorelineError
from scoreline.mart.columns import Table
from scoreline.mart.contracts import TABLES
from scoreline.mart.staged import Progress, Span, Staged, StagedTable, silent

SOURCE = "demo"
COVERS = Span(company.START, company.END)
MEMORY = "2GB"


@dataclass(frozen=True)
class Subject:
    """A file under sql/, the tables that it makes, and its share of the time."""

    name: str
    doing: str
    tables: tuple[str, ...]
    share: float


SUBJECTS = (
    Subject("calendar", "Hanging up the calendar", (), 0.01),
    Subject("people", "Hiring people", ("teams", "people", "memberships", "absences"), 0.02),
    Subject("customers", "Finding customers", ("locations", "products", "customers"), 0.05),
    Subject("campaigns", "Buying advertisements", ("campaigns", "campaign_spend"), 0.02),
    Subject("deals", "Making deals", (), 0.04),
    Subject("pipeline", "Moving deals along", ("stages", "deals", "deal_stages", "deal_changes", "quotes", "leads", "ownerships"), 0.08),
    Subject("contracts", "Signing contracts", ("contracts",), 0.02),
    Subject("tills", "Opening showrooms", (), 0.02),
    Subject("orders", "Taking orders", ("orders", "order_lines"), 0.20),
    Subject("money", "Sending bills", ("invoices", "payments", "refunds"), 0.10),
    Subject("credits", "Sharing credit", ("credits",), 0.02),
    Subject("calls", "Calling enquiries", (), 0.02),
    Subject("activities", "Calling and visiting", ("activities",), 0.12),
    Subject("surveys", "Asking customers", ("surveys",), 0.04),
    Subject("shop", "Opening the shop", (), 0.10),
    Subject("shop_tables", "Watching visitors", ("visits", "page_views", "shop_events"), 0.10),
    Subject("levels", "Setting quotas", ("levels",), 0.02),
    Subject("outside", "Reading the papers", ("exchange_rates", "benchmarks", "assessments"), 0.02),
)


def stage_demo(workdir: Path, *, scale: float = 1, seed: int = 7, without: Collection[str] = (), progress: Progress = silent) -> Staged:
    """Stage the made-up company in `workdir`/demo.duckdb, replacing what is there.

    Scale 1 is about 60 people and 100,000 order lines over three years. Customers, deals, orders, lines and activities grow
    with the scale, teams and people with its square root (never fewer than at 1). The same scale and seed give the same rows.
    `without` names truths of truths.yaml that are left out: all that has nothing to do with them stays as it is.
    ScorelineError where the scale is not above 0, or a name is no truth's.
    """
    if not 0 < scale <= 2000:
        raise ScorelineError(f"The scale is {scale:g}.", where="demo", do="Use a number above 0 and up to 2000; 1 is the usual.")
    truths.check(without)
    workdir.mkdir(parents=True, exist_ok=True)
    database = workdir / "demo.duckdb"
    for old in (database, database.with_name("demo.duckdb.wal")):
        old.unlink(missing_ok=True)
    tables: list[StagedTable] = []
    with duckdb.connect(str(database)) as con:
        _prepare(con, workdir, scale, seed, without)
        done = 0.0
        for subject in SUBJECTS:
            progress(subject.doing, done)
            con.execute(_sql(subject.name))
            tables += [_keep(con, TABLES[name], workdir) for name in subject.tables]
            done += subject.share
    progress("The company is ready", 1.0)
    left_out = f", without {', '.join(sorted(set(without)))}" if without else ""
    return Staged(database, SOURCE, tuple(tables), f"{company.NAME}, a made-up company, scale {scale:g}, seed {seed}{left_out}")


def _sql(name: str) -> str:
    return resources.files("scoreline.demo").joinpath("sql", f"{name}.sql").read_text("utf-8")


def _prepare(con: duckdb.DuckDBPyConnection, workdir: Path, scale: float, seed: int, without: Collection[str] = ()) -> None:
    """Limits, macros, and what is written by hand."""
    con.execute(f"SET memory_limit = '{MEMORY}'")
    con.execute("SET temp_directory = $folder", {"folder": str(workdir / "demo.tmp")})
    con.execute("SET TimeZone = 'UTC'")
    con.execute("SET enable_progress_bar = false")  # it would print into what a command prints
    con.execute("CREATE SCHEMA kept")
    con.execute(macros(seed))
    con.execute(f"CREATE TEMP MACRO scale() AS {float(scale)!r}::DOUBLE")
    con.execute(f"CREATE TEMP MACRO first_day() AS DATE '{company.START}'")
    con.execute(f"CREATE TEMP MACRO end_day() AS DATE '{company.END}'")
    con.execute(truths.macros(without))
    con.execute(_sql("words"))
    write(con)


def _keep(con: duckdb.DuckDBPyConnection, table: Table, workdir: Path) -> StagedTable:
    """Store what the view made_<table> shows, typed by the contract, with a view of the table's name that numbers the rows.

    Large tables go to a Parquet file beside the database: half the time, a fifth of the space.
    """
    made = {str(row[0]) for row in con.execute(f"DESCRIBE made_{table.name}").fetchall()}
    columns = ", ".join(
        f"CAST({_quoted(column.name) if column.name in made else 'NULL'} AS {column.type.sql}) AS {_quoted(column.name)}"
        for column in table.mapped
        if column.carried is None
    )
    rows = f"SELECT {columns} FROM made_{table.name}"
    if table.partitioned:
        file = str((workdir / f"demo.{table.name}.parquet").resolve()).replace("'", "''")
        con.execute(f"COPY ({rows}) TO '{file}' (FORMAT parquet)")
        source, number = f"read_parquet('{file}', file_row_number = true)", "file_row_number"
    else:
        con.execute(f"CREATE TABLE kept.{table.name} AS {rows}")
        source, number = f"kept.{table.name}", "rowid"
    names = ", ".join(_quoted(column.name) for column in table.mapped if column.carried is None)
    con.execute(f"CREATE VIEW {table.name} AS SELECT {names}, '{SOURCE}' AS _source, 'demo' AS _file, {number} + 1 AS _row FROM {source}")
    counted = con.execute(f"SELECT count(*) FROM {source}").fetchone()
    return StagedTable(table.name, "snapshot", COVERS if table.event else None, read=counted[0] if counted else 0)


def _quoted(name: str) -> str:
    return f'"{name}"'
