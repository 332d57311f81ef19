"""scoreline audit: who changed what was agreed, and whether the record of it is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from scoreline.cli.options import HERE, Format, FormatOption, WorkspaceOption, opened

if TYPE_CHECKING:
    from scoreline.state.chain import Entry

_KEYS = ("number", "at", "by", "named", "kind", "about", "why", "hash")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Who changed what was agreed, when and why.", no_args_is_help=True)
    group.command("list")(list_)
    group.command("verify")(verify)
    app.add_typer(group, name="audit")


def list_(
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="Only the newest N entries.")] = 50,
    form: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = HERE,
) -> None:
    """List the entries of the audit trail.

    Oldest first. JSON also holds what was there before and after each change.
    """
    from scoreline.cli.output import Column, Sheet, write
    from scoreline.cli.values import formats_of

    ws = opened(workspace)
    show = formats_of(ws)
    entries = ws.trail.entries(limit)
    write(
        form,
        Sheet(
            columns=[Column("No.", number=True), Column("When"), Column("Who"), Column("What"), Column("Of"), Column("Why")],
            shown=[[show.number(e.number, 0), show.time(e.at), _who(e), e.kind, e.about, e.why] for e in entries],
            keys=_KEYS,
            rows=[[getattr(entry, key) for key in _KEYS] for entry in entries],
            notes=[] if entries else ["Nothing was agreed yet: scoreline matrix apply FILE"],
        ),
        [_entry(entry) for entry in entries],
    )


def verify(
    noted: Annotated[str, typer.Option("--noted", metavar="HASH", help="The hash of an entry that must still be in the trail.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Write the answer as JSON.")] = False,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Recompute the audit trail and name the first entry that was tampered with.

    Ends with exit code 1 where one was changed, moved, taken out or put in. Note the hash that it prints in another place: --noted finds
    out whether somebody wrote a whole new trail since.
    """
    from dataclasses import asdict

    from scoreline.cli.output import write_json
    from scoreline.cli.screen import say
    from scoreline.errors import AuditError

    found = opened(workspace).trail.verify(noted)
    problem = found.problem or ("" if found.noted is not False else "The entry that was noted is not in the trail.")
    if json:
        write_json({"ok": not problem, **asdict(found)})
        if problem:
            raise typer.Exit(1)
        return
    if problem:
        raise AuditError(problem, where="the audit trail", do="Compare with a backup, and ask who could write to the database.")
    say(f"The audit trail is whole: {found.entries} entries, the newest {found.newest}.")


def _who(entry: Entry) -> str:
    return entry.by if entry.named else f"{entry.by or 'unknown'} (account)"


def _entry(entry: Entry) -> dict[str, Any]:
    values = {key: getattr(entry, key) for key in _KEYS}
    return {**values, "before": _read(entry.before), "after": _read(entry.after), "previous": entry.previous}


def _read(text: str | None) -> object:
    import json

    return None if text is None else json.loads(text)
