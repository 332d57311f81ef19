"""scoreline period history: every version of closed periods."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from scoreline.cli.options import HERE, Format, FormatOption, WorkspaceOption, opened


def history(
    period: Annotated[str | None, typer.Option("--period", metavar="PERIOD", help="Only the versions of this one.")] = None,
    form: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = HERE,
) -> None:
    """List the closed periods with all their versions.

    JSON holds each member's scorecard as it was frozen.
    """
    from scoreline.cli.output import Column, Sheet, write
    from scoreline.cli.values import formats_of

    ws = opened(workspace)
    show = formats_of(ws)
    found = ws.life.closings(period)
    keys = ("period", "version", "at", "by", "reason", "data_version", "matrices")
    rows: list[list[Any]] = [
        [one.period.label, one.version, one.at, one.by, one.reason or one.basis.allowed, one.basis.mart_version, len(one.results)]
        for one in found
    ]
    write(
        form,
        Sheet(
            columns=[
                Column("Period"), Column("Version", number=True), Column("Closed"), Column("By"), Column("Why"),
                Column("Data version", number=True), Column("Matrices", number=True),
            ],
            shown=[[row[0], str(row[1]), show.time(row[2]), row[3], row[4] or "–", show.number(row[5], 0), str(row[6])] for row in rows],
            keys=keys,
            rows=rows,
            notes=[] if rows else ["No period is closed yet: scoreline period close --period PERIOD"],
        ),
        [
            {**dict(zip(keys, row, strict=True)), "results": [result.card.to_dict() for result in one.results]}
            for row, one in zip(rows, found, strict=True)
        ],
    )  # fmt: skip
