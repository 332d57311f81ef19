"""Progress of long work: a bar on a terminal, nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[str, float | None], None]


@contextmanager
def shown() -> Iterator[Progress]:
    """A callback (message, share done or None where unknown) that draws on standard error while the block runs."""
    if not sys.stderr.isatty():
        yield lambda message, share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=None)

        def tell(message: str, share: float | None) -> None:
            bars.update(task, description=message, total=None if share is None else 1.0, completed=share or 0.0)

        yield tell
