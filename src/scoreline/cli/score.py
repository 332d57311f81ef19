"""scoreline score: a member's matrix with facts, indexes and total."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scoreline.cli.options import HERE, AsOfOption, Format, FormatOption, WorkspaceOption, opened

if TYPE_CHECKING:
    from scoreline.cli.output import Sheet
    from scoreline.reports.formats import Formats
    from scoreline.scoring.scorecard import Level, Scorecard, ScoreRow

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
    "full_base",
    "full_norm",
    "full_target",
    "disputes",
    "carried",
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(score)


def score(
    member: Annotated[str, typer.Option(metavar="NAME", help="The person or team, by name or id.")],
    period: Annotated[str, typer.Option(metavar="PERIOD", help="2017-07, 2017-Q3 or 2017.")],
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="person or team, where a name stands for both.")] = None,
    to_date: Annotated[bool, typer.Option("--to-date", help="Of a running period: facts so far against the plan of those days.")] = False,
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
    who = ws.member(member, kind=kind)
    card = ws.life.to_date(who, period) if to_date else ws.score(who, period)
    write(form, sheet(card, formats_of(ws)), card.to_dict())


def sheet(card: Scorecard, show: Formats) -> Sheet:
    """A scorecard as a table for people; its CSV columns are those of `to_dict`, with [low, high] as "low to high"."""
    from scoreline.cli.output import Column, Sheet
    from scoreline.cli.values import footnotes

    titles = ("KPI", "Weight", "Base", "Norm", "Target", "Fact", "Attainment", "Index", "Weighted", "Band")
    said = {note.id: note.text for note in card.notes}
    total = [said.pop("total.provisional", f"Total: {show.index(card.total)}")]
    capped = [f"{row.title}: {show.index(row.index)}, capped from {show.index(row.capped_from)}." for row in card.rows if row.capped_from]
    return Sheet(
        columns=[Column(title, number=title not in ("KPI", "Band")) for title in titles],
        shown=[_line(row, show) for row in card.rows],
        keys=_KEYS,
        rows=[[_flat(row[key]) for key in _KEYS] for row in card.to_dict()["rows"]],
        title=f"{card.member.name}, {show.period(card.period)}",
        notes=[
            *total,
            *capped,
            *said.values(),
            *(_full(row, show) for row in card.rows if row.full_norm is not None),
            *footnotes(row.state.value for row in card.rows),
        ],
    )


def _line(row: ScoreRow, show: Formats) -> list[str]:
    from scoreline.cli.values import mark

    return [
        f"{row.title} (disputed)" if row.disputes else row.title,
        "indicator" if row.weight is None else show.weight(row.weight),
        _level(row.base, row.unit, show),
        _level(row.norm, row.unit, show),
        _level(row.target, row.unit, show),
        show.value(row.fact, row.unit) + mark(row.state.value),
        show.percent(row.attainment),
        show.index(row.index),
        show.index(row.weighted),
        row.band.value if row.band else show.number(None),
    ]


def _full(row: ScoreRow, show: Formats) -> str:
    """The levels that were agreed for the full period."""
    named = (("base", row.full_base), ("norm", row.full_norm), ("target", row.full_target))
    return f"{row.title}, full: {', '.join(f'{name} {_level(level, row.unit, show)}' for name, level in named if level is not None)}."


def _level(level: Level, unit: str, show: Formats) -> str:
    """A level; of a range, its low and high end."""
    if isinstance(level, tuple):
        return " to ".join(show.value(end, unit) for end in level)
    return show.value(level, unit)


def _flat(value: object) -> object:
    if not isinstance(value, list):
        return value
    return (", " if all(isinstance(one, int) for one in value) else " to ").join(str(one) for one in value)
