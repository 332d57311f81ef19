"""Options that many commands share, and the opening of the workspace that they name."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from scoreline.workspace import Workspace


class Format(StrEnum):
    """How a reading command writes its answer."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


FormatOption = Annotated[
    Format,
    typer.Option("--format", metavar="table|json|csv", help="How to write the answer. JSON and CSV hold unrounded numbers."),
]
AsOfOption = Annotated[
    int | None, typer.Option("--as-of", metavar="N", min=0, help="Read mart version N of the history instead of the newest.")
]
ByOption = Annotated[
    str | None,
    typer.Option("--as", metavar="NAME", help="Who acts, for the audit trail.", show_default="the name of your account"),
]
WorkspaceOption = Annotated[
    Path, typer.Option("--workspace", metavar="DIR", help="The workspace's folder.", show_default="the current folder")
]
PeriodOption = Annotated[str, typer.Option("--period", metavar="PERIOD", help="2017-07, 2017-Q3 or 2017.")]
MemberOption = Annotated[str, typer.Option("--member", metavar="NAME", help="The person or team, by name or id.")]
KindOption = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="person or team, where a name stands for both.")]
HERE = Path()


def opened(folder: Path, as_of: int | None = None) -> Workspace:
    """The workspace in that folder, read as of a mart version where one is given."""
    import scoreline

    return scoreline.open(folder, as_of=as_of)
