"""scoreline init: a new workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(init)


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make; it may exist and be empty.")],
    time_zone: Annotated[
        str, typer.Option(metavar="ZONE", help="Time zone that decides the day of an event, such as Europe/Berlin.")
    ] = "UTC",
    currency: Annotated[str, typer.Option(metavar="CODE", help="Currency of reports, as an ISO 4217 code.")] = "USD",
    fiscal_year_start: Annotated[int, typer.Option(min=1, max=12, metavar="MONTH", help="First month of the fiscal year.")] = 1,
    fiscal_year_named: Annotated[
        str, typer.Option(metavar="WHEN", help="Number a fiscal year after the calendar year of its start or of its end: start, end.")
    ] = "end",
    calendar: Annotated[str, typer.Option(metavar="NAME", help="gregorian, or months of whole weeks: 4-4-5, 4-5-4, 5-4-4.")] = "gregorian",
    week_start: Annotated[str, typer.Option(metavar="DAY", help="First day of the weeks of such a calendar.")] = "sunday",
    retail_year_end: Annotated[
        str, typer.Option(metavar="WHEN", help="On which such week's end its year ends: nearest to the month's end, or last.")
    ] = "nearest",
) -> None:
    """Make a workspace.

    It is a folder with its settings, scoreline.toml, and an empty mart.
    """
    from scoreline import workspace
    from scoreline.cli.screen import say

    workspace.init(
        folder, time_zone=time_zone, currency=currency, fiscal_year_start=fiscal_year_start, fiscal_year_named=fiscal_year_named,
        calendar=calendar, week_start=week_start, retail_year_end=retail_year_end,
    )  # fmt: skip
    say(f"Made the workspace {folder}. Its settings are in {folder / 'scoreline.toml'}.")
    say(f"Next: cd {folder} && scoreline load DIR --mapping NAME")
