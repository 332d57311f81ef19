"""A trial on the past asked for and made: which matrices, over which periods, with which change."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.http import HttpRequest

from scoreline.errors import QueryError, ScorelineError
from scoreline.periods import Period, between
from scoreline.scoring.backtest import Backtest
from scoreline.scoring.incentives_file import read_incentives
from scoreline.scoring.proposals import Changes
from scoreline.web.pages import choices
from scoreline.web.pages.pay import RULES
from scoreline.web.pages.problems import said
from scoreline.web.pages.reading import Reading
from scoreline.web.pages.scores import matrices

PROPOSED = "proposed.yaml"
"""The file of the workspace whose matrices may be tried here."""
_MOST = 12
"""So many periods at once; more are asked on the command line."""
_LARGEST = 100
"""No weight or factor of an address is larger."""


@dataclass(frozen=True)
class Question:
    """What is tried: the first and last period, a file or what ran, and what is changed of one KPI."""

    start: Period
    end: Period
    file: str
    kpi: str
    weight: Decimal | None
    factor: Decimal | None

    @property
    def changes(self) -> Changes:
        """The change as the calculation takes it."""
        weights = {self.kpi: self.weight} if self.kpi and self.weight is not None else {}
        factors = {self.kpi: self.factor} if self.kpi and self.factor is not None else {}
        return Changes(weights, factors)

    @property
    def changed(self) -> bool:
        """Whether anything else than what ran is tried."""
        return bool(self.file or self.changes.kpis)


def asked_of(request: HttpRequest, reading: Reading) -> Question:
    """The trial that an address names: without periods, the last three. QueryError for too many."""
    end = choices.chosen_period(request, reading)
    start = reading.workspace.period(request.GET["start"]) if request.GET.get("start") else end.previous().previous()
    if start.grain is not end.grain:  # another length was chosen for one of them
        start = end
    if start.start > end.start:
        start, end = end, start
    if len(list(between(start.start, end.end, start.grain, start.calendar))) > _MOST:
        raise QueryError(f"These are more than {_MOST} periods.", do="Try fewer here, or all of them by scoreline backtest.")
    file = choices.one_of(request, "file", ["", *files_there(reading)], "")
    kpi = choices.one_of(request, "kpi", ["", *scored(reading)], "")
    return Question(start, end, file, kpi, _number(request, "weight") if kpi else None, _number(request, "levels") if kpi else None)


def _number(request: HttpRequest, name: str) -> Decimal | None:
    text = request.GET.get(name, "")
    try:
        found = Decimal(text) if text else None
    except InvalidOperation:
        found = Decimal("NaN")
    if found is not None and not (found.is_finite() and 0 <= found <= _LARGEST):
        raise QueryError(f'"{text}" is no number for {name}.', do="Choose one of those on the page.")
    return found


def scored(reading: Reading) -> list[str]:
    """The KPIs that matrices weigh, those in most of them first."""
    counted: dict[str, int] = {}
    for matrix in matrices(reading):
        for row in matrix.rows:
            if row.weight is not None and row.kpi in reading.workspace.registry.kpis:
                counted[row.kpi] = counted.get(row.kpi, 0) + 1
    return sorted(counted, key=lambda kpi: -counted[kpi])


def files_there(reading: Reading) -> list[str]:
    """The files of the workspace that can be tried."""
    return [PROPOSED] if (reading.workspace.path / PROPOSED).is_file() else []


def tried(reading: Reading, asked: Question) -> tuple[Backtest | None, str]:
    """What the trial found, or what keeps it from being made. Remembered, since it takes a while."""
    folder = reading.workspace.path
    try:
        found = reading.remember(
            ("backtest", asked),
            lambda: reading.workspace.insights.backtest(
                asked.start, asked.end, file=folder / asked.file if asked.file else None, changes=asked.changes,
                incentives=folder / RULES if _pays(reading, asked) else None,
            ),
        )  # fmt: skip
    except ScorelineError as problem:
        return None, said(problem)
    return found, ""


def _pays(reading: Reading, asked: Question) -> bool:
    """Whether the workspace's rules pay for periods of that length."""
    file = reading.workspace.path / RULES
    return file.is_file() and any(
        scheme.per is asked.start.grain for scheme in read_incentives(file, reading.workspace.registry.kpis).values()
    )
