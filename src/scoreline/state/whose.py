"""A member and a period as values of their columns (`abstract.py`), to be saved or asked for. No Django is needed here."""

from __future__ import annotations

from typing import Any

from scoreline.engine.members import Member
from scoreline.periods import Period


def same_member(member: Member) -> dict[str, Any]:
    """What tells a member from all others; a name may change."""
    return {"member_kind": member.kind, "member_source": member.source, "member_id": member.id}


def same_period(period: Period) -> dict[str, Any]:
    """What tells a period from all others."""
    return {"grain": period.grain.value, "starts_on": period.start}


def of_member(member: Member) -> dict[str, Any]:
    """All columns of a member."""
    return same_member(member) | {"member_name": member.name}


def of_period(period: Period) -> dict[str, Any]:
    """All columns of a period."""
    return same_period(period) | {"ends_on": period.end, "calendar": period.calendar.text}
