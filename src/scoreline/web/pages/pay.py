"""What results pay: everybody's sums, and each person's statement line by line. Saved pay-outs are shown as they were saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from scoreline.engine.members import Member
from scoreline.errors import ScorelineError
from scoreline.periods import Grain, Period
from scoreline.scoring.incentives import total
from scoreline.scoring.payout import Payout
from scoreline.scoring.statement import Statement
from scoreline.web.pages import choices, commands, current, lives
from scoreline.web.pages.links import member_key, member_of
from scoreline.web.pages.loaded import with_data
from scoreline.web.pages.problems import said
from scoreline.web.pages.reading import Reading

RULES = "incentives.yaml"
"""The file of the workspace whose rules the page goes by; the command line's own default."""


@dataclass(frozen=True)
class Paid:
    """One person's pay: the statement, the pay-out where it was saved, and its sums."""

    statement: Statement
    saved: Payout | None

    @property
    def key(self) -> str:
        """How an address names the person."""
        return member_key(self.statement.member)

    @property
    def corrected(self) -> Decimal:
        """What corrections of earlier periods add or take."""
        return total([entry.line for entry in self.statement.corrections])

    @property
    def between(self) -> Decimal:
        """What draw and keeping back add or take."""
        return self.statement.paid - self.statement.earned - self.corrected


@dataclass(frozen=True)
class Sums:
    """A column's sums over everybody."""

    earned: Decimal
    corrected: Decimal
    between: Decimal
    paid: Decimal
    owed: Decimal


@dataclass(frozen=True)
class Found:
    """Everybody's pay, or what keeps it from being worked out; who is in a paid role and has no matrix; whether there are rules."""

    paid: tuple[Paid, ...]
    unpaid: tuple[str, ...]
    problem: str
    rules: bool


@with_data("goals")
def page(request: HttpRequest) -> HttpResponse:
    """The pay of a period, of everybody or of one person."""
    reading, show = current.reading(request), current.show(request)
    period = choices.chosen_period(request, reading, Grain.QUARTER)
    member = member_of(reading, request.GET.get("member", ""))
    found = pay(reading, period)
    mine = [one for one in found.paid if member is None or one.statement.member.key == member.key]
    return render(
        request,
        "scoreline/pay.html",
        {
            "period": period,
            "periods": choices.period_groups(reading, show, period, lives.agreed_periods(reading)),
            "member": member,
            "one": mine[0] if member and mine else None,
            "titles": {basis.kpi: basis.title for one in mine for basis in one.statement.basis},
            "all": mine,
            "sums": _sums(mine),
            "unpaid": found.unpaid if member is None else (),
            "problem": found.problem,
            "rules": found.rules,
            "closed": any(one.statement.closed for one in mine),
            "saved": any(one.saved for one in mine),
            "command": _command(reading, period, member, mine),
            "here": "goals",
        },
    )


def pay(reading: Reading, period: Period) -> Found:
    """Saved pay-outs where there are any, else what the workspace's rules give."""
    return reading.remember(("pay", period.label), lambda: _pay(reading, period))


def _pay(reading: Reading, period: Period) -> Found:
    insights, file = reading.workspace.insights, reading.workspace.path / RULES
    saved = {one.statement.member.key: one for one in insights.payouts(period=period)}
    made: Sequence[Statement] = ()
    problem, without = "", list[Member]()
    if file.is_file():
        try:
            made = insights.pay(file, period)
            without = insights.unpaid(file, period)
        except ScorelineError as found:
            problem = "" if saved else said(found)  # what is paid stands, whatever the rules are by now
    worked = {statement.member.key: statement for statement in made if statement.member.key not in saved}
    paid = [*(Paid(one.statement, one) for one in saved.values()), *(Paid(one, None) for one in worked.values())]
    unpaid = tuple(who.name for who in without if who.key not in saved)
    return Found(tuple(sorted(paid, key=lambda one: one.statement.member.name)), unpaid, problem, file.is_file())


def _sums(paid: Sequence[Paid]) -> Sums:
    statements = [one.statement for one in paid]
    return Sums(
        sum((one.earned for one in statements), Decimal(0)),
        sum((one.corrected for one in paid), Decimal(0)),
        sum((one.between for one in paid), Decimal(0)),
        sum((one.paid for one in statements), Decimal(0)),
        sum((one.owed for one in statements), Decimal(0)),
    )


def _command(reading: Reading, period: Period, member: Member | None, paid: Sequence[Paid]) -> str:
    whose = commands.of_member(reading, member) if member else ()
    if paid and all(one.saved for one in paid):
        return commands.command("payouts", "show" if member else "list", *whose, "--period", period.label)
    if not member and paid and all(one.statement.closed and not one.saved for one in paid):
        return commands.command("pay", "--period", period.label, "--save", "--as", "NAME")
    return commands.command("pay", "--period", period.label, *whose)
