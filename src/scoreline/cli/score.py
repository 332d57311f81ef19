"""scoreline score: a member's matrix with facts, indexes and total."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scoreline.cli.options import HERE, AsOfOption, Format, FormatOption, WorkspaceOption, opened

if TYPE_CHECKING:
    from scoreline.cli.output import Sheet
    from scoreline.reports.formats import Formats
    from scoreline.scoring.scorecard import Scorecard, ScoreRow

_KEYS = (
    "kpi",
    "kind",
    "weight",
    "base",
    "norm",
    "target",
    "fact",
    "state",
    "attainment",
    "index_raw",
    "index",
    "weighted",
    "band",
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(score)


def score(
    member: Annotated[str, typer.Option(metavar="NAME", help="The person or team, by name or id.")],
    period: Annotated[str, typer.Option(metavar="PERIOD", help="2017-07, 2017-Q3 or 2017.")],
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="person or team, where a name stands for both.")] = None,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Score a member's matrix for a period.

    Every row with its fact, attainment, index and band, and the weighted total.
    """
    from scoreline.cli.output import write
    from scoreline.cli.values import formats_of

    ws = opened(workspace, as_of)
    card = ws.score(ws.member(member, kind=kind), period)
    write(form, sheet(card, formats_of(ws)), card.to_dict())


def sheet(card: Scorecard, show: Formats) -> Sheet:
    """A scorecard as a table for people; its CSV columns are those of `to_dict`."""
    from scoreline.cli.output import Column, Sheet
    from scoreline.cli.values import footnotes

    titles = ("KPI", "Weight", "Base", "Norm", "Target", "Fact", "Attainment", "Index", "Weighted", "Band")
    return Sheet(
        columns=[Column(title, number=title not in ("KPI", "Band")) for title in titles],
        shown=[_line(row, show) for row in card.rows],
        keys=_KEYS,
        rows=[[row.get(key) for key in _KEYS] for row in card.to_dict()["rows"]],
        title=f"{card.member.name}, {show.period(card.period)}",
        notes=[_total(card, show), *card.notes, *footnotes(str(row.state) for row in card.rows)],
    )


def _line(row: ScoreRow, show: Formats) -> list[str]:
    from scoreline.cli.values import mark

    def level(value: object) -> str:
        return show.value(value, row.unit)  # type: ignore[arg-type]

    index = show.index(row.index) + (f", capped from {show.index(row.capped_from)}" if row.capped_from is not None else "")
    return [
        row.title,
        show.weight(row.weight) if row.kind == "scored" else "indicator",
        level(row.base),
        level(row.norm),
        level(row.target),
        level(row.fact) + mark(str(row.state)),
        show.percent(row.attainment),
        index,
        show.index(row.weighted),
        str(row.band or "–").replace("_", " "),
    ]


def _total(card: Scorecard, show: Formats) -> str:
    if card.total is None:
        return "Total: – (no row has a known fact)."
    if card.provisional:
        return f"Total: {show.index(card.total)} on {show.percent(card.coverage * 100, 0)} of the weight, provisional."
    return f"Total: {show.index(card.total)}"
