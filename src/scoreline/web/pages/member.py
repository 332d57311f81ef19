"""A member's page: the matrix with bullet graphs, indexes, the last twelve months, and the total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scoreline.engine.facts import Fact
from scoreline.engine.members import COMPANY, Member
from scoreline.periods import Period
from scoreline.planning.lifecycle import Status, status
from scoreline.planning.matrix import Kind
from scoreline.reports.formats import Formats
from scoreline.scoring.explain import explain_row
from scoreline.scoring.scorecard import Scorecard, ScoreRow
from scoreline.state.frozen import Closing
from scoreline.web.pages import choices, current, lives, marks, series
from scoreline.web.pages.links import find_member
from scoreline.web.pages.overview import counts
from scoreline.web.pages.reading import Reading
from scoreline.web.pages.scores import matrices, score, to_date
from scoreline.web.pages.words import message_words

_MONTHS = 12


@dataclass(frozen=True)
class Row:
    """One row of the page: the scored row, its pictures, and how its index came about. `known`: its KPI still has a definition."""

    score: ScoreRow
    fact: Fact
    bullet: SafeString
    line: SafeString
    explained: tuple[str, ...]
    digits: int | None
    plan_digits: int | None
    known: bool


def page(request: HttpRequest, kind: str, source: str, id: str) -> HttpResponse:
    """A person's, team's or location's matrix for a period."""
    reading = current.reading(request)
    return _page(request, reading, find_member(reading, kind, source, id))


def company(request: HttpRequest) -> HttpResponse:
    """The whole company's matrix."""
    return _page(request, current.reading(request), COMPANY)


def _page(request: HttpRequest, reading: Reading, member: Member) -> HttpResponse:
    show = current.show(request)
    period = choices.chosen_period(request, reading)
    closing = lives.chosen_version(reading, period, request.GET.get("version", ""))
    card = _card(request, reading, member, period, closing)
    every = rows(reading, card, show) if card else ()
    return render(
        request,
        "scoreline/member.html",
        {
            "member": member,
            "period": period,
            "periods": choices.period_groups(reading, show, period),
            "card": card,
            "status": _status(reading, member, period, closing),
            "closing": closing,
            "newest_version": lives.versions(reading, period)[-1] if closing else None,
            "to_date": card is not None and any(note.id == "total.to_date" for note in card.notes),
            "may_be_to_date": card is not None and card.provisional and closing is None,
            "scored": [row for row in every if row.score.kind is Kind.SCORED],
            "watched": [row for row in every if row.score.kind is Kind.INDICATOR],
            "bands": counts([card]) if card else (),
            "watched_levels": any(row.bullet for row in every if row.score.kind is Kind.INDICATOR),
            "notes": [message_words(note, show) for note in card.notes] if card else (),
            "months": _MONTHS,
            "other": None if card else other_period(reading, member),
        },
    )


def _card(request: HttpRequest, reading: Reading, member: Member, period: Period, closing: Closing | None) -> Scorecard | None:
    """The card of the version that the address names, or as it stands; of a period that runs, against the plan of the days so far."""
    if closing is not None and request.GET.get("version") and (frozen := closing.card(member.key)):
        return replace(frozen, notes=(*frozen.notes, closing.said))
    life = reading.workspace.life
    asked = request.GET.get("plan") or ("to_date" if period.start <= life.today < period.end else "")
    if closing is None and asked == "to_date" and (card := to_date(reading, member, period)):
        return card
    return score(reading, member, period)


def _status(reading: Reading, member: Member, period: Period, closing: Closing | None) -> Status | None:
    """How far the member's matrix of exactly this period has come; None where there is none."""
    if closing is not None and closing.card(member.key):
        return Status.CLOSED if closing.version == 1 else Status.RESTATED
    held = next((one for one in lives.agreements(reading, period) if one.matrix.member.key == member.key), None)
    return status(held, reading.workspace.life.today) if held else None


def rows(reading: Reading, card: Scorecard, show: Formats) -> tuple[Row, ...]:
    """The rows of a scorecard with their pictures."""
    last = series.last_month_of(card.period)
    span = series.back_from(last, _MONTHS)
    kpis = tuple(row.kpi for row in card.rows if row.kpi in reading.workspace.registry.kpis)
    key = ("trends", card.member, kpis, last.label)
    courses = reading.remember(key, lambda: reading.workspace.trends(card.member, kpis, last, _MONTHS) if kpis else {})
    return tuple(_row(row, courses.get(row.kpi), span, show) for row in card.rows)


def _row(row: ScoreRow, course: Sequence[Fact] | None, span: Sequence[Period], show: Formats) -> Row:
    levels = [part for level in (row.base, row.norm, row.target) for part in (level if isinstance(level, tuple) else (level,))]
    digits = show.money_digits([row.fact, *levels]) if row.unit == "money" else _digits(row, levels)
    return Row(
        score=row,
        fact=Fact(row.fact, row.state),
        bullet=marks.bullet_of(row, show),
        line=marks.sparkline_of(course or [series.ABSENT] * len(span), span, _(row.title), row.unit, show),
        explained=tuple(message_words(message, show) for message in explain_row(row)),
        digits=digits,
        plan_digits=1 if row.unit == "count" and not _whole(levels) else digits,
        known=course is not None,
    )


def _digits(row: ScoreRow, levels: Sequence[object]) -> int | None:
    """Decimals that a row's levels share; none where all are whole."""
    if row.unit == "count":
        return 0
    return 1 if row.unit != "ratio" or not _whole(levels) else None


def _whole(levels: Sequence[object]) -> bool:
    """Whether no level has a fraction. Those of counts have one where they are for a part of the days."""
    return all(level is None or float(str(level)).is_integer() for level in levels)


def other_period(reading: Reading, member: Member) -> Period | None:
    """The newest period that the member has a matrix for, offered where the chosen one has none."""
    own = [matrix.period for matrix in matrices(reading) if matrix.member.key == member.key]
    return max(own, key=lambda period: period.end, default=None)
