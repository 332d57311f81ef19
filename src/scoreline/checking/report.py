"""What a check found."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scoreline.errors import ScorelineError

_PLACE = re.compile(r"(?P<file>[^,]+?\.\w+), line (?P<line>\d+)(?:, (?P<about>.+))?")


@dataclass(frozen=True)
class Problem:
    """One mistake: what is wrong, where (the file and line where there is one, and what it is about), and what to do."""

    what: str
    file: str = ""
    line: int | None = None
    about: str = ""
    do: str = ""

    @property
    def text(self) -> str:
        """The whole message as one paragraph."""
        place = f"{self.file}, line {self.line}" if self.line else self.file
        where = ", ".join(part for part in (place, self.about) if part)
        return f"{f'{where}: ' if where else ''}{self.what} {self.do}".strip()


def problem_of(error: ScorelineError) -> Problem:
    """An error that would have been raised, as a value."""
    if found := _PLACE.fullmatch(error.where):
        return Problem(error.what, found["file"], int(found["line"]), found["about"] or "", error.do)
    return Problem(error.what, error.where, None, "", error.do)


@dataclass(frozen=True)
class Report:
    """Everything that a check found, and what it looked at.

    `notices` are no mistakes: they tell what the workspace's own files change about the shipped definitions.
    """

    problems: tuple[Problem, ...]
    notices: tuple[str, ...]
    files: int
    kpis: int
    own_kpis: int
    retired: int
    measures: int
    own_measures: int
    matrices: int

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems
