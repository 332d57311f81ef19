"""Cutting what happened in a shop into visits, where the source has no ids of visits.

A visit is what one visitor does without a pause of `gap` minutes. It goes on over midnight and over a change of campaign unless the
mapping says otherwise. Its id is made of the visitor and the moment at which it began, so that the same files give the same ids.
"""

from __future__ import annotations

import duckdb

from scoreline.errors import MappingError
from scoreline.ingest.file_spec import FileSpec
from scoreline.ingest.job import Job
from scoreline.ingest.mapping import VisitsOf
from scoreline.ingest.sources.native import TYPED, unmarked
from scoreline.mart.columns import Type
from scoreline.mart.sql import name as quoted
from scoreline.mart.sql import text as literal

COLUMN = "visit_id"
"""The column that cutting adds to a file."""


def names(job: Job) -> tuple[str, ...]:
    """The files whose rows are cut into visits."""
    return tuple(job.mapping.visits.from_) if job.mapping.visits else ()


def spec(name: str, job: Job) -> FileSpec:
    """The entry of a file; where it is cut into visits, with the type of the column that says when."""
    found = job.mapping.files[name]
    if name not in names(job):
        return found
    others = {column: type for column, type in found.types.items() if column.lower() != _of(name, job).at.lower()}
    return found.model_copy(update={"types": {**others, _of(name, job).at: Type.TIME}})


def needed(name: str, job: Job) -> list[str]:
    """The columns of a file that cutting reads."""
    if name not in names(job):
        return []
    of = _of(name, job)
    return [column for column in (of.visitor, of.at, of.campaign) if column]


def cut(con: duckdb.DuckDBPyConnection, job: Job) -> None:
    """Add the column visit_id to the tables of the files that are cut. A row without visitor or time has none."""
    if job.mapping.visits is None:
        return
    hits = [_hits(con, place, name, job) for place, name in enumerate(names(job))]
    con.execute(f"CREATE TABLE {quoted('= visits')} AS {_cut(' UNION ALL '.join(hits), job)}")
    for place, name in enumerate(names(job)):
        uncut = quoted(f"{name} uncut")
        con.execute(f"ALTER TABLE {quoted(name)} RENAME TO {uncut}")
        con.execute(
            f"CREATE TABLE {quoted(name)} AS SELECT f.*, v.{COLUMN} FROM {uncut} AS f "
            f"LEFT JOIN {quoted('= visits')} AS v ON v.file = {place} AND v.place = f.rowid"
        )
        con.execute(f"DROP TABLE {uncut}")
    con.execute(f"DROP TABLE {quoted('= visits')}")


def _of(name: str, job: Job) -> VisitsOf:
    assert job.mapping.visits is not None  # noqa: S101  (asked for files that are cut only)
    return job.mapping.visits.from_[name]


def _hits(con: duckdb.DuckDBPyConnection, place: int, name: str, job: Job) -> str:
    """SQL of a file's rows that say who and when."""
    held = {row[0].lower() for row in con.execute(f"DESCRIBE {quoted(name)}").fetchall()}
    where = f"{job.mapping.name}, visits from {name}"
    if COLUMN in held:
        raise MappingError(f"The file has a column {COLUMN} already.", where=where, do="Take its visits as they are, without visits:.")
    of = _of(name, job)
    for column in needed(name, job):
        if column.lower() not in held:
            raise MappingError(f'The file has no column "{column}".', where=where, do="Name the column as the file does.")
    visitor, campaign = (_text(column, job.mapping.files[name]) if column else "NULL" for column in (of.visitor, of.campaign))
    return (
        f"SELECT {place} AS file, rowid AS place, _file, _row, {visitor} AS visitor, {quoted(of.at)} AS moment, {campaign} AS campaign "
        f"FROM {quoted(name)} WHERE {visitor} IS NOT NULL AND {quoted(of.at)} IS NOT NULL"
    )


def _text(column: str, of: FileSpec) -> str:
    read = unmarked(quoted(column)) if of.kind in TYPED else quoted(column)
    return f"nullif(trim(CAST({read} AS VARCHAR)), '')"


def _cut(hits: str, job: Job) -> str:
    """SQL that gives each hit the id of its visit."""
    visits = job.mapping.visits
    assert visits is not None  # noqa: S101  (cut() has looked)
    tests = ["before IS NULL", f"epoch(moment) - epoch(before) >= {visits.gap * 60}"]
    if "midnight" in visits.cut_at:
        zone = literal(job.time_zone)
        tests.append(f"CAST(moment AT TIME ZONE {zone} AS DATE) <> CAST(before AT TIME ZONE {zone} AS DATE)")
    if "campaign" in visits.cut_at:
        tests.append("(campaign IS NOT NULL AND campaign IS DISTINCT FROM campaign_before)")
    order = "PARTITION BY visitor ORDER BY moment, file, _file, _row, place"
    return f"""
        WITH hits AS ({hits}), neighbours AS (
            SELECT *, lag(moment) OVER ({order}) AS before,
                   last_value(campaign IGNORE NULLS) OVER ({order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS campaign_before
            FROM hits
        ), begun AS (
            SELECT file, place, visitor, max(CASE WHEN {" OR ".join(tests)} THEN moment END) OVER (
                {order} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS began
            FROM neighbours
        )
        SELECT file, place, visitor || ' ' || strftime(began AT TIME ZONE 'UTC', '%Y%m%dT%H%M%S.%f') AS {COLUMN} FROM begun
    """
