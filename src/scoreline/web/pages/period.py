"""One period: every matrix, how far it has come, who signed, what it came to, and the versions that it was closed in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from scoreline.planning.fingerprint import SHOWN
from scoreline.planning.lifecycle import Part, Status
from scoreline.web.pages import choices, current, disputes, lives
from scoreline.web.pages.commands import command, of_member
from scoreline.web.pages.lives import Line
from scoreline.web.pages.loaded import with_data
from scoreline.web.pages.pending import pending
from scoreline.web.pages.reading import Reading


@dataclass(frozen=True)
class Row:
    """One line of the table: the matrix, who took which part, whose signatures it waits for, rows whose fact is missing, open disputes."""

    line: Line
    proposed: tuple[str, ...]
    signed: tuple[str, ...]
    unproposed: bool
    waits_for: tuple[str, ...]
    missing: tuple[str, ...]
    disputes: int


@with_data("goals")
def page(request: HttpRequest) -> HttpResponse:
    """The matrices of a period, as they are or as one version of it froze them."""
    reading = current.reading(request)
    show = current.show(request)
    period = choices.chosen_period(request, reading)
    closing = lives.chosen_version(reading, period, request.GET.get("version", ""))
    versions = lives.versions(reading, period)
    disputed = Counter(one.member.key for one in disputes.every(reading, period) if not one.ended)
    rows = [_row(line, disputed[line.member.key]) for line in lives.lines(reading, period, closing)]
    return render(
        request,
        "scoreline/period.html",
        {
            "period": period,
            "periods": choices.period_groups(reading, show, period, lives.agreed_periods(reading)),
            "closing": closing,
            "versions": versions,
            "newest_version": versions[-1] if versions else None,
            "rows": rows,
            "counts": lives.counts(reading, period),
            "pending": len(pending(reading, period)) if versions and closing == versions[-1] else 0,
            "months": lives.months_inside(reading, period),
            "over": period.end <= reading.workspace.life.today,
            "next": _next(reading, rows, period.label),
            "here": "goals",
        },
    )


def _row(line: Line, disputed: int) -> Row:
    agreement = line.agreement
    open_ = line.status in (Status.DRAFT, Status.AGREED, Status.RUNNING)
    signed = [*lives.names_of(line, Part.MEMBER), *lives.names_of(line, Part.MANAGER)]
    return Row(
        line,
        tuple(one.by for one in lives.names_of(line, Part.PROPOSAL)),
        tuple(dict.fromkeys(one.by for one in signed)),
        open_ and agreement.signature(Part.PROPOSAL) is None,
        agreement.waits_for if open_ else (),
        tuple(lives.lacking(line)),
        disputed,
    )


def _next(reading: Reading, rows: list[Row], label: str) -> list[str]:
    """The commands that come next, in order; the first matrix that waits stands for all of its kind."""
    if not rows:
        return [command("matrix", "apply", "matrix.yaml", "--as", "NAME")]
    found = []
    if row := next((row for row in rows if row.unproposed), None):
        found.append(command("period", "propose", *of_member(reading, row.line.member), "--period", label, "--as", "MANAGER"))
    if row := next((row for row in rows if row.waits_for), None):
        read = ("--read", row.line.agreement.fingerprint[:SHOWN], "--as", row.waits_for[0])
        found.append(command("period", "sign", *of_member(reading, row.line.member), "--period", label, *read))
    if all(row.line.status in (Status.AGREED, Status.RUNNING) for row in rows):
        found.append(command("period", "close", "--period", label, "--as", "NAME"))
    return found
