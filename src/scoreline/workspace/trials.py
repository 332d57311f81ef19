"""What a backtest needs: a proposed matrix for each member and past period, the facts, what ran then, and what both would pay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from scoreline.engine.facts import Fact
from scoreline.errors import IncentiveError, MatrixError, nearest
from scoreline.periods import Grain, Period, between
from scoreline.planning.levels import Levels
from scoreline.planning.longer import matrix_for
from scoreline.planning.matrix import Kind, Matrix
from scoreline.planning.proration import Proration
from scoreline.scoring.backtest import Trial
from scoreline.scoring.basis import Basis, paid_for
from scoreline.scoring.incentives import lies_on, total
from scoreline.scoring.incentives_file import read_incentives
from scoreline.scoring.proposals import Changes, changed
from scoreline.scoring.scheme import Scheme
from scoreline.workspace import matrix_files, roles
from scoreline.workspace.answers import additive
from scoreline.workspace.attendance import proration
from scoreline.workspace.changes import comparable
from scoreline.workspace.ground import Ground
from scoreline.workspace.trial_facts import Key, facts_of


@dataclass(frozen=True)
class Question:
    """Which matrices to try over the periods from `start` to `end`: those of a file, or those that ran, with changes.

    A file's last matrix of a member is tried in every period for which the file has none. `incentives` is a file of
    schemes whose pay is worked out too.
    """

    start: Period
    end: Period
    file: Path | None = None
    changes: Changes = field(default_factory=Changes)
    incentives: Path | None = None


def trials(ground: Ground, asked: Question) -> list[Trial]:
    """The trials. MatrixError where there is nothing to try, or it breaks the rules."""
    if asked.start != asked.end:
        comparable(asked.start, asked.end)
    run = tuple(between(asked.start.start, asked.end.end, asked.start.grain, asked.start.calendar))
    ran = _ran(ground, run)
    proposed = _of_file(ground, asked.file, run) if asked.file else list(ran.values())
    if not proposed:
        what = f"There are no matrices from {asked.start.label} to {asked.end.label} to try."
        raise MatrixError(what, do="Name other periods, or a file with matrices.")
    _check_kpis(proposed, asked.changes)
    if asked.changes.kpis:
        proposed = [changed(matrix, asked.changes) for matrix in proposed]
    schemes = _schemes(ground, asked)
    held = {period: roles.roles(ground, period.last_day) for period in run} if schemes else {}
    facts = facts_of(ground, proposed, ran, run)
    found = []
    for matrix in proposed:
        key = (matrix.member.key, matrix.period)
        old = ran.get(key)
        role = held.get(matrix.period, {}).get((matrix.member.source, matrix.member.id), "")
        scheme = schemes.get(role) if matrix.member.kind == "person" else None
        found.append(
            Trial(
                matrix,
                facts[key],
                old,
                _pay(matrix, scheme, facts[key]) if scheme else None,
                _pay(old, scheme, facts[key]) if scheme and old else None,
            )
        )
    return found


def _schemes(ground: Ground, asked: Question) -> dict[str, Scheme]:
    """The schemes that pay for periods of this length. IncentiveError where the file has none."""
    if asked.incentives is None:
        return {}
    found = read_incentives(asked.incentives, ground.registry.kpis)  # also for roles that nobody holds yet
    kept = {role: scheme for role, scheme in found.items() if scheme.per is asked.start.grain}
    if not kept:
        what = f"No scheme pays per {asked.start.grain}."
        raise IncentiveError(what, where=asked.incentives.name, do="Name periods of the length that it pays for.")
    return kept


def _ran(ground: Ground, run: Sequence[Period]) -> dict[tuple[Key, Period], Matrix]:
    """What ran: the matrices of the periods, or those put together from their months."""
    from scoreline.state import services

    held = _by_member(services.matrices(ground.path, period=replace(run[0], end=run[-1].end)))
    found = {}
    for key, own in held.items():
        days = proration(ground, own[0].member)
        for period in run:
            if matrix := _holding(ground, own, period, days):
                found[key, period] = matrix
    return found


def _of_file(ground: Ground, file: Path, run: Sequence[Period]) -> list[Matrix]:
    """A file's matrices, each member's for every period: the one that holds for it, else the file's last of that length."""
    read = matrix_files.read(ground, file)
    found = []
    for own in _by_member(read).values():
        same, days = [matrix for matrix in own if matrix.period.grain is run[0].grain], proration(ground, own[0].member)
        for period in run:
            matrix = _holding(ground, own, period, days) or (days.matrix(replace(same[-1], period=period)) if same else None)
            if matrix is None:
                what = f"The file has no matrix of {own[0].member.name} for a {period.grain}."
                raise MatrixError(what, where=file.name, do="Name periods as long as those of the file.")
            found.append(matrix)
    return found


def _by_member(matrices: Iterable[Matrix]) -> dict[Key, list[Matrix]]:
    """Each member's matrices in order of time."""
    found: dict[Key, list[Matrix]] = defaultdict(list)
    for matrix in sorted(matrices, key=lambda matrix: matrix.period.start):
        found[matrix.member.key].append(matrix)
    return found


def _holding(ground: Ground, own: Sequence[Matrix], period: Period, days: Proration) -> Matrix | None:
    """The matrix of a period, with the levels for the days on which the member was there."""
    if found := next((matrix for matrix in own if matrix.period == period), None):
        return days.matrix(found)
    try:
        return matrix_for(own, own[0].member, period, additive(ground), days) if period.grain in (Grain.QUARTER, Grain.YEAR) else None
    except MatrixError:
        return None


def _check_kpis(proposed: Iterable[Matrix], changes: Changes) -> None:
    known = {row.kpi for matrix in proposed for row in matrix.rows if row.kind is Kind.SCORED}
    for kpi in changes.kpis:
        if kpi not in known:
            what = f'No matrix scores a row "{kpi}". {nearest(kpi, known)}'.strip()
            raise MatrixError(what, do=f"They score: {', '.join(sorted(known))}.")


def _pay(matrix: Matrix, scheme: Scheme, facts: Mapping[str, Fact]) -> Decimal:
    """What a scheme would pay on a matrix, marked as results or not: it is only tried."""
    paid = Decimal(0)
    for rule in scheme.rules:
        row, fact = matrix.row(rule.kpi), facts.get(rule.kpi)
        if row is not None and row.kind is Kind.SCORED and fact is not None and lies_on(rule, row):
            norm = row.levels.norm if isinstance(row.levels, Levels) else None
            paid += total(paid_for(rule, Basis(rule.kpi, "", "", fact.value, fact.state, norm)))
    return paid
