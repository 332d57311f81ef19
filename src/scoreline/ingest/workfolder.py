"""The folder that a load works in, beside those of other loads: which are in use, and which a dead process left."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

_LOCK = "_in_use"
_YOUNG = 60
"""Seconds in which a new folder may not have its lock yet."""
_OLD = 24 * 3600
"""Seconds after which a folder that never had a lock is nobody's."""


@contextmanager
def in_use(workdir: Path) -> Iterator[None]:
    """Mark a folder (made where missing) as used by this process, and take away those beside it that dead loads left.

    The operating system holds the lock, so that it ends with the process. Only folders named by a UUID are looked at.
    """
    workdir.mkdir(parents=True, exist_ok=True)
    with FileLock(workdir / _LOCK):
        for other in workdir.parent.iterdir():
            if other != workdir and re.fullmatch(r"[0-9a-f]{32}", other.name) and _left(other):
                shutil.rmtree(other, ignore_errors=True)
        yield


def _left(folder: Path) -> bool:
    lock = folder / _LOCK
    try:
        age = time.time() - folder.stat().st_mtime
        if not lock.exists():
            return age > _OLD
        if age < _YOUNG:
            return False
        with FileLock(lock, timeout=0):
            return True
    except (OSError, Timeout):
        return False
