"""scoreline explain: why a KPI, or the total of a matrix, changed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scoreline.cli.options import HERE, AsOfOption, Format, FormatOption, WorkspaceOption, opened

if TYPE_CHECKING:
    from scoreline.cli.output import Sheet
    from scoreline.insight.index_change import IndexChange
    from scoreline.insight.kpi_change import Change
    from scoreline.workspace import Workspace

_PARTS = {"volume": "Volume", "mix": "Mix", "rate": "Rate", "other": "Without volume"}
_FACTORS = {"restatement": "Restated", "fact": "Fact", "people": "People", "levels": "Levels", "weights": "Weights"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(explain)


def explain(
    period: Annotated[str, typer.Option(metavar="PERIOD", help="The later period: 2017-07, 2017-Q3 or 2017.")],
    kpi: Annotated[str | None, typer.Argument(metavar="KPI", help="The KPI's id; without it, the total of the member's matrix.")] = None,
    start: Annotated[str, typer.Option("--from", metavar="PERIOD", help="The earlier period; without it, the one before.")] = "",
    by: Annotated[str, typer.Option(metavar="DIMENSION", help="The segments: person, team, product, segment and others.")] = "",
    member: Annotated[str | None, typer.Option(metavar="NAME", help="Whose number; without it, the whole company's.")] = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="person, team, ... where a name stands for several.")] = None,
    volume: Annotated[
        str, typer.Option(metavar="KPI", help="What a total comes from, so that its rate is a price: sales_volume for revenue.")
    ] = "",
    order: Annotated[
        str,
        typer.Option(metavar="volume,mix,rate", help="Let the factors change one after another; without it, no order matters."),
    ] = "",
    told_at: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, help="The version of the data by which the earlier total was told; tells what was restated."),
    ] = None,
    version: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            help="The version of the closed earlier period by which its total was told.",
            show_default="the first, where it was restated",
        ),
    ] = None,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Explain a change.

    A KPI's between two periods as volume, mix and rate of its segments; the total of a matrix as fact, levels, weights, people and what was
    restated. The parts sum to the change exactly. With --from the same period as --period, only what was restated is told.
    """
    from scoreline.cli.output import write
    from scoreline.errors import QueryError

    ws = opened(workspace, as_of)
    after = ws.period(period)
    before = ws.period(start) if start else after.previous()
    if kpi is None:
        if member is None or by or volume or order:
            raise QueryError(
                "Without a KPI the total of a matrix is explained, which --member names.",
                do="Name the KPI whose segments are meant, or a member without --by, --volume and --order.",
            )
        if told_at is not None and version is not None:
            raise QueryError("An earlier total was told by one version.", do="Give --told-at or --version, not both.")
        moved = ws.insights.total_change(ws.member(member, kind=kind), before, after, told_at=told_at, version=version)
        title = f"{member}, {before.label} to {after.label}"
        write(form, _of_total(ws, moved, title), _total_data(moved, member, before.label, after.label))
        return
    if not by or told_at is not None or version is not None:
        do = "Name the segments, such as --by product, and leave --told-at and --version out."
        raise QueryError(f"The change of {kpi} is told by segment.", do=do)
    who = None if member is None else ws.member(member, kind=kind)
    names = [name.strip() for name in order.split(",")] if order else []
    change, notes = ws.insights.kpi_change(kpi, before, after, by=by, member=who, volume=volume, order=names)
    title = f"{ws.registry.kpi(kpi).title}{'' if who is None else f' of {who.name}'}, {before.label} to {after.label}"
    write(form, _of_kpi(ws, kpi, change, notes, title, by), _kpi_data(change, kpi, before.label, after.label))


def _of_kpi(ws: Workspace, kpi: str, change: Change, notes: Sequence[str], title: str, by: str) -> Sheet:
    from scoreline.cli.output import Column, Sheet, filled
    from scoreline.cli.values import digits, formats_of, heading

    show, unit = formats_of(ws), ws.registry.kpi(kpi).unit
    places = digits(unit, [_decimal(change.before), _decimal(change.after)], show)
    names = [name for name in _PARTS if any(getattr(part, name) for part in change.parts)]
    shown_before, shown_after = (_rounded(value, places) for value in (change.before, change.after))
    cells = _shown([[getattr(part, name) for name in names] for part in change.parts], shown_after - shown_before, places)
    lines = [
        [
            part.segment,
            *(show.number(None if value is None else _decimal(value), places) for value in (part.before, part.after)),
            *(show.number(cell, places, signed=True) for cell in row),
            show.number(sum(row, Decimal(0)), places, signed=True),
        ]
        for part, row in zip(change.parts, cells, strict=True)
    ]
    sums = [sum((row[place] for row in cells), Decimal(0)) for place in range(len(names))]
    whole = [show.number(value, places) for value in (shown_before, shown_after)]
    signed = [show.number(value, places, signed=True) for value in (*sums, shown_after - shown_before)]
    lines.append(["All", *whole, *signed])
    if change.reversal:
        way = "rose in every segment and yet fell" if change.after < change.before else "fell in every segment and yet rose"
        notes = [f"It {way} in all: what there is more of has the {'lower' if change.after < change.before else 'higher'} rate.", *notes]
    data = [_part_data(part) for part in change.parts]
    titles = [by.capitalize(), "Before", "After", *(_PARTS[name] for name in names), "Part" if change.ratio else "Change"]
    return filled(
        Sheet(
            columns=[Column(name, number=place > 0) for place, name in enumerate(titles)],
            shown=lines,
            keys=list(data[0]) if data else ["segment"],
            rows=[list(row.values()) for row in data],
            title=heading(title, unit, show),
            notes=notes,
        )
    )


