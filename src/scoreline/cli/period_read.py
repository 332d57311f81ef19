"""scoreline period history and read: every version of closed periods, and the figures of one."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from scoreline.cli.options import HERE, Format, FormatOption, KindOption, PeriodOption, WorkspaceOption, opened


def read(
    period: PeriodOption,
    version: Annotated[int | None, typer.Option("--version", metavar="N", min=1, help="This version; else the newest.")] = None,
    at: Annotated[str, typer.Option("--at", metavar="TIME", help="The version that stood then: 2017-08-05, or 2017-08-05 14:30.")] = "",
    member: Annotated[str | None, typer.Option("--member", metavar="NAME", help="The scorecard of one; else everybody's total.")] = None,
    kind: KindOption = None,
    form: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Read what was frozen of a closed period.

    The newest version, one by its number, or the one that stood at a time; nothing of it is worked out anew.
    """
    from dataclasses import replace

    from scoreline.cli import score
    from scoreline.cli.output import Column, Sheet, write
    from scoreline.cli.values import formats_of
    from scoreline.errors import PeriodError

    ws = opened(workspace)
    show = formats_of(ws)
    found = ws.life.read(period, version=version, at=at)
    held = [one.card for one in found.results]
    if member is not None:
        who = ws.member(member, kind=kind)
        card = found.card(who.key)
        if card is None:
            where = f"{found.period.label}, version {found.version}"
            raise PeriodError(f"{who.name} had no matrix.", where=where, do="List those who had: leave out --member.")
        write(form, score.sheet(replace(card, notes=(*card.notes, found.said)), show), {**card.to_dict(), "version": found.version})
        return
    keys = ("kind", "member", "total", "coverage", "provisional")
    rows = [[card.member.kind, card.member.name, card.total, card.coverage, card.provisional] for card in held]
    write(
        form,
        Sheet(
            columns=[Column("Kind"), Column("Member"), Column("Total", number=True)],
            shown=[[card.member.kind, card.member.name, show.index(card.total)] for card in held],
            keys=keys,
            rows=rows,
            title=show.period(found.period),
            notes=[found.said.text, *([found.reason] if found.reason else [])],
        ),
        {
            "period": found.period.label, "version": found.version, "at": found.at, "by": found.by, "reason": found.reason,
            "allowed": found.basis.allowed, "data_version": found.basis.mart_version, "results": [card.to_dict() for card in held],
        },
    )  # fmt: skip


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
