"""scoreline tables: what to create in a warehouse that is to hold the mart's tables itself."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Dialect(StrEnum):
    """The engines that hold the mart's tables themselves."""

    POSTGRES = "postgres"
    CLICKHOUSE = "clickhouse"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(tables)


def tables(
    sql: Annotated[Dialect, typer.Option("--sql", metavar="postgres|clickhouse", help="Whose SQL to write.")] = Dialect.POSTGRES,
) -> None:
    """Print the SQL that creates the mart's tables in a warehouse of your own.

    Create the tables that you can fill. The last one, of covered days, may be left out.
    """
    from scoreline.engine.dialects import types
    from scoreline.mart.contracts import TABLES

    for table in TABLES.values():
        typer.echo(f"-- {table.doc}\n{types.create(table, sql.value)}\n")
    typer.echo("-- The days that each table covers: from start_on up to, not including, end_on; both empty where its rows have no day.")
    typer.echo(types.coverage(sql.value))
