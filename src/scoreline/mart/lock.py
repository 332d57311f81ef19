"""The write lock of a mart: one process writes, the others are told who. A killed holder leaves no stale lock behind."""

from __future__ import annotations

import datetime as dt
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from scoreline.errors import LockedError

_LOCK, _HOLDER = "_lock", "_lock.holder"


@contextmanager
def write_lock(folder: Path, wait: float = 0, what: str = "this mart") -> Iterator[None]:
    """Hold `folder` for writing. LockedError, naming the holder and `what` it holds, where another has it for more than `wait` seconds.

    The operating system holds the lock, so it ends with the process. The holder's name stands in a file beside it, because
    whoever tries for the lock empties the lock file itself.
    """
    lock, holder = FileLock(folder / _LOCK, timeout=wait), folder / _HOLDER
    try:
        lock.acquire()
    except Timeout:
        raise LockedError(
            f"Another process is writing to {what}{_who(holder)}.", where=str(folder), do="Wait until it has ended, then try again."
        ) from None
    try:
        since = dt.datetime.now().astimezone().isoformat(" ", "seconds")
        holder.write_text(f"process {os.getpid()} on {socket.gethostname()} since {since}", "utf-8")
        yield
    finally:
        with suppress(OSError):
            holder.unlink()
        lock.release()


def _who(holder: Path) -> str:
    try:
        return f" ({holder.read_text('utf-8')})"
    except OSError:
        return ""
