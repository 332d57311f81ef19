"""scoreline maintain: free what nobody needs any more."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from scoreline.cli.options import HERE, WorkspaceOption, opened

if TYPE_CHECKING:
    from scoreline.engine.upkeep import Upkeep
    from scoreline.reports.formats import Formats


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(maintain)


def maintain(
    keep: Annotated[int, typer.Option(metavar="N", min=1, help="Keep the newest N versions of the mart, and all that are pinned.")] = 10,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Write the answer as JSON.")] = False,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Remove old versions of the mart and states that nobody needs.

    The newest versions and every pinned one stay as they are; an older one can no longer be read with --as-of. Tables of many small
    files are written anew. Kept states of definitions that are no longer in use go too.
    """
    from scoreline.cli import progress
    from scoreline.cli.output import write_json
    from scoreline.cli.screen import say
    from scoreline.cli.values import formats_of

    ws = opened(workspace)
    with progress.shown() as tell:
        done = ws.maintain(keep=keep, dry_run=dry_run, progress=tell)
    if json:
        write_json({"dry_run": dry_run, "mart": asdict(done.mart), "states": asdict(done.states)})
        return
    for line in _lines(done, formats_of(ws), dry_run):
        say(line)


def _lines(done: Upkeep, show: Formats, dry_run: bool) -> list[str]:
    mart, states = done.mart, done.states
    lines = [f"Versions kept: {_numbers(mart.kept)}" + (f"; pinned: {_numbers(mart.pinned)}" if mart.pinned else "")]
    if mart.removed:
        lines.append(f"Versions {'to be removed' if dry_run else 'removed'}: {_numbers(mart.removed)}")
    if mart.compacted:
        lines.append(f"Tables {'to be written' if dry_run else 'written'} in fewer files: {', '.join(mart.compacted)}")
    size = f"{show.number(round((mart.bytes + states.bytes) / 1e6, 1), 1)} MB in {show.number(mart.files + states.files, 0)} files"
    lines.append(f"{'Would free' if dry_run else 'Freed'} {size}, of which states {show.number(round(states.bytes / 1e6, 1), 1)} MB.")
    return lines


def _numbers(numbers: tuple[int, ...]) -> str:
    return ", ".join(str(number) for number in numbers) or "none"
