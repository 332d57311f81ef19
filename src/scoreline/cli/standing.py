"""scoreline standing: where members stand, by their last months and their peers'."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from scoreline.cli.options import HERE, AsOfOption, Format, FormatOption, WorkspaceOption, opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoreline.engine.members import Member
    from scoreline.insight.standing import Rank, Standing
    from scoreline.reports.formats import Formats
    from scoreline.workspace import Workspace

MemberOption = Annotated[list[str] | None, typer.Option(metavar="NAME", help="A person or team, by name or id. May be repeated.")]
RoleOption = Annotated[str | None, typer.Option(metavar="ROLE", help="Everybody who is in this role.")]
KpiOption = Annotated[list[str] | None, typer.Option(metavar="ID", help="A KPI; without it, those of the newest matrix. May be repeated.")]
_FIGURES = ("Level", "Middle half", "A month", "Rank")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(standing)


def standing(
    member: MemberOption = None,
    role: RoleOption = None,
    kpi: KpiOption = None,
    until: Annotated[
        str | None, typer.Option(metavar="PERIOD", help="The last month to look at: 2017-07.", show_default="the last that the data covers")
    ] = None,
    months: Annotated[int, typer.Option(metavar="N", min=1, max=120, help="How many months to look back.")] = 12,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Tell where members stand: level, spread, trend and place among the peers of their role.

    The level is the median of the months. A strength is what was better than the peers' median in more months than chance gives, a
    weakness what was worse. Months without a value are left out, and too few to tell is an answer too.
    """
    from scoreline.cli.output import Column, Sheet, filled, write
    from scoreline.cli.values import formats_of

    ws = opened(workspace, as_of)
    found = ws.insights.standing(named(ws, member, role, until), *(kpi or ()), until=until, months=months)
    show = formats_of(ws)
    data = [_data(item) for item in found]
    titles = ("Member", "KPI", "Level", "Middle half", "Trend", "A month", "Rank", "Verdict")
    told = [item for item in found if not role or item.verdict in ("strength", "weakness")]
    sheet = Sheet(
        columns=[Column(title, number=title in _FIGURES) for title in titles],
        shown=[_line(item, ws, show) for item in found],
        keys=list(_KEYS),
        rows=[[row[key] for key in _KEYS] for row in data],
        title=f"The {months} months up to {_last(ws, until)}",
        notes=[f"{item.member.name}, {item.kpi}: {item.evidence}" for item in told],
    )
    write(form, filled(sheet), data)


def named(ws: Workspace, names: Sequence[str] | None, role: str | None, period: str | None) -> list[Member]:
    """The members that a command names. QueryError where it names nobody."""
    from scoreline.errors import QueryError

    found = [ws.member(name) for name in names or ()]
    if role:
        found += ws.insights.in_role(role, period)
    if not found:
        raise QueryError("Nobody is named.", do='Write --member "Anna Snelling" or --role account_executive.')
    return list(dict.fromkeys(found))


def _last(ws: Workspace, until: str | None) -> str:
    """The last month that was looked at: the one asked for, or the last that the data covers where that is earlier."""
    asked, last = ws.period(until) if until else None, ws.last_period()
    found = [month for month in (asked, last) if month]
    return min(found, key=lambda month: month.end).label if found else ""


def _line(item: Standing, ws: Workspace, show: Formats) -> list[str]:
    from scoreline.cli.values import digits, heading

    definition = ws.registry.kpi(item.kpi)
    places = digits(definition.unit, (item.level, item.low, item.high), show)
    middle = show.number(None) if item.low is None else f"{show.number(item.low, places)} to {show.number(item.high, places)}"
    moving = item.trend
    return [
        item.member.name,
        heading(definition.title, definition.unit, show),
        show.number(item.level, places),
        middle,
        moving.way if moving else show.number(None),
        show.number(moving.slope if moving and moving.clear else None, max(places, 1), signed=True),
        _rank(item.rank, show),
        item.verdict.value,
    ]


def _rank(rank: Rank | None, show: Formats) -> str:
    if rank is None:
        return show.number(None)
    return f"{rank.place} of {rank.of}{', shared' if rank.tied else ''}"


_KEYS = (
    "member", "member_id", "kpi", "months", "known", "level", "low", "high", "trend", "slope", "tau", "trend_chance",
    "rank", "ranked", "tied", "better", "worse", "chance", "verdict", "evidence",
)  # fmt: skip


def _data(item: Standing) -> dict[str, Any]:
    moving, rank, against = item.trend, item.rank, item.against
    values = (
        item.member.name, item.member.id, item.kpi, item.periods, item.known, item.level, item.low, item.high,
        moving and moving.way, moving and moving.slope, moving and moving.tau, moving and float(moving.chance),
        rank and rank.place, rank and rank.of, rank and rank.tied,
        against and against.better, against and against.worse, against and float(against.chance),
        item.verdict.value, item.evidence,
    )  # fmt: skip
    return dict(zip(_KEYS, values, strict=True))
