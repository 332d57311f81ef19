"""The least of Django's settings: the state app and its database. The command line and notebooks run on these.

The web's settings take `database` from here too, so that every process opens the file in the same way. A workspace whose
scoreline.toml names a PostgreSQL database under [state] keeps its state there.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoreline.errors import WorkspaceError

if TYPE_CHECKING:
    from scoreline.settings import StateSettings

FILE = "state.sqlite3"
URL = "SCORELINE_STATE_URL"
"""The environment variable that stands in for the address under [state]."""


def database(file: Path | str) -> dict[str, Any]:
    """Django's description of a state database. WAL lets readers go on while one process writes."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


def postgres(state: StateSettings) -> dict[str, Any]:
    """Django's description of a state database in PostgreSQL. WorkspaceError where psycopg is missing or the address is none.

    The environment variable SCORELINE_STATE_URL stands in for the address, with a password if need be; else libpq looks for one in
    its own places (PGPASSWORD, PGPASSFILE, PGSERVICE). One that stands in scoreline.toml is refused.
    """
    from scoreline.engine.backends.postgres import refuse_password

    refuse_password(state.url, URL)
    try:
        from psycopg import ProgrammingError, conninfo
    except ImportError:
        do = "Install it: pip install 'scoreline[postgres]'"
        raise WorkspaceError("A state database in PostgreSQL needs psycopg.", where="scoreline.toml", do=do) from None
    try:
        parts = conninfo.conninfo_to_dict(os.environ.get(URL) or state.url)
    except ProgrammingError:  # its words may repeat the address, and so a password
        parts = {}
    if not parts.get("dbname"):
        raise WorkspaceError(
            "The address of the state database cannot be read.",
            where="scoreline.toml, [state]",
            do="Write it as postgresql://user@host:5432/database.",
        )
    known = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    described = {name: str(parts.pop(key, "") or "") for name, key in known.items()}
    options = f"{parts.pop('options', '')} -c search_path={state.schema_} -c lock_timeout=20s".strip()
    more = {"connect_timeout": 10, "application_name": "scoreline", **parts, "options": options}
    return {"ENGINE": "django.db.backends.postgresql", **described, "OPTIONS": more}


_FOLDER = os.environ.get("SCORELINE_WORKSPACE", "")

DATABASES = {"default": database(Path(_FOLDER).absolute() / FILE if _FOLDER else ":memory:")}
INSTALLED_APPS = ["scoreline.state"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
USE_I18N = False
LOGGING_CONFIG = None
