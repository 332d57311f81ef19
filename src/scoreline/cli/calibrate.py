"""scoreline calibrate: are quotas right, too high or too low."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from scoreline.cli.options import HERE, AsOfOption, Format, FormatOption, WorkspaceOption, opened

if TYPE_CHECKING:
    from scoreline.insight.calibration import Calibration
    from scoreline.insight.shares import Share
    from scoreline.reports.formats import Formats

_TITLES = ("Group", "People", "In ramp", "Not known", "Base", "Norm", "95% interval", "Target", "Median", "Middle half", "Verdict")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(calibrate)


def calibrate(
    kpi: Annotated[str, typer.Argument(metavar="KPI", help="The KPI's id.")],
    period: Annotated[str, typer.Option(metavar="PERIOD", help="2017-07, 2017-Q3 or 2017.")],
    by: Annotated[str, typer.Option(metavar="team|team:LEVEL|role", help="Groups to look at apart; without it, everybody together.")] = "",
    levels: Annotated[
        str, typer.Option(metavar="quotas|matrices", help="The quotas that were loaded, or the levels of matrices.")
    ] = "quotas",
    band: Annotated[str, typer.Option(metavar="LOW-HIGH", help="The share of people that should reach the norm, in percent.")] = "55-70",
    ramp: Annotated[
        int, typer.Option(metavar="DAYS", min=0, help="Leave out who was hired less than so many days before the levels begin.")
    ] = 90,
    fewest: Annotated[int, typer.Option(metavar="N", min=1, help="Say nothing of fewer people.")] = 5,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Tell whether quotas are right, too high or too low.

    By the share of people that reach them: too high where even the upper end of its interval lies below the band, too low
    where the lower end lies above it. Too few people to tell is an answer too.
    """
    from scoreline.cli.output import Column, Sheet, write
    from scoreline.cli.values import formats_of

    ws = opened(workspace, as_of)
    found = ws.insights.calibrate(kpi, period, by=by, levels=levels, band=_band(band), ramp=ramp, fewest=fewest)
    show = formats_of(ws)
    data = [_data(item) for item in found]
    sheet = Sheet(
        columns=[Column(title, number=title not in ("Group", "Verdict")) for title in _TITLES],
        shown=[_line(item, show) for item in found],
        keys=list(data[0]),
        rows=[list(row.values()) for row in data],
        title=f"{ws.registry.kpi(kpi).title}, {levels} of {show.period(ws.period(period))}",
        notes=[*(f"{item.group}: {item.evidence}" for item in found), *(_heaps(item) for item in found if item.humps and item.humps.two)],
    )
    write(form, sheet, data)


def _band(text: str) -> Any:
    from scoreline.errors import QueryError
    from scoreline.insight.calibration import Band

    low, dash, high = text.replace("–", "-").removesuffix("%").partition("-")
    try:
        return Band(float(low), float(high if dash else low))
    except ValueError:
        raise QueryError(f'"{text}" is not a band.', do="Write two shares in percent: --band 55-70.") from None


def _line(item: Calibration, show: Formats) -> list[str]:
    return [
        item.group,
        show.number(item.people),
        show.number(item.in_ramp),
        show.number(item.unknown),
        *(_count(share, show) for share in (item.base, item.norm)),
        _span(item.norm.low, item.norm.high, show, 0),
        _count(item.target, show),
        show.percent(item.median),
        _span(item.low, item.high, show, 1),
        item.verdict.value,
    ]


def _count(share: Share, show: Formats) -> str:
    return show.number(None) if share.percent is None else f"{share.count} of {share.of}"


def _span(low: float | None, high: float | None, show: Formats, digits: int) -> str:
    return show.number(None) if low is None else f"{show.number(low, digits)} to {show.percent(high, digits)}"


def _heaps(item: Calibration) -> str:
    coefficient = item.humps.coefficient if item.humps else 0
    return (
        f"{item.group}: attainment lies in two heaps rather than one (bimodality coefficient {coefficient:.2f}, over 0.56); "
        "look at both before changing the quota of all."
    )


def _data(item: Calibration) -> dict[str, Any]:
    data: dict[str, Any] = {"group": item.group, "people": item.people, "in_ramp": item.in_ramp, "unknown": item.unknown}
    for name, share in (("base", item.base), ("norm", item.norm), ("target", item.target)):
        data |= {f"{name}_reached": share.count, f"{name}_of": share.of, f"{name}_percent": share.percent}
        data |= {f"{name}_low": share.low, f"{name}_high": share.high}
    return data | {
        "attainment_median": item.median,
        "attainment_low": item.low,
        "attainment_high": item.high,
        "bimodality": item.humps.coefficient if item.humps else None,
        "two_heaps": item.humps.two if item.humps else None,
        "verdict": item.verdict.value,
        "evidence": item.evidence,
    }
