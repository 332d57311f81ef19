"""Keeping the corrections that open periods carry from closed ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from scoreline.periods import Calendar, Grain, Period
from scoreline.planning.carries import Carry
from scoreline.planning.lifecycle import refuse_unnamed
from scoreline.state.access import session
from scoreline.state.audit import writing
from scoreline.state.closings import MovedError, refuse_closed
from scoreline.state.setup import there
from scoreline.state.whose import of_member

if TYPE_CHECKING:
    from scoreline.state.models import StoredCarry


def keep(workspace: Path, new: Carry, *, at: int, by: str | None = None) -> Carry:
    """Keeps a correction. `at` is the trail's newest entry when its amount was worked out: MovedError where there is a newer one by now.

    PeriodError where the period that it goes into is closed, or nobody says who acts.
    """
    from scoreline.state.models import StoredCarry

    with writing(workspace, by) as open_:
        refuse_unnamed(open_.by)
        refuse_closed(open_.alias, [new.into])
        if open_.begun != at:
            raise MovedError(f"{new.source.label} changed while a correction was carried from it.", do="Try again.")
        made = replace(new, by=open_.by, at=open_.at)
        member = made.member
        StoredCarry.objects.using(open_.alias).create(
            **of_member(member), kpi=made.kpi,
            grain=made.source.grain.value, calendar=made.source.calendar.text,
            from_starts_on=made.source.start, from_ends_on=made.source.end, from_version=made.version,
            into_starts_on=made.into.start, into_ends_on=made.into.end,
            amount=made.amount, mart_version=made.mart_version, reason=made.reason, by=made.by, at=made.at,
        )  # fmt: skip
        about = f"{made.kpi} of {member.name}, {made.source.label}"
        after = {"into": made.into.label, "amount": str(made.amount), "version": made.version, "mart_version": made.mart_version}
        open_.note("correction carried", about, after=after, why=made.reason)
    return made


def carries(workspace: Path, period: Period | None = None) -> tuple[Carry, ...]:
    """The corrections in order of time; only those from or into a period where it is given."""
    if not there(workspace):
        return ()
    with session(workspace) as alias:
        from django.db.models import Q

        from scoreline.state.models import StoredCarry

        found = StoredCarry.objects.using(alias).order_by("pk")
        if period:
            found = found.filter(Q(from_starts_on=period.start) | Q(into_starts_on=period.start), grain=period.grain.value)
        return tuple(map(_value, found))


def _value(row: StoredCarry) -> Carry:
    grain, calendar = Grain(row.grain), Calendar.read(row.calendar)
    return Carry(
        row.member,
        row.kpi,
        Period(row.from_starts_on, row.from_ends_on, grain, calendar),
        Period(row.into_starts_on, row.into_ends_on, grain, calendar),
        row.amount,
        row.from_version,
        row.mart_version,
        row.reason,
        row.by,
        row.at,
    )
