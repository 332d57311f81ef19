"""The steps from a plan to a restated period, each with the command that takes it and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoreline.periods import Period
from scoreline.planning.lifecycle import Status
from scoreline.web.pages import disputes, lives
from scoreline.web.pages.commands import command
from scoreline.web.pages.lives import StatusCount
from scoreline.web.pages.reading import Reading


@dataclass(frozen=True)
class Step:
    """One step: what it is for, its page, the command that takes it, how it stands where that is known, and the address of its page."""

    title: str
    text: str
    page: str
    command: str
    now: str = ""
    address: str = ""


def stages(reading: Reading, period: Period, counts: Sequence[StatusCount]) -> list[tuple[str, list[Step]]]:
    """The steps of a period under three headings: before it begins, while it runs, when it is over."""
    label = period.label
    return [
        (
            _("Before it begins"),
            [
                Step(
                    _("See where everyone stands"),
                    _("Twelve months of each KPI: level, trend, spread, and the rank among people of the same role."),
                    "standing",
                    command("standing", "--member", "NAME"),
                ),
                Step(
                    _("Split the goal"),
                    _("Over quarters, months and weeks, regions, teams and people, to the cent."),
                    "plan",
                    command("plan", "split", "plan.yaml"),
                ),
                Step(
                    _("Try out a matrix"),
                    _("On past periods: who gains, who loses, what hangs on each weight."),
                    "backtest",
                    command("backtest", "matrix.yaml", "--from", label, "--to", label),
                ),
                Step(
                    _("Agree"),
                    _("A manager proposes each matrix, the member reads and signs it, then the manager signs."),
                    "period",
                    command("matrix", "apply", "matrix.yaml", "--as", "NAME"),
                    _agreed(counts),
                ),
            ],
        ),
        (
            _("While it runs"),
            [
                Step(
                    _("Watch the facts against the plan"),
                    _("Index, band and total of everyone, and the records behind each number."),
                    "overview",
                    command("score", "--member", "NAME", "--period", label, "--to-date"),
                ),
                Step(
                    _("Settle disputes"),
                    _("Who does not accept a figure names a record. The manager answers, and it is corrected, restated or refused."),
                    "disputes",
                    command("dispute", "list", "--period", label),
                    _disputed(reading, period),
                ),
            ],
        ),
        (
            _("When it is over"),
            [
                Step(
                    _("Close it"),
                    _("Facts, definitions, matrices and teams are frozen with the version of the data that they come from."),
                    "period",
                    command(*_close(reading, period)),
                    _closed(reading, period),
                ),
                Step(
                    _("Look at late data"),
                    _("It changes no closed figure. It is pending until somebody restates the period, with a reason."),
                    "pending",
                    command("period", "pending", "--period", label),
                ),
                Step(
                    _("Explain what changed"),
                    _("A KPI by volume, rate and mix; a total by facts, levels, weights and people."),
                    "explain",
                    command("explain", "revenue", "--period", label),
                ),
                Step(
                    _("Judge the quotas"),
                    _("Too high, right, too low, or too few people to tell."),
                    "quotas",
                    command("calibrate", "revenue", "--period", label),
                ),
                Step(
                    _("Pay for results"),
                    _("Line by line, from the record to the amount."),
                    "pay",
                    command("pay", "incentives.yaml", "--period", label),
                ),
                Step(
                    _("Look up who changed what"),
                    _("Every change with name, time and reason, in a trail that shows tampering."),
                    "audit",
                    command("audit", "verify"),
                ),
            ],
        ),
    ]


def _agreed(counts: Sequence[StatusCount]) -> str:
    every = sum(one.count for one in counts)
    signed = every - sum(one.count for one in counts if one.status is Status.DRAFT)
    if not every:
        return _("There is no matrix yet.")
    return ngettext("%(signed)s of %(every)s matrix is agreed.", "%(signed)s of %(every)s matrices are agreed.", every) % {
        "signed": signed,
        "every": every,
    }


def _disputed(reading: Reading, period: Period) -> str:
    count = sum(not one.ended for one in disputes.every(reading, period))
    return ngettext("%(count)s figure is in dispute.", "%(count)s figures are in dispute.", count) % {"count": count} if count else ""


def _close(reading: Reading, period: Period) -> tuple[str, ...]:
    """The command that freezes a period: the first time, or again."""
    label = period.label
    if lives.versions(reading, period):
        return "period", "restate", "--period", label, "--reason", "TEXT", "--as", "NAME"
    return "period", "close", "--period", label, "--as", "NAME"


def _closed(reading: Reading, period: Period) -> str:
    held = lives.versions(reading, period)
    if not held:
        return _("It is open.") if period.end <= reading.workspace.life.today else _("It is not over.")
    return _("Version %(version)s, by %(by)s.") % {"version": held[-1].version, "by": held[-1].by}
