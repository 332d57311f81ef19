"""scoreline refresh: bring what is kept up to the newest data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from scoreline.cli.options import HERE, WorkspaceOption, opened

if TYPE_CHECKING:
    from scoreline.engine.refresh_all import Refreshed


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(refresh)


def refresh(
    everything: Annotated[
        bool,
        typer.Option("--all", help="Also what was never asked for: all KPIs by person and for the company, by month and by day."),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Write the answer as JSON.")] = False,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Work out again what the last loads touched.

    What questions were answered from is kept. After a load, only the months that it touched are worked out again, here or when
    somebody next asks. It can be stopped at any time: what was done stays.
    """
    from scoreline.cli import progress
    from scoreline.cli.output import write_json
    from scoreline.cli.screen import say

    ws = opened(workspace)
    with progress.shown() as tell:
        done = ws.refresh(everything=everything, progress=tell)
    if json:
        write_json(_data(done))
        return
    for reason in done.left:
        say(f"Left out: {reason}")
    say(_summary(done), bold=True)


def _data(done: Refreshed) -> dict[str, Any]:
    return {name: getattr(done, name) for name in ("version", "kept", "redone", "months", "rebuilt", "left")}


def _summary(done: Refreshed) -> str:
    if not done.kept and not done.redone and not done.rebuilt:
        return "Nothing is kept yet: ask for a KPI, or add --all."
    states = f"{_many(done.redone, 'state')} redone ({_many(done.months, 'month')}), {done.rebuilt} worked out from all rows"
    return f"Version {done.version}: {states}, {done.kept} left as they were."


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
