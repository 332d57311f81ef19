"""A role's scheme of pay; as canonical JSON, so that what was paid by it can be worked out again; and its fingerprint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoreline.periods import Grain
from scoreline.planning.fingerprint import canonical, number, sha256
from scoreline.scoring.rates import Accelerator, On, Rate, Rule, Table
from scoreline.scoring.settlement import Draw


@dataclass(frozen=True)
class Scheme:
    """How a role is paid: for which length of period, by which rules, and with which draw."""

    role: str
    per: Grain
    rules: tuple[Rule, ...]
    draw: Draw | None = None

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of all that it says. Numbers count by their value: .5 and .50 are one."""
        return sha256(canonical(plain(self)))


def plain(scheme: Scheme) -> dict[str, Any]:
    """A scheme in JSON's own kinds, numbers as exact texts."""
    draw = scheme.draw
    return {
        "role": scheme.role,
        "per": scheme.per.value,
        "rules": [_plain(rule) for rule in scheme.rules],
        "draw": None if draw is None else {"amount": number(draw.amount), "recoverable": draw.recoverable},
    }


def scheme_from(plain: Mapping[str, Any]) -> Scheme:
    """The scheme of that form."""
    draw = plain["draw"]
    return Scheme(
        plain["role"],
        Grain(plain["per"]),
        tuple(_rule(rule) for rule in plain["rules"]),
        None if draw is None else Draw(Decimal(draw["amount"]), draw["recoverable"]),
    )


def _plain(rule: Rule) -> dict[str, Any]:
    faster = rule.accelerator
    return {
        "kpi": rule.kpi,
        "table": rule.table.value,
        "rates": [[number(step.low), number(step.high), number(step.rate)] for step in rule.rates],
        "on": rule.on.value,
        "threshold": number(rule.threshold),
        "accelerator": None if faster is None else [number(faster.start), number(faster.times)],
        "cap": number(rule.cap),
    }


def _rule(rule: Mapping[str, Any]) -> Rule:
    faster = rule["accelerator"]
    return Rule(
        rule["kpi"],
        Table(rule["table"]),
        tuple(Rate(Decimal(low), high and Decimal(high), Decimal(rate)) for low, high, rate in rule["rates"]),
        On(rule["on"]),
        Decimal(rule["threshold"]),
        None if faster is None else Accelerator(*map(Decimal, faster)),
        None if rule["cap"] is None else Decimal(rule["cap"]),
    )