def _of_total(ws: Workspace, moved: IndexChange, title: str) -> Sheet:
    from scoreline.cli.output import Column, Sheet
    from scoreline.cli.values import formats_of

    show = formats_of(ws)
    factors = [name for name in _FACTORS if any(row.factors.get(name) for row in moved.rows)]
    before, after = _rounded(moved.before, 1), _rounded(moved.after, 1)
    cells = _shown([[row.factors.get(name, Fraction(0)) for name in factors] for row in moved.rows], after - before, 1)
    lines = [
        [
            row.title,
            *(show.number(_decimal(value), 1) for value in (row.before, row.after)),
            *(show.number(cell, 1, signed=True) for cell in line),
            show.number(sum(line, Decimal(0)), 1, signed=True),
        ]
        for row, line in zip(moved.rows, cells, strict=True)
    ]
    sums = [sum((line[place] for line in cells), Decimal(0)) for place in range(len(factors))]
    signed = [show.number(value, 1, signed=True) for value in (*sums, after - before)]
    lines.append(["Total", show.number(before, 1), show.number(after, 1), *signed])
    data = _total_data(moved, "", "", "")["rows"]
    return Sheet(
        columns=[
            Column(name, number=place > 0)
            for place, name in enumerate(["KPI", "Before", "After", *(_FACTORS[f] for f in factors), "Change"])
        ],
        shown=lines,
        keys=list(data[0]),
        rows=[list(row.values()) for row in data],
        title=f"{title}, points of the total",
        notes=_notes(moved),
    )


def _notes(moved: IndexChange) -> list[str]:
    notes = ["A fact is missing in one of the periods: what is told is provisional."] if moved.provisional else []
    if moved.versions:
        notes.append(
            "The earlier period was restated: its total was first told by version {}, and is by version {}.".format(*moved.versions)
        )
    return notes


def _shown(parts: Sequence[Sequence[Fraction]], total: Decimal, places: int) -> list[list[Decimal]]:
    """The parts rounded for people so that they still sum to the total that is shown."""
    from scoreline.insight.rounding import rounded

    width = len(parts[0]) if parts else 0
    flat = rounded([part for row in parts for part in row], total, places)
    return [flat[place : place + width] for place in range(0, len(flat), width)] if width else [[] for _ in parts]


def _part_data(part: Any) -> dict[str, Any]:
    return {
        "segment": part.segment,
        "before": None if part.before is None else _decimal(part.before),
        "after": None if part.after is None else _decimal(part.after),
        **{name: _decimal(getattr(part, name)) for name in _PARTS},
        "change": _decimal(part.sum),
    }


def _kpi_data(change: Change, kpi: str, before: str, after: str) -> dict[str, Any]:
    return {
        "kpi": kpi,
        "from": before,
        "to": after,
        "before": _decimal(change.before),
        "after": _decimal(change.after),
        **{name: _decimal(change.sum(name)) for name in _PARTS},
        "reversal": change.reversal,
        "parts": [_part_data(part) for part in change.parts],
    }


def _total_data(moved: IndexChange, member: str, before: str, after: str) -> dict[str, Any]:
    return {
        "member": member,
        "from": before,
        "to": after,
        "before": _decimal(moved.before),
        "after": _decimal(moved.after),
        **{name: _decimal(moved.sum(name)) for name in _FACTORS},
        "provisional": moved.provisional,
        "versions": moved.versions,
        "rows": [
            {
                "kpi": row.kpi,
                "before": _decimal(row.before),
                "after": _decimal(row.after),
                **{name: _decimal(row.factors.get(name, Fraction(0))) for name in _FACTORS},
                "change": _decimal(row.after - row.before),
            }
            for row in moved.rows
        ],
    }


def _decimal(value: Fraction) -> Decimal:
    from scoreline.scoring.exact import decimal

    return decimal(value)


def _rounded(value: Fraction, places: int) -> Decimal:
    from scoreline.insight.rounding import half_up

    return half_up(value, places)
