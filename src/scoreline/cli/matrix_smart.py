"""scoreline matrix smart: each row that is proposed checked five ways, before anything is agreed on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scoreline.cli.options import HERE, AsOfOption, Format, FormatOption, WorkspaceOption, opened

if TYPE_CHECKING:
    from scoreline.workspace.proposing import Checked


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("smart")(smart)


def smart(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="The proposed matrices; without it, those that are saved.")] = None,
    member: Annotated[str | None, typer.Option(metavar="NAME", help="Of the saved ones, those of this member.")] = None,
    period: Annotated[str | None, typer.Option(metavar="PERIOD", help="Of the saved ones, those of this period.")] = None,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Check each row: specific, measurable, achievable, relevant, time-bound.

    Achievable goes by the twelve periods before: in how many of them the member reached norm and target, and the peers. Nothing is
    saved or refused.
    """
    from scoreline.cli.output import Column, Sheet, write
    from scoreline.insight.smart import Letter

    found = opened(workspace, as_of).insights.smart(file, member=member, period=period)
    data = [_checked(item, place) for item in found for place in range(len(item.rows))]
    keys = ["member", "period", "kpi", *(f"{letter}{more}" for letter in Letter for more in ("", "_evidence"))]
    sheet = Sheet(
        columns=[Column(title) for title in ("Member", "Period", "KPI", *(letter.value.capitalize() for letter in Letter))],
        shown=[[row["member"], row["period"], row["kpi"], *(check["answer"] for check in row["checks"])] for row in data],
        keys=keys,
        rows=[
            [row["member"], row["period"], row["kpi"], *(check[part] for check in row["checks"] for part in ("answer", "evidence"))]
            for row in data
        ],
        notes=_notes(data),
    )
    write(form, sheet, data)


def _checked(item: Checked, place: int) -> dict[str, Any]:
    found, matrix = item.rows[place], item.matrix
    return {
        "member": matrix.member.name,
        "member_id": matrix.member.id,
        "period": matrix.period.label,
        "kpi": found.kpi,
        "checks": [{"letter": one.letter.value, "answer": one.answer.value, "evidence": one.evidence} for one in found.checks],
        "reached": [
            {
                "level": one.level,
                "often": one.often.value,
                "own": one.own.count,
                "own_of": one.own.of,
                "peers": one.peers.count,
                "peers_of": one.peers.of,
                "people": one.people,
            }
            for one in found.reached
        ],
    }


def _notes(data: list[dict[str, Any]]) -> list[str]:
    """All evidence of a single matrix; of several, of what is not answered by yes."""
    one = len({(row["member_id"], row["period"]) for row in data}) == 1
    return [
        f"{row['member']}, {row['period']}, {row['kpi']}, {check['letter']}: {check['evidence']}"
        for row in data
        for check in row["checks"]
        if one or check["answer"] in ("no", "too few to tell")
    ]
