"""A matrix file while it is read: what is known by then, and errors that name the place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoreline.errors import MatrixError, ScorelineError
from scoreline.periods import Calendar
from scoreline.planning.matrix import KpiFacts
from scoreline.planning.people import Directory
from scoreline.planning.planned import PlannedOf
from scoreline.yaml_lines import Lines, Step


@dataclass(frozen=True)
class MatrixFile:
    """What is known while a file is read. `planned` tells what saved plans have, where norms may be those of a plan."""

    lines: Lines
    directory: Directory
    kpis: Mapping[str, KpiFacts]
    calendar: Calendar
    planned: PlannedOf | None = None

    def wrong(self, what: str, do: str, *path: Step, about: str = "") -> MatrixError:
        """The error, with the place in the file and the matrix or row it is about."""
        return MatrixError(what, where=", ".join(filter(None, (self.lines.where(*path), about))), do=do)

    def placed(self, problem: ScorelineError, *path: Step, about: str = "") -> MatrixError:
        """An error from further down, with the place in the file before its own."""
        about = ", ".join(filter(None, (about, problem.where)))
        return self.wrong(problem.what, problem.do, *path, about=about)
