"""scoreline kpi: values of KPIs by period and member."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from scoreline.cli.options import HERE, AsOfOption, Format, FormatOption, WorkspaceOption, opened

if TYPE_CHECKING:
    from scoreline.workspace import KpiTable


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(kpi)


def kpi(
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KPI]...", help="KPI ids, as scoreline kpis lists them; without any, all that the data and the cuts allow."
        ),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DIMENSION",
            help="Cut by person, team (team:region names a level), location, product, category, customer, segment, channel and others. "
            "May be given more than once; without it, the whole company.",
        ),
    ] = None,
    per: Annotated[str, typer.Option(metavar="PERIOD", help="day, week, month, quarter or year.")] = "month",
    start: Annotated[
        str | None, typer.Option("--from", metavar="PERIOD", help="First period: 2017-07-03, 2017-W30, 2017-07, 2017-Q3, 2017.")
    ] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="PERIOD", help="Last period, included.")] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DIMENSION=NAME",
            help="Only records of these: segment=SMB, team=East,West. May be given more than once; several dimensions must all hold.",
        ),
    ] = None,
    compare: Annotated[
        str | None, typer.Option(metavar="previous|last-year|target", help="Add what each value is compared with, and the change.")
    ] = None,
    to_date: Annotated[
        str | None, typer.Option(metavar="month|quarter|year", help="Count each period from the start of its month, quarter or year.")
    ] = None,
    rolling: Annotated[int | None, typer.Option(metavar="N", help="Count each period together with those before it, N in all.")] = None,
    cumulative: Annotated[
        bool, typer.Option("--cumulative", help="Count each period together with all before it, from the first.")
    ] = False,
    owner: Annotated[
        str, typer.Option(metavar="then|today", help="Count a record for whoever had it then, or whoever has it today.")
    ] = "then",
    states: Annotated[bool, typer.Option("--states", help="Add each value's state to JSON and CSV.")] = False,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Compute KPIs per period and member.

    Without --by for the whole company; without --from and --to over all periods that the data covers.
    """
    from scoreline.cli.kpi_sheet import sheet
    from scoreline.cli.output import write

    ws = opened(workspace, as_of)
    table = ws.kpi(
        *ids or (),
        by=by or None,
        per=per,
        start=start,
        end=end,
        where=_filters(where or []),
        compare=compare,
        to_date=to_date,
        rolling=rolling,
        cumulative=cumulative,
        owner=owner,
    )
    rows = _with_states(table) if states else table.to_pylist()
    write(form, sheet(ws, table, rows), rows)


def _filters(given: list[str]) -> dict[str, str | list[str]]:
    """Filters by dimension: a dimension given once keeps its text, one given more often has a list."""
    from scoreline.errors import QueryError

    found: dict[str, list[str]] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not (name.strip() and equals and value.strip()):
            raise QueryError(f'"{text}" is not a filter.', do="Write DIMENSION=NAME, such as --where segment=SMB.")
        found.setdefault(name.strip(), []).append(value.strip())
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _with_states(table: KpiTable) -> list[dict[str, Any]]:
    """The rows with the state of each value, and of each that it is compared with."""
    rows = table.to_pylist()
    for kpi in table.kpis:
        for row, fact in zip(rows, table.facts(kpi), strict=True):
            row[f"{kpi}_state"] = fact.state.value
        if table.comparison and table.comparison.how != "target":
            name = f"{kpi}_{table.comparison.how.replace('-', '_')}_state"
            for row, state in zip(rows, table.comparison.states.column(kpi).to_pylist(), strict=True):
                row[name] = state
    return rows
