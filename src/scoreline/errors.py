"""The errors of the product, as one tree.

ScorelineError                what is wrong, where, and what to do; exit code 1
├── WorkspaceError            a folder that is no workspace, a broken scoreline.toml
├── MartError                 the mart's tables and versions
│   └── LockedError           another process is writing
├── IngestError               a source file or a load as a whole
│   └── MappingError          a mapping file
├── DefinitionError           a measure or KPI definition
├── AuditError                an audit trail that does not hold together
├── QueryError                a question that cannot be answered: unknown KPI, refused cut, odd period
├── PeriodError               a step in a period's life that may not be taken: signed unread, closed with a fact missing
├── MatrixError               a matrix that breaks the rules
├── PlanError                 a goal that cannot be split as it was asked
├── WorkbookError             a spreadsheet that cannot be written, or read back as it came
└── IncentiveError            a rate table, or what it should pay for, that cannot be paid by
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class ScorelineError(Exception):
    """A mistake in the user's data, definitions or question.

    `what` is one sentence; `where` names the place (file, row, column, KPI, person, date); `do` says what to do next.
    """

    def __init__(self, what: str, *, where: str = "", do: str = "") -> None:
        self.what, self.where, self.do = what, where, do
        super().__init__(self.text)

    @property
    def text(self) -> str:
        """The whole message as one paragraph."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head} {self.do}".strip()


class WorkspaceError(ScorelineError):
    """A folder that is no workspace, or settings that cannot be read."""


class MartError(ScorelineError):
    """The mart's tables or versions."""


class LockedError(MartError):
    """Another process holds the mart's write lock."""


class IngestError(ScorelineError):
    """A source file, or a load as a whole."""


class MappingError(IngestError):
    """A mapping file."""


class DefinitionError(ScorelineError):
    """A measure or KPI definition."""


class AuditError(ScorelineError):
    """An audit trail that does not hold together."""


class QueryError(ScorelineError):
    """A question that cannot be answered as it was put."""


class PeriodError(ScorelineError):
    """A step in a period's life that may not be taken."""


class MatrixError(ScorelineError):
    """A matrix that breaks the rules."""


class PlanError(ScorelineError):
    """A goal that cannot be split as it was asked."""


class WorkbookError(ScorelineError):
    """A spreadsheet that cannot be written, or read back as it came."""


class IncentiveError(ScorelineError):
    """A rate table, or what it should pay for, that cannot be paid by."""


def nearest(name: str, known: Iterable[str]) -> str:
    """`Did you mean "x"?`, or an empty string where nothing known is near."""
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f'Did you mean "{found[0]}"?' if found else ""
