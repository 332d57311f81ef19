"""A KPI cut by one dimension in a period: its members ranked, each with change and course."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.kpis.model import Kpi
from scoreline.periods import Period
from scoreline.reports.formats import Formats
from scoreline.reports.svg.scale import extent
from scoreline.web.pages import marks, series
from scoreline.web.pages.change import Change, change
from scoreline.web.pages.links import members_by_id
from scoreline.web.pages.reading import Reading

_FEW = 400


@dataclass(frozen=True)
class Line:
    """One member of the cut: the period's fact, its change against the period before, and its course."""

    member: Member
    fact: Fact
    change: Change | None
    bar: SafeString
    line: SafeString
    beside: series.Beside


@dataclass(frozen=True)
class Cut:
    """The members of a cut, best first, with their facts and changes, and what all lines share: scale and largest change."""

    members: tuple[Member, ...]
    facts: dict[Member, tuple[Fact, ...]]
    changes: dict[Member, Change | None]
    periods: tuple[Period, ...]
    largest: float
    bounds: tuple[float, float] | None
    beside: dict[Member, series.Beside]

    def digits(self, kpi: Kpi, show: Formats) -> int | None:
        """The decimals of the column of figures."""
        return show.money_digits(facts[-1].value for facts in self.facts.values()) if kpi.unit == "money" else None


NOTHING = Cut((), {}, {}, (), 0.0, None, {})


def cut(reading: Reading, kpi: Kpi, by: str, period: Period) -> Cut:
    """The members of a cut that have a figure in the period or the one before."""
    return reading.remember(("cut", kpi.id, by, period.label), lambda: _cut(reading, kpi, by, period))


def _cut(reading: Reading, kpi: Kpi, by: str, period: Period) -> Cut:
    few = len(members_by_id(reading, by)) <= _FEW
    span = series.back_from(period, 12 if few else 2)
    found = series.ask(reading, [kpi.id], by, span)
    facts = {member: found.of(member, kpi.id) for member in found.members}
    facts = {member: own for member, own in facts.items() if any(fact.value or fact.state is FactState.VALUE for fact in own[-2:])}
    changes = {member: change(own[-1], own[-2], kpi.direction) for member, own in facts.items()}
    return Cut(
        members=tuple(sorted(facts, key=lambda member: rank(facts[member][-1], kpi.direction, member.name))),
        facts=facts,
        changes=changes,
        periods=span,
        largest=max((abs(found.value) for found in changes.values() if found), default=0.0),
        bounds=extent(value for own in facts.values() for value in series.points(own)),
        beside={member: found.beside_of(member, kpi.id)[-1] for member in facts},
    )


def lines_of(found: Cut, kpi: Kpi, show: Formats, part: slice) -> tuple[Line, ...]:
    """Some of a cut's members with their pictures."""
    return tuple(
        Line(
            member,
            found.facts[member][-1],
            found.changes[member],
            _bar(found.changes[member], found.largest, show, kpi),
            marks.sparkline_of(found.facts[member], found.periods, member.name, kpi.unit, show, bounds=found.bounds),
            found.beside[member],
        )
        for member in found.members[part]
    )


def rank(fact: Fact, direction: str, name: str) -> tuple[bool, float, str]:
    """Best figure first, those without one last."""
    value = float(fact.value or 0)
    return fact.value is None, value if direction == "down" else -value, name


def _bar(found: Change | None, largest: float, show: Formats, kpi: Kpi) -> SafeString:
    if found is None:
        return marks.safe("")
    text = _("Change: %(change)s") % {"change": show.value(found.value, kpi.unit, signed=True)}
    return marks.variance_of(found.value, largest, found.better, text)
