"""Which engine a workspace computes on, as its scoreline.toml says."""

from __future__ import annotations

from pathlib import Path

from scoreline.engine.backends.remote import Remote
from scoreline.mart.store import Snapshot
from scoreline.settings import Settings


def remote(folder: Path, snapshot: Snapshot, settings: Settings) -> Remote:
    """The engine that holds the rows, where that is not DuckDB. WorkspaceError where it cannot be reached."""
    if settings.engine == "spark":
        from scoreline.engine.backends.spark import Spark, session

        where = settings.spark
        return Spark(snapshot, session(where.master, where.conf), connector=where.connector == "delta")
    if settings.engine == "postgres":
        from scoreline.engine.backends.postgres import Postgres

        return Postgres(settings.postgres.url, settings.postgres.schema_, settings.time_zone)
    from scoreline.engine.backends.clickhouse import ClickHouse

    return ClickHouse(folder / settings.clickhouse.folder, settings.clickhouse.database, settings.time_zone)
