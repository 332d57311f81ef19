"""A session with a workspace's state database: Django started, the database up to date, and its errors told as ours."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scoreline.errors import LockedError, WorkspaceError
from scoreline.state.setup import connect, start, where_of


@contextmanager
def session(workspace: Path) -> Iterator[str]:
    """The alias of the state database, for use inside.

    LockedError where another process has been writing for 20 seconds; WorkspaceError where the database cannot be used.
    """
    start()
    with _errors(where_of(workspace)):
        yield connect(workspace)


def account() -> str:
    """The name of the system's account; empty where it has none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no name for this user id
        return ""


@contextmanager
def _errors(where: str) -> Iterator[None]:
    """Turns the database's errors into ours, naming the place."""
    from django.db import DatabaseError, OperationalError

    try:
        yield
    except OperationalError as problem:
        said = _first_line(problem)
        if "locked" in said or "lock timeout" in said:
            raise LockedError("Another process is writing it.", where=where, do="Try again when it has finished.") from None
        raise WorkspaceError(f"It cannot be used: {said}.", where=where, do="Check the rights and the free space.") from None
    except DatabaseError as problem:
        raise WorkspaceError(f"It cannot be read: {_first_line(problem)}.", where=where, do="Restore it from a backup.") from None
    except OSError as problem:
        raise WorkspaceError(f"It cannot be written: {problem.strerror}.", where=where, do="Check the rights.") from None


def _first_line(problem: Exception) -> str:
    return (str(problem).strip().splitlines() or [type(problem).__name__])[0].rstrip(".")
