"""Starting Django for the state database, and finding the database of a workspace.

One process may work on several workspaces: each state file gets a connection of its own, named after the file itself (device
and inode), so that a workspace that was deleted and made again is never mixed up with the old one.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from scoreline.errors import WorkspaceError
from scoreline.state.settings import FILE, database

MIGRATIONS = Path(__file__).parent / "migrations"
_DEFAULTS: dict[str, Any] = {
    "ATOMIC_REQUESTS": False, "AUTOCOMMIT": True, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False, "TIME_ZONE": None,
    "USER": "", "PASSWORD": "", "HOST": "", "PORT": "",
    "TEST": {"CHARSET": None, "COLLATION": None, "MIGRATE": True, "MIRROR": None, "NAME": None},
}  # fmt: skip
_migrated: set[str] = set()


def start() -> None:
    """Starts Django, once. Where nothing else configured it, on the least of settings."""
    from django.apps import apps
    from django.conf import settings

    if not settings.configured:
        if not os.environ.get("DJANGO_SETTINGS_MODULE", "").startswith("scoreline."):
            from scoreline.state import settings as least

            settings.configure(**{name: getattr(least, name) for name in dir(least) if name.isupper() and name != "FILE"})
        # A notebook runs an event loop, in which Django refuses to touch a database. Nothing here is asynchronous.
        os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    if not apps.ready:
        import django

        django.setup()
    if not apps.is_installed("scoreline.state"):
        raise WorkspaceError(
            "This process runs Django for something else, without scoreline.state.",
            do='Add "scoreline.state" to INSTALLED_APPS, or use Scoreline in a process of its own.',
        )


def connect(workspace: Path) -> str:
    """The alias of the workspace's state database, which exists and is up to date afterwards. Call `start` first."""
    from django.db import connections

    file = (workspace / FILE).absolute()
    if not file.exists():  # a touch would change the time by which readers see that something was applied
        file.touch()
    found = file.stat()
    alias = f"state-{found.st_dev}-{found.st_ino}"
    if alias not in connections.settings:
        connections.settings[alias] = {**_DEFAULTS, **database(file)}
    if alias not in _migrated or found.st_size == 0:
        _migrate(alias, file)
        _migrated.add(alias)
    return alias


def _migrate(alias: str, file: Path) -> None:
    known = {path.stem for path in MIGRATIONS.glob("0*.py")}
    applied = _applied(alias)
    if newer := sorted(applied - known):
        raise WorkspaceError(f"It was written by a newer Scoreline ({newer[-1]}).", where=str(file), do="Update Scoreline and try again.")
    if applied == known:
        return
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor
    from filelock import FileLock

    with FileLock(file.with_suffix(".lock")):  # two processes may come first at the same time
        executor = MigrationExecutor(connections[alias])
        executor.migrate(executor.loader.graph.leaf_nodes("state"))


def _applied(alias: str) -> set[str]:
    """The names of the migrations that the file has seen. Asked for in plain SQL: Django's loader takes ten times as long."""
    from django.db import connections

    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'")
        if cursor.fetchone() is None:
            return set()
        cursor.execute("SELECT name FROM django_migrations WHERE app = 'state'")
        return {name for (name,) in cursor.fetchall()}
