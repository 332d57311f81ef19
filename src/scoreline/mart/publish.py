"""Publishing a load: all its tables become one new version of the mart, or nothing does.

The order makes that hold whenever the process dies: Parquet files are written first, then each table's Delta log names them,
and the version's row comes last. Readers go by that row alone; the next writer undoes what no row names.
"""

from __future__ import annotations

import shutil
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import duckdb

from scoreline.errors import MartError
from scoreline.mart import sql
from scoreline.mart.contracts import TABLES
from scoreline.mart.fill import loading_order
from scoreline.mart.incoming import attach, incoming
from scoreline.mart.loading import Load
from scoreline.mart.lock import write_lock
from scoreline.mart.recover import recover
from scoreline.mart.staged import Progress, Staged, silent
from scoreline.mart.store import Mart
from scoreline.mart.versions import Version
from scoreline.periods import GREGORIAN, Calendar


def publish(
    mart: Mart,
    staged: Staged,
    *,
    time_zone: str,
    calendar: Calendar = GREGORIAN,
    definitions: str = "",
    progress: Progress = silent,
    wait: float = 0,
) -> Version:
    """Make a load the newest version of the mart and return it.

    `calendar` is the business's, by which the periods of benchmarks and assessments are read. Where the load changes
    nothing no version is made: the newest is returned with the counts of this load, and `made` tells. Where the mart's days
    are of another time zone or fiscal year, or an older release left them out, it is first rebuilt, as a version of its own.
    MartError where the load cannot be taken; the mart is then as it was. LockedError where another process is writing and
    has not ended after `wait` seconds.
    """
    check_time_zone(time_zone)
    with writing(mart, wait) as (version, con):
        begun = version.number
        version = _with_todays_days(Load(mart.path, con, version, time_zone, calendar, definitions, "", progress))
        attach(con, staged)
        load = Load(mart.path, con, version, time_zone, calendar, definitions, staged.note, progress)
        wanted = {table.table: table for table in staged.tables}
        total = sum(table.read for table in staged.tables) or 1
        done = 0
        for name in loading_order():
            if name in wanted:
                progress(f"Publishing {name.replace('_', ' ')}", done / total)
                load.take(incoming(con, TABLES[name], load.fill(staged.source), staged), wanted[name], staged.source)
                done += wanted[name].read
            elif load.files(name).look.files and (condition := load.stale(TABLES[name])):
                progress(f"Refreshing {name.replace('_', ' ')}", done / total)
                load.freshen(TABLES[name], load.fill(staged.source, zone=False), condition)
        version = load.finish()
        progress("Published", 1.0)
        return replace(version, made=version.number > begun)


def rebuild(
    mart: Mart, time_zone: str, *, calendar: Calendar = GREGORIAN, definitions: str = "", progress: Progress = silent, wait: float = 0
) -> Version:
    """Work out all days in another time zone or fiscal year, as a new version. The newest version where nothing changes."""
    check_time_zone(time_zone)
    with writing(mart, wait) as (version, con):
        return _with_todays_days(Load(mart.path, con, version, time_zone, calendar, definitions, "", progress))


def check_time_zone(time_zone: str) -> None:
    """MartError for a time zone that nobody knows."""
    if time_zone not in zoneinfo.available_timezones():
        raise MartError(f'"{time_zone}" is not a time zone.', do="Write one as Europe/Berlin, Asia/Ho_Chi_Minh or UTC.")


@contextmanager
def writing(mart: Mart, wait: float) -> Iterator[tuple[Version, duckdb.DuckDBPyConnection]]:
    """The lock, a mart brought back to its newest version, and a connection that spills beside the mart."""
    with write_lock(mart.path, wait):
        spill = mart.path.parent / ".staging" / "publish"
        shutil.rmtree(spill, ignore_errors=True)
        spill.mkdir(parents=True)
        version = recover(mart.path, mart.snapshot().version)
        try:
            with sql.connect(spill) as con:
                yield version, con
        except duckdb.Error as error:
            raise MartError(f"The load could not be written: {str(error).strip()}", where=str(mart.path)) from error
        finally:
            shutil.rmtree(spill, ignore_errors=True)


def _with_todays_days(load: Load) -> Version:
    """The version before the load, or where its days are old a new one whose days are worked out anew."""
    if not load.days_are_old():
        return load.before
    load.note = f"Business days in {load.time_zone}"
    for name in loading_order():
        table = TABLES[name]
        if load.files(name).look.files and any(column.carried or column.reckoned for column in table.columns):
            load.progress(f"Business days of {name.replace('_', ' ')}", None)
            load.freshen(table, load.fill(None), "true")
    return load.finish()
