"""The whole check of a workspace. It reads definitions and matrices, not the data."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from scoreline.checking.matrices import matrix_problems
from scoreline.checking.report import Problem, Report, problem_of
from scoreline.checking.settings_file import settings_problems
from scoreline.engine import binding
from scoreline.errors import ScorelineError
from scoreline.insight.linting import Governed, lint, told
from scoreline.kpis import registry
from scoreline.kpis.problems import Problems
from scoreline.planning.matrix import Matrix
from scoreline.settings import read


def check(folder: Path) -> Report:
    """Every mistake in a workspace's settings, definitions and matrices."""
    problems = settings_problems(folder)
    told = bool(problems)
    own = sorted((folder / "kpis").glob("*.yaml"))
    problems += [_unread(path) for path in sorted((folder / "kpis").glob("*.yml"))]
    kept = Problems(keeps=True)
    found = registry.with_own(own, kept)
    bound = list(binding.problems(measure for measure in found.measures.values() if measure.own))
    problems += [problem_of(error) for error in sorted([*kept.found, *bound], key=_place)]
    matrices, unreadable = _matrices(folder)
    if not told:  # what is wrong in the settings is said once
        problems += unreadable
    broken = [problem.about.removeprefix("KPI ") for problem in problems if problem.about.startswith("KPI ")]
    problems += matrix_problems(matrices, found, broken)
    return Report(
        tuple(problems),
        (*found.notices, *_remarks(matrices, found, folder)),
        files=len(own),
        kpis=len(found.kpis),
        own_kpis=sum(found.own(name) for name in found.kpis),
        retired=sum(kpi.status == "retired" for kpi in found.kpis.values()),
        measures=len(found.measures),
        own_measures=sum(measure.own for measure in found.measures.values()),
        matrices=len(matrices),
    )


def _unread(path: Path) -> Problem:
    return Problem("The file is not read: its name ends in .yml.", f"kpis/{path.name}", None, "", f"Rename it to {path.stem}.yaml.")


def _place(error: ScorelineError) -> tuple[str, int]:
    found = problem_of(error)
    return found.file, found.line or 0


def _remarks(matrices: Iterable[Matrix], found: registry.Registry, folder: Path) -> list[str]:
    """What looks wrong in matrices by their rows and definitions alone."""
    try:
        settings = read(folder)
    except ScorelineError:  # that is told as a problem
        return []
    own = frozenset(kpi for kpi in found.kpis if found.own(kpi))
    by = Governed(settings.today, settings.strategy.since, own)
    return told((matrix, remark) for matrix in matrices for remark in lint(matrix, found.kpis, by))


def _matrices(folder: Path) -> tuple[tuple[Matrix, ...], list[Problem]]:
    """The saved matrices, or what keeps them from being read."""
    from scoreline.state import services

    try:
        return services.matrices(folder), []
    except ScorelineError as problem:
        return (), [problem_of(problem)]
