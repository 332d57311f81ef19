"""One matrix as an agreement: its rows with their reasons, who signed it, and what was changed on the way."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from scoreline.engine.members import COMPANY
from scoreline.insight.linting import Remark
from scoreline.insight.smart import Letter, Smart
from scoreline.kpis.model import Kpi
from scoreline.planning.fingerprint import SHOWN
from scoreline.planning.levels import Levels, RangeLevels
from scoreline.planning.lifecycle import Part, Status
from scoreline.planning.matrix import MatrixRow
from scoreline.scoring.scorecard import Level
from scoreline.state.chain import Entry
from scoreline.state.services import about
from scoreline.web.pages import choices, current, lives
from scoreline.web.pages.commands import command, of_member
from scoreline.web.pages.differences import Difference, differences
from scoreline.web.pages.links import member_of
from scoreline.web.pages.lives import Line
from scoreline.web.pages.reading import Reading

_ENTRIES = 20


@dataclass(frozen=True)
class Row:
    """One row as it is agreed: its KPI, None where the definition is gone, and its levels."""

    row: MatrixRow
    kpi: Kpi | None
    base: Level
    norm: Level
    target: Decimal | None

    @property
    def unit(self) -> str:
        """The unit that its levels are in."""
        return self.kpi.unit if self.kpi else ""

    @property
    def question(self) -> str:
        """The matrix's own question, else the KPI's."""
        return self.row.question or (self.kpi.question if self.kpi else "")


@dataclass(frozen=True)
class Changed:
    """One entry of the trail about this matrix, and the fields that it changed."""

    entry: Entry
    fields: tuple[Difference, ...]


def page(request: HttpRequest) -> HttpResponse:
    """A member's matrix for a period."""
    reading = current.reading(request)
    show = current.show(request)
    period = choices.chosen_period(request, reading)
    member = member_of(reading, request.GET.get("member", "")) or COMPANY
    closing = lives.chosen_version(reading, period, request.GET.get("version", ""))
    line = next((line for line in lives.lines(reading, period, closing) if line.member.key == member.key), None)
    return render(
        request,
        "scoreline/agreement.html",
        {
            "member": member,
            "period": period,
            "periods": choices.period_groups(reading, show, period, lives.agreed_periods(reading)),
            "closing": closing,
            "line": line,
            "rows": [_row(reading, row) for row in line.agreement.matrix.rows] if line else (),
            "fingerprint": line.agreement.fingerprint[:SHOWN] if line else "",
            "unproposed": line is not None and line.agreement.signature(Part.PROPOSAL) is None,
            "next": _next(reading, line, period.label) if line else [],
            "changes": changes(reading, line) if line else (),
            "letters": list(Letter),
            "checks": _checks(reading, line) if line and closing is None else (),
            "remarks": _remarks(reading, line) if line and closing is None else (),
            "here": "goals",
        },
    )


def _row(reading: Reading, row: MatrixRow) -> Row:
    kpi = reading.workspace.registry.kpis.get(row.kpi)
    match row.levels:
        case Levels(base=base, norm=norm, target=target):
            return Row(row, kpi, base, norm, target)
        case RangeLevels() as levels:
            return Row(row, kpi, (levels.low_base, levels.high_base), (levels.low_norm, levels.high_norm), None)
        case _:
            return Row(row, kpi, None, None, None)


def _checks(reading: Reading, line: Line) -> tuple[tuple[Smart, Kpi | None], ...]:
    """The five checks of each row, by the past of the member and the peers. A row whose definition is gone can have none."""
    matrix = line.agreement.matrix
    known = reading.workspace.registry.kpis
    if any(row.kpi not in known for row in matrix.rows):
        return ()
    ask = reading.workspace.insights.smart
    found = reading.remember(("smart", line.agreement.fingerprint), lambda: ask(member=matrix.member, period=matrix.period))
    return tuple((row, known.get(row.kpi)) for one in found if one.matrix.period == matrix.period for row in one.rows)


def _remarks(reading: Reading, line: Line) -> tuple[Remark, ...]:
    """What looks wrong in it, by itself and beside the past."""
    matrix = line.agreement.matrix
    if any(row.kpi not in reading.workspace.registry.kpis for row in matrix.rows):
        return ()
    found = reading.remember(("lint", line.agreement.fingerprint), lambda: reading.workspace.insights.lint([matrix]))
    return tuple(remark for _matrix, remark in found)


def changes(reading: Reading, line: Line) -> tuple[Changed, ...]:
    """What the audit trail says of a matrix, newest first."""
    return reading.remember(("changes", about(line.agreement.matrix)), lambda: _changes(reading, line))


def _changes(reading: Reading, line: Line) -> tuple[Changed, ...]:
    found = reading.workspace.trail.search(about(line.agreement.matrix), exactly=True, limit=_ENTRIES)
    return tuple(Changed(entry, differences(entry.before, entry.after) if entry.before else ()) for entry in found.entries)


def _next(reading: Reading, line: Line, label: str) -> list[str]:
    """The commands that take the next step for this matrix."""
    if line.status is not Status.DRAFT:
        return []
    who = (*of_member(reading, line.member), "--period", label)
    if line.agreement.signature(Part.PROPOSAL) is None:
        return [command("period", "propose", *who, "--as", "MANAGER")]
    read = ("--read", line.agreement.fingerprint[:SHOWN])
    return [command("period", "sign", *who, *read, "--as", name) for name in line.agreement.waits_for]
