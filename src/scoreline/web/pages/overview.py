"""The overview: members by KPIs with index and band, below the company's own figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from scoreline.engine.members import Member
from scoreline.periods import Period
from scoreline.scoring.index import Band
from scoreline.scoring.scorecard import Scorecard, ScoreRow
from scoreline.web.pages import choices, current, tiles
from scoreline.web.pages.csvfile import csv_response
from scoreline.web.pages.loaded import with_data
from scoreline.web.pages.reading import Reading
from scoreline.web.pages.scores import matrices, scores
from scoreline.web.pages.teams import team_options, within
from scoreline.web.pages.words import DIMENSIONS

KINDS = ("person", "team")
_MOST_COLUMNS = 6
_REACHED = 100


@dataclass(frozen=True)
class Line:
    """One member of a table: the scorecard and its rows in the table's order, None for a KPI the matrix does not have."""

    member: Member
    card: Scorecard
    rows: tuple[ScoreRow | None, ...]


@dataclass(frozen=True)
class Heading:
    """A KPI's column. `known` is False where the matrices name a KPI whose definition is gone."""

    id: str
    title: str
    known: bool


@dataclass(frozen=True)
class Table:
    """Members who are compared by the same KPIs, best total first."""

    kpis: tuple[Heading, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class BandCount:
    """How many scored rows stand in a band."""

    band: Band
    count: int


@with_data("overview")
def page(request: HttpRequest) -> HttpResponse:
    """The overview of a period, for people or teams."""
    reading = current.reading(request)
    show = current.show(request)
    period = choices.chosen_period(request, reading)
    kind = choices.one_of(request, "kind", KINDS, "person")
    team = request.GET.get("team", "") if kind == "person" else ""
    groups = choices.dimension_groups(request, tiles.group_sizes(reading))
    group = next(option.value for option in groups if option.chosen)
    every = scores(reading, kind, period)
    found = within(reading, every, team, period)
    shown = of_group(reading, found, group)
    return render(
        request,
        "scoreline/overview.html",
        {
            "period": period,
            "kind": kind,
            "team": team,
            "periods": choices.period_groups(reading, show, period),
            "teams": team_options(reading, period, team) if kind == "person" else (),
            "groups": groups,
            "group": group,
            "tiles": tiles.company(reading, show, period, group),
            "tables": tables(reading, shown),
            "bands": counts(shown),
            "gone": {row.kpi for card in found for row in card.rows if row.kpi not in reading.workspace.registry.kpis},
            "members": len(found),
            "reached": sum(card.total is not None and card.total >= _REACHED for card in found),
            "matrices": bool(every),
            "other": None if every else newest_period(reading, kind),
            "here": "overview",
        },
    )


def table(request: HttpRequest) -> HttpResponseBase:
    """The same table as CSV: one line a member and KPI."""
    reading = current.reading(request)
    period = choices.chosen_period(request, reading)
    kind = choices.one_of(request, "kind", KINDS, "person")
    group = choices.one_of(request, "group", ["", *DIMENSIONS], "")
    found = of_group(reading, within(reading, scores(reading, kind, period), request.GET.get("team", ""), period), group)
    columns = ["member", "period", "kpi", "weight", "fact", "state", "attainment", "index", "band", "total", "coverage"]
    lines: list[Sequence[object]] = [
        [
            card.member.name, card.period.label, row.kpi, row.weight, row.fact, row.state.value, row.attainment, row.index,
            row.band.value if row.band else None, card.total, card.coverage,
        ]
        for card in found
        for row in card.rows
    ]  # fmt: skip
    return csv_response(f"scoreline-{kind}-{period.label}.csv", columns, lines)


def of_group(reading: Reading, cards: Sequence[Scorecard], group: str) -> Sequence[Scorecard]:
    """The scorecards with their rows of one dimension group only, totals as they are; those without such rows are left out."""
    if not group:
        return cards
    kpis = {kpi.id for kpi in reading.workspace.registry.kpis.values() if kpi.dimension == group}
    narrowed = (replace(card, rows=tuple(row for row in card.rows if row.kpi in kpis)) for card in cards)
    return [card for card in narrowed if card.scored]


def newest_period(reading: Reading, kind: str) -> Period | None:
    """The newest period for which somebody has a matrix."""
    found = (matrix.period for matrix in matrices(reading) if matrix.member.kind == kind)
    return max(found, key=lambda period: period.end, default=None)


def counts(cards: Iterable[Scorecard]) -> tuple[BandCount, ...]:
    """How many scored rows stand in each band, best band first."""
    found = Counter(row.band for card in cards for row in card.scored if row.band)
    return tuple(BandCount(band, found[band]) for band in reversed(Band))


def tables(reading: Reading, cards: Sequence[Scorecard]) -> tuple[Table, ...]:
    """One table where all KPIs fit side by side, else one for each set of KPIs, the largest group first."""
    kpis = _kpis(cards)
    if len(kpis) <= _MOST_COLUMNS:
        groups = [(kpis, list(cards))]
    else:
        by_set: dict[frozenset[str], list[Scorecard]] = {}
        for card in cards:
            by_set.setdefault(frozenset(row.kpi for row in card.scored), []).append(card)
        groups = [(_kpis(found), found) for found in sorted(by_set.values(), key=len, reverse=True)]
    return tuple(
        Table(tuple(_heading(reading, kpi) for kpi in wanted), tuple(_line(card, wanted) for card in sorted(found, key=_rank)))
        for wanted, found in groups
        if found
    )


def _heading(reading: Reading, id: str) -> Heading:
    kpi = reading.workspace.registry.kpis.get(id)
    return Heading(id, kpi.title if kpi else id, kpi is not None)


def _kpis(cards: Iterable[Scorecard]) -> list[str]:
    """The scored KPIs of these matrices, the heaviest first."""
    weights: dict[str, Decimal] = {}
    for card in cards:
        for row in card.scored:
            weights[row.kpi] = weights.get(row.kpi, Decimal(0)) + (row.weight or 0)
    return sorted(weights, key=lambda kpi: (-weights[kpi], kpi))


def _line(card: Scorecard, kpis: Iterable[str]) -> Line:
    rows = {row.kpi: row for row in card.scored}
    return Line(card.member, card, tuple(rows.get(kpi) for kpi in kpis))


def _rank(card: Scorecard) -> tuple[bool, Decimal, str]:
    """Best total first, those without one last."""
    return card.total is None, -(card.total or Decimal(0)), card.member.name
