"""Pay statements as JSON and back, every digit kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from scoreline.engine.facts import FactState
from scoreline.engine.members import Member
from scoreline.periods import Period
from scoreline.scoring.basis import Basis
from scoreline.scoring.incentives import Line
from scoreline.scoring.settlement import Cause, Entry
from scoreline.scoring.statement import Statement

_TEXTS = {"kpi", "title", "unit", "what", "period", "of"}


def plain(statement: Statement) -> dict[str, Any]:
    """A statement in JSON's own kinds; its member and period stand beside it. Decimals are texts, floats are numbers."""
    return {
        "role": statement.role,
        "basis": [_fields(item) for item in statement.basis],
        "earned": str(statement.earned),
        "corrections": [{"line": _fields(entry.line), "cause": _fields(entry.cause)} for entry in statement.corrections],
        "lines": [_fields(line) for line in statement.lines],
        "paid": str(statement.paid),
        "owed": str(statement.owed),
        "provisional": statement.provisional,
        "all_pays": statement.all_pays,
        "closed": statement.closed,
    }


def statement_from(plain: Mapping[str, Any], member: Member, period: Period) -> Statement:
    """The statement of that form."""
    return Statement(
        member,
        plain["role"],
        period,
        tuple(Basis(**{**_values(item), "state": FactState(item["state"])}) for item in plain["basis"]),
        Decimal(plain["earned"]),
        tuple(Entry(Line(**_values(entry["line"])), Cause(**_values(entry["cause"]))) for entry in plain["corrections"]),
        tuple(Line(**_values(line)) for line in plain["lines"]),
        Decimal(plain["paid"]),
        Decimal(plain["owed"]),
        plain["provisional"],
        plain["all_pays"],
        plain["closed"],
    )


def _fields(value: Any) -> dict[str, Any]:
    found = {field.name: getattr(value, field.name) for field in fields(value)}
    return {name: str(item) if isinstance(item, Decimal | FactState) else item for name, item in found.items()}


def _values(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: Decimal(item) if isinstance(item, str) and name not in _TEXTS and name != "state" else item for name, item in plain.items()
    }
