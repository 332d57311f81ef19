"""Carrying late data of a closed period into an open one, in place of restating it."""

from __future__ import annotations

from scoreline.engine.facts import FactState
from scoreline.engine.members import Member
from scoreline.errors import PeriodError, nearest
from scoreline.periods import Period
from scoreline.planning.carries import Carry, refuse_direction
from scoreline.state import audit, carries
from scoreline.workspace import pending, scores
from scoreline.workspace.answers import additive
from scoreline.workspace.basis import refuse_as_of
from scoreline.workspace.ground import Ground


def carry(ground: Ground, member: Member, kpi: str, source: Period, into: Period, *, reason: str, by: str | None) -> Carry:
    """Carries what is pending of a closed figure, and not carried yet, into a later open period.

    PeriodError without a reason or a name; where the KPI does not add up, nothing is left to carry, or it finds no fact to be added to.
    """
    where = f"{kpi} of {member.name}, {source.label}"
    if not reason.strip():
        raise PeriodError("A correction needs a reason.", where=where, do="Say it with --reason TEXT.")
    if by is None or not by.strip():
        raise PeriodError("A correction needs the name of a person.", where=where, do="Say it with --as NAME.")
    refuse_direction(source, into)
    refuse_as_of(ground, source)
    if kpi not in additive(ground):
        do = "Restate the period: scoreline period restate."
        raise PeriodError("Its values over time do not add up, so none can be carried.", where=where, do=do)
    at = audit.newest(ground.path)
    found = next((one for one in pending.pending(ground, source, rows=False) if (one.member.key, one.kpi) == (member.key, kpi)), None)
    if found is None or not found.left:
        raise PeriodError("Nothing is left to carry.", where=where, do="List what is pending: scoreline period pending.")
    if found.redefined:
        raise PeriodError("The KPI has another definition by now: that is no late data.", where=where, do="Restate the period.")
    _refuse_nowhere(ground, member, kpi, into)
    version = ground.engine.version if ground.settings.keeps_versions else None
    return carries.keep(ground.path, Carry(member, kpi, source, into, found.left, found.version, version, reason), at=at, by=by)


def _refuse_nowhere(ground: Ground, member: Member, kpi: str, into: Period) -> None:
    """PeriodError where the member's matrix of a period has no such row, or the row has no fact to add to."""
    where = f"{kpi} of {member.name}, {into.label}"
    card = scores.scorecards(ground, [member], into)[0]
    row = next((row for row in card.rows if row.kpi == kpi), None)
    if row is None:
        known = [row.kpi for row in card.rows]
        raise PeriodError(f"The matrix has no such row. {nearest(kpi, known)}".strip(), where=where, do=f"It has: {', '.join(known)}.")
    if row.state not in (FactState.VALUE, FactState.ZERO, FactState.MISSING):
        raise PeriodError(
            f"The fact is {row.state.value.replace('_', ' ')}: it has nothing to add to.", where=where, do="Name another period."
        )
