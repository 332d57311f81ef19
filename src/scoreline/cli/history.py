"""scoreline history: the versions of the mart."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import typer

from scoreline.cli.options import HERE, AsOfOption, Format, FormatOption, WorkspaceOption, opened

if TYPE_CHECKING:
    from scoreline.mart.versions import Coverage, TableVersion, Version

_COUNTS = ("rows", "new", "changed", "deleted", "refused")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(history)


def history(form: FormatOption = Format.TABLE, as_of: AsOfOption = None, workspace: WorkspaceOption = HERE) -> None:
    """List the versions of the mart.

    Oldest first, with what each load changed; with --as-of N up to version N.
    """
    from scoreline.cli.output import Column, Sheet, write
    from scoreline.cli.values import formats_of

    ws = opened(workspace, as_of)
    show = formats_of(ws)
    versions = [version for version in ws.history() if as_of is None or version.number <= as_of]
    entries = [_entry(version) for version in versions]
    write(
        form,
        Sheet(
            columns=[
                Column("Version", number=True),
                Column("Made"),
                *(Column(name.capitalize(), number=True) for name in _COUNTS),
                Column("Note"),
            ],
            shown=[
                [
                    str(version.number),
                    show.time(version.created_at),
                    *(show.number(e[name], 0) for name in _COUNTS),
                    version.note,
                ]
                for e, version in zip(entries, versions, strict=True)
            ],
            keys=["version", "created_at", *_COUNTS, "note"],
            rows=[[e[key] for key in ("version", "created_at", *_COUNTS, "note")] for e in entries],
            notes=[] if entries else ["Nothing was loaded yet: scoreline load DIR --mapping NAME"],
        ),
        entries,
    )


def _entry(version: Version) -> dict[str, Any]:
    counts = version.counts.values()
    return {
        "version": version.number,
        "created_at": version.created_at,
        "note": version.note,
        "time_zone": version.time_zone,
        "definitions": version.definitions,
        "rows": sum(table.rows for table in version.tables.values()),
        "new": sum(count.new for count in counts),
        "changed": sum(count.changed for count in counts),
        "deleted": sum(count.deleted for count in counts),
        "refused": sum(count.refused for count in counts),
        "tables": {name: _table(table) for name, table in version.tables.items()},
    }


def _table(table: TableVersion) -> dict[str, Any]:
    """A table's rows and days; where it has several sources, those of each."""
    found = {"rows": table.rows, **_covered(table.coverage)}
    return found | {"sources": {name: _covered(table.covered(name)) for name in table.sources}} if len(table.sources) > 1 else found


def _covered(coverage: Coverage | None) -> dict[str, object]:
    """The first and last day that a table's data covers, and whether that was assumed."""
    if coverage is None:
        return {"first_day": None, "last_day": None, "assumed": None}
    last = coverage.span.end - dt.timedelta(days=1)
    return {"first_day": coverage.span.start, "last_day": last, "assumed": coverage.assumed}
