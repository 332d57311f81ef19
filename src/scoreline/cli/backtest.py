"""scoreline backtest: what other matrices would have made of the past."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from scoreline.cli.options import HERE, AsOfOption, Format, FormatOption, WorkspaceOption, opened


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(backtest)


def backtest(
    start: Annotated[str, typer.Option("--from", metavar="PERIOD", help="The first past period: 2017-01, 2017-Q1 or 2017.")],
    end: Annotated[str, typer.Option("--to", metavar="PERIOD", help="The last, included.")],
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="The proposed matrices; without it, those that ran, with the changes below.")
    ] = None,
    weight: Annotated[
        list[str] | None, typer.Option(metavar="KPI=WEIGHT", help="Another weight; the others give way in proportion. May be repeated.")
    ] = None,
    levels: Annotated[
        list[str] | None, typer.Option(metavar="KPI=FACTOR", help="Base, norm and target times this. May be repeated.")
    ] = None,
    cap: Annotated[list[str] | None, typer.Option(metavar="KPI=INDEX", help="Another cap, in index points. May be repeated.")] = None,
    incentives: Annotated[
        Path | None, typer.Option("--pay", metavar="FILE", help="Work out, too, what these incentives would pay on each.")
    ] = None,
    members: Annotated[int, typer.Option("--members", metavar="N", min=0, help="How many winners and losers to name.")] = 5,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Try out matrices on the past.

    The distribution of totals, who gains and who loses against what ran, what hangs on each weight, rows that measure the same,
    levels that everyone or no one reached, and what it would pay. Nothing is saved.
    """
    from scoreline.cli import backtest_text
    from scoreline.cli.output import write
    from scoreline.cli.values import formats_of
    from scoreline.scoring.proposals import Changes

    ws = opened(workspace, as_of)
    changes = Changes(*(_given(texts or []) for texts in (weight, levels, cap)))
    found = ws.insights.backtest(start, end, file=file, changes=changes, incentives=incentives)
    write(form, backtest_text.sheet(found, formats_of(ws), f"{start} to {end}", members), backtest_text.data(found))


def _given(texts: list[str]) -> dict[str, Decimal]:
    from scoreline.errors import QueryError

    found = {}
    for text in texts:
        kpi, _, value = text.partition("=")
        try:
            found[kpi.strip()] = Decimal(value.strip())
        except InvalidOperation:
            raise QueryError(f'"{text}" is no change.', do="Write KPI=NUMBER, such as --weight revenue=0.5.") from None
    return found
