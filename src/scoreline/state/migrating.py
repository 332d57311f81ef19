"""Bringing a state database up to date when it is first used. Processes that come at the same time wait for each other."""

from __future__ import annotations

from pathlib import Path

from scoreline.errors import WorkspaceError
from scoreline.settings import StateSettings
from scoreline.state.rights import rights

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x5C03E11E
"""The number of PostgreSQL's advisory lock under which tables are changed."""


def file(alias: str, path: Path) -> None:
    """A state file. WorkspaceError where a newer Scoreline wrote it."""
    if _current(alias, str(path)):
        return
    from filelock import FileLock

    with FileLock(path.with_suffix(".lock")):
        _migrate(alias)


def schema(alias: str, chosen: StateSettings) -> None:
    """A schema in PostgreSQL, which is made where it is not there; and the rights of who uses its tables.

    WorkspaceError where a newer Scoreline wrote it, or the role may not change its tables.
    """
    from django.db import ProgrammingError, connections

    where = f"the state database, schema {chosen.schema_}"
    if _current(alias, where):
        return
    connection = connections[alias]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            try:
                cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [chosen.schema_])
                if cursor.fetchone() is None:
                    cursor.execute(f'CREATE SCHEMA "{chosen.schema_}"')
                _migrate(alias)
                for statement in rights(chosen):
                    cursor.execute(statement)
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    except ProgrammingError as problem:
        if "permission denied" not in str(problem) and "must be owner" not in str(problem):
            raise
        raise WorkspaceError(
            "Its tables are not there or not up to date, and this role may not change them.",
            where=where,
            do="Run one command as the role that owns them: its address goes into SCORELINE_STATE_URL.",
        ) from None


def _current(alias: str, where: str) -> bool:
    known = {path.stem for path in MIGRATIONS.glob("0*.py")}
    applied = _applied(alias)
    if newer := sorted(applied - known):
        raise WorkspaceError(f"It was written by a newer Scoreline ({newer[-1]}).", where=where, do="Update Scoreline and try again.")
    return applied == known


def _migrate(alias: str) -> None:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections[alias])
    executor.migrate(executor.loader.graph.leaf_nodes("state"))


def _applied(alias: str) -> set[str]:
    """The names of the migrations that the database has seen. Asked for in plain SQL: Django's loader takes ten times as long."""
    from django.db import connections

    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'django_migrations'")
        else:
            cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'")
        if cursor.fetchone() is None:
            return set()
        cursor.execute("SELECT name FROM django_migrations WHERE app = 'state'")
        return {name for (name,) in cursor.fetchall()}
