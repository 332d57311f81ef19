"""The least of Django's settings: the state app and its database. The command line and notebooks run on these.

The web's settings take `database` from here too, so that every process opens the file in the same way.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

FILE = "state.sqlite3"


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


_FOLDER = os.environ.get("SCORELINE_WORKSPACE", "")

DATABASES = {"default": database(Path(_FOLDER).absolute() / FILE if _FOLDER else ":memory:")}
INSTALLED_APPS = ["scoreline.state"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
USE_I18N = False
LOGGING_CONFIG = None
