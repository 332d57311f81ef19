"""A change asked for and answered: its parts as the page shows them, or what keeps it from being told."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation.trans_null import gettext_noop

from scoreline.engine.members import Member
from scoreline.errors import ScorelineError
from scoreline.kpis.model import Kpi
from scoreline.periods import Period
from scoreline.reports.columns import digits
from scoreline.reports.formats import Formats
from scoreline.scoring.exact import decimal
from scoreline.web.pages.parted import Parted, Row, Told, folded, shown
from scoreline.web.pages.problems import said
from scoreline.web.pages.reading import Reading
from scoreline.workspace.changes import NOWHERE, SHARED

NONE = "none"
_MOST = 40
_PARTS = {
    "volume": gettext_noop("Volume"),
    "mix": gettext_noop("Mix"),
    "rate": gettext_noop("Rate"),
    "other": gettext_noop("Without volume"),
}
_FACTORS = {
    "restatement": gettext_noop("Restated"),
    "fact": gettext_noop("Fact"),
    "people": gettext_noop("People"),
    "levels": gettext_noop("Levels"),
    "weights": gettext_noop("Weights"),
}


@dataclass(frozen=True)
class Question:
    """What the page is asked: which change, of whom, told by which segments; `volume` is the KPI that a total's amounts come from."""

    kpi: Kpi | None
    before: Period
    after: Period
    member: Member | None
    by: str = ""
    volume: str = ""


@dataclass(frozen=True)
class Answer:
    """The change in parts, or what keeps it from being told; and what is to be said of it."""

    parted: Parted | None = None
    problem: str = ""
    notes: tuple[str, ...] = ()
    reversal: str = ""


def answered(reading: Reading, asked: Question, show: Formats) -> Answer:
    """The answer; remembered, since it asks the rows."""
    if asked.kpi is None and asked.member is None:
        return Answer(problem=_("A total belongs to a matrix. Choose whose."))
    if asked.kpi is not None and not asked.by:
        return Answer(problem=_("This KPI cannot be cut into segments."))
    try:
        return _of_kpi(reading, asked, asked.kpi, show) if asked.kpi else _of_total(reading, asked, show)
    except ScorelineError as problem:
        return Answer(problem=said(problem))


def _of_kpi(reading: Reading, asked: Question, kpi: Kpi, show: Formats) -> Answer:
    volume = "" if asked.volume == NONE else asked.volume
    key = ("explain", kpi.id, asked.before, asked.after, asked.member, asked.by, volume)
    change, notes = reading.remember(
        key,
        lambda: reading.workspace.insights.kpi_change(kpi.id, asked.before, asked.after, by=asked.by, member=asked.member, volume=volume),
    )
    there = [part for part in change.parts if part.before or part.after or part.sum]
    rows = tuple(Row(_segment(part.segment), part.before, part.after, tuple(getattr(part, name) for name in _PARTS)) for part in there)
    places = digits(kpi.unit, [decimal(change.before), decimal(change.after)], show)
    better = {"up": True, "down": False}.get(kpi.direction)
    told = Told(change.before, change.after, tuple(map(_, _PARTS.values())), folded(rows, _MOST), kpi.unit, places, better)
    reversal = ""
    if change.reversal and change.after < change.before:
        reversal = _("It rose in every segment and yet fell in all: what there is more of has the lower rate.")
    elif change.reversal:
        reversal = _("It fell in every segment and yet rose in all: what there is more of has the higher rate.")
    return Answer(shown(told, show, _("By segment")), notes=notes, reversal=reversal)


def _segment(name: str) -> str:
    """A segment's name; what is in none has words of ours."""
    own = {NOWHERE: _("Not assigned"), SHARED: _("In no segment, or in several")}
    return own.get(name, name)


def _of_total(reading: Reading, asked: Question, show: Formats) -> Answer:
    member = asked.member
    assert member is not None  # noqa: S101  (answered says so before)
    moved = reading.remember(
        ("explain total", member, asked.before, asked.after),
        lambda: reading.workspace.insights.total_change(member, asked.before, asked.after),
    )
    rows = tuple(
        Row(_(row.title), row.before, row.after, tuple(row.factors.get(name, Fraction(0)) for name in _FACTORS)) for row in moved.rows
    )
    told = Told(moved.before, moved.after, tuple(map(_, _FACTORS.values())), rows, "score", 1, True)
    notes = (_("A fact is missing in one of the periods: what is told is provisional."),) if moved.provisional else ()
    return Answer(shown(told, show, _("By KPI")), notes=notes)
