"""Starting Django for the state database, and finding the database of a workspace.

One process may work on several workspaces: each state database gets a connection of its own. That of a file is named after the file
itself (device and inode), so that a workspace that was deleted and made again is never mixed up with the old one.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from scoreline.errors import WorkspaceError
from scoreline.settings import StateSettings, read_state
from scoreline.state import migrating
from scoreline.state.settings import FILE, database, postgres

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

            settings.configure(**{name: getattr(least, name) for name in dir(least) if name.isupper() and name not in ("FILE", "URL")})
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


def there(workspace: Path) -> bool:
    """Whether the workspace has a state database. Reading makes none."""
    return (workspace / FILE).exists() or bool(read_state(workspace).url)


def where_of(workspace: Path) -> str:
    """How the state database is named in errors; without its address, which may hold a secret."""
    chosen = read_state(workspace)
    return f"the state database, schema {chosen.schema_}" if chosen.url else str(workspace / FILE)


def connect(workspace: Path) -> str:
    """The alias of the workspace's state database, which exists and is up to date afterwards. Call `start` first."""
    chosen = read_state(workspace)
    return _in_postgres(chosen) if chosen.url else _in_file((workspace / FILE).absolute())


def _in_file(file: Path) -> str:
    from django.db import connections

    if not file.exists():  # a touch would change the time by which readers see that something was applied
        file.touch()
    found = file.stat()
    alias = f"state-{found.st_dev}-{found.st_ino}"
    if alias not in connections.settings:
        connections.settings[alias] = {**_DEFAULTS, **database(file)}
    if alias not in _migrated or found.st_size == 0:
        migrating.file(alias, file)
        _migrated.add(alias)
    return alias


def _in_postgres(chosen: StateSettings) -> str:
    from django.db import connections

    described = {**_DEFAULTS, **postgres(chosen)}
    alias = f"state-{hashlib.sha256(repr(described).encode()).hexdigest()[:16]}"
    if alias not in connections.settings:
        connections.settings[alias] = described
    if alias not in _migrated:
        migrating.schema(alias, chosen)
        _migrated.add(alias)
    return alias
