"""The answer of scoreline period pending, in the forms that it is written in."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from scoreline.cli.output import DASH, Column, Sheet
from scoreline.cli.values import footnotes, mark
from scoreline.planning.carries import Moved

if TYPE_CHECKING:
    from scoreline.engine.facts import Fact
    from scoreline.reports.formats import Formats
    from scoreline.workspace.pending import Pending

_KEYS = (
    "period",
    "version",
    "member",
    "kpi",
    "frozen",
    "frozen_state",
    "today",
    "today_state",
    "difference",
    "carried",
    "left",
    "rows",
    "redefined",
)


def sheet(found: Sequence[Pending], show: Formats) -> Sheet:
    """The differences as a table; CSV holds them unrounded."""
    titles = ("Period", "Version", "Member", "KPI", "Frozen", "Today", "Difference", "Late rows", "Why", "Carried")
    return Sheet(
        columns=[Column(title, number=title in ("Version", "Frozen", "Today", "Difference", "Late rows")) for title in titles],
        shown=[_line(one, show) for one in found],
        keys=_KEYS,
        rows=[[_entry(one)[key] for key in _KEYS] for one in found],
        notes=[
            *([] if found else ["Nothing is pending: closed periods are what today's data says."]),
            *footnotes(fact.state.value for one in found for fact in (one.frozen, one.today)),
        ],
    )


def data(found: Sequence[Pending]) -> list[dict[str, Any]]:
    """Everything, with the rows that came since, for JSON."""
    return [
        {
            **_entry(one),
            "carried_into": [
                {"period": each.into.label, "amount": each.amount, "reason": each.reason, "by": each.by} for each in one.carried
            ],
            "rows": [{"part": row.part, **row.values} for row in one.rows],
        }
        for one in found
    ]


def _entry(one: Pending) -> dict[str, Any]:
    return {
        "period": one.period.label,
        "version": one.version,
        "member": one.member.name,
        "kpi": one.kpi,
        "frozen": one.frozen.value,
        "frozen_state": one.frozen.state.value,
        "today": one.today.value,
        "today_state": one.today.state.value,
        "difference": _difference(one),
        "carried": Moved(went=one.carried).out,
        "left": one.left,
        "rows": len(one.rows),
        "redefined": one.redefined,
    }


def _line(one: Pending, show: Formats) -> list[str]:
    why = "redefined" if one.redefined else "late data" if one.rows else "rows taken out"
    difference = _difference(one)
    shown = show.number(None) if difference is None else show.value(difference, one.unit)
    values = [_value(fact, one.unit, show) for fact in (one.frozen, one.today)]
    figures = [*values, shown, show.number(len(one.rows), 0)]
    return [one.period.label, str(one.version), one.member.name, one.title, *figures, why, _carried(one, show)]


def _carried(one: Pending, show: Formats) -> str:
    return ", ".join(f"{show.value(each.amount, one.unit)} into {each.into.label}" for each in one.carried) or DASH


def _value(fact: Fact, unit: str, show: Formats) -> str:
    return show.value(fact.value, unit) + mark(fact.state.value)


def _difference(one: Pending) -> Decimal | float | None:
    """Today's less the frozen; None where either is no value."""
    was, is_ = one.frozen, one.today
    if not (was.known and is_.known) or was.value is None or is_.value is None:
        return None
    if isinstance(was.value, Decimal) and isinstance(is_.value, Decimal):
        return is_.value - was.value
    return float(is_.value) - float(was.value)
