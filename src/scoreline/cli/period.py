"""scoreline period: the life of what was agreed: proposed, signed, running, closed, restated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from scoreline.cli.options import HERE, Format, FormatOption, PeriodOption, WorkspaceOption, opened
from scoreline.cli.period_agree import TeamOption, chosen, propose, sign
from scoreline.cli.period_close import close, enter
from scoreline.cli.period_late import carry, pending, restate
from scoreline.cli.period_read import history, read

if TYPE_CHECKING:
    from scoreline.planning.disputes import Dispute
    from scoreline.planning.lifecycle import Agreement, Status

_KEYS = ("kind", "member", "status", "proposed_by", "member_signed", "manager_signed", "lacks", "disputed", "fingerprint")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Periods from the first draft to the last restatement.", no_args_is_help=True)
    for command in (show, propose, sign, enter, close, pending, carry, restate, history, read):
        group.command()(command)
    app.add_typer(group, name="period")


def show(period: PeriodOption, team: TeamOption = None, form: FormatOption = Format.TABLE, workspace: WorkspaceOption = HERE) -> None:
    """Show how far each matrix of a period has come.

    Draft, agreed, running, closed or restated; who proposed and signed it, what it lacks, which figures are in dispute, and its
    fingerprint: what to give to period sign as read. Below stands the fingerprint of all that are shown together.
    """
    from scoreline.cli.output import Column, Sheet, write
    from scoreline.cli.values import formats_of
    from scoreline.planning.fingerprint import SHOWN
    from scoreline.planning.lifecycle import status, together

    ws = opened(workspace)
    open_ = ws.disputes.list(period)
    agreed = chosen(ws, period, None, team, everyone=False) if team else ws.life.agreements(period)
    today, version = ws.life.today, ws.life.version(period)
    entries = [_entry(one, status(one, today, version), open_) for one in agreed]
    notes = ["There are no matrices of this period: scoreline matrix apply FILE"] if not agreed else []
    if len(agreed) > 1:
        notes = [f"Together they are {together(agreed)[:SHOWN]}: who signs for all of them gives this as --read."]
    titles = ("Kind", "Member", "Status", "Proposed by", "Member signed", "Manager signed", "Lacks", "Disputed", "Fingerprint")
    shown = [[*(_text(entry[key]) for key in _KEYS[:-1]), entry["fingerprint"][:SHOWN]] for entry in entries]
    write(
        form,
        Sheet(
            columns=[Column(title) for title in titles],
            shown=shown,
            keys=_KEYS,
            rows=[[", ".join(entry[key]) if key == "disputed" else entry[key] for key in _KEYS] for entry in entries],
            title=formats_of(ws).period(ws.period(period)),
            notes=notes,
        ),
        entries,
    )


def _text(value: str | list[str] | None) -> str:
    return ", ".join(value or ["–"]) if isinstance(value, list) else value or "–"


def _entry(one: Agreement, stands: Status, open_: Sequence[Dispute]) -> dict[str, Any]:
    from scoreline.planning.lifecycle import Part, Status

    names = {part: held.by for part in Part if (held := one.signature(part))}
    return {
        "kind": one.matrix.member.kind,
        "member": one.matrix.member.name,
        "period": one.matrix.period.label,
        "status": stands.value,
        "proposed_by": names.get(Part.PROPOSAL),
        "member_signed": names.get(Part.MEMBER),
        "manager_signed": names.get(Part.MANAGER),
        "lacks": one.lacks if stands is Status.DRAFT else "",
        "disputed": [f"{each.kpi} ({each.number})" for each in open_ if each.member.key == one.matrix.member.key],
        "fingerprint": one.fingerprint,
    }
