"""DuckDB: a connection in memory in which every relation stands under its name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import duckdb

from scoreline.kpis.relations import Relation, relations


class Tables(Protocol):
    """What gives the mart's tables: a snapshot of a mart version."""

    def attach(self, con: duckdb.DuckDBPyConnection) -> None:
        """Make a view for every table of the contracts."""


def connect(tables: Tables, *, spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A connection over a mart version. `spill` is where it may write what does not fit in memory."""
    con = duckdb.connect()
    con.execute("SET perfect_ht_threshold = 17")
    con.execute("SET preserve_insertion_order = false")
    con.execute("SET TimeZone = 'UTC'")
    con.execute("SET enable_progress_bar = false")  # it would write to standard output, into JSON
    if spill is not None:
        con.execute("SET temp_directory = ?", [str(spill)])
    tables.attach(con)
    return con


def scalar(con: duckdb.DuckDBPyConnection, text: str, parameters: object = None) -> Any:
    """The one value of a query's one row. All rows are fetched: a connection with an unread answer refuses further work."""
    return con.execute(text, parameters).fetchall()[0][0]


@dataclass
class Derived:
    """The derived relations of a connection: each becomes a view when it is first asked for, since there are many of them."""

    con: duckdb.DuckDBPyConnection
    values: Mapping[str, str]
    made: set[str] = field(default_factory=set)

    def ensure(self, relation: str) -> None:
        """Have the views of a derived relation and of those that it reads."""
        for name in relations()[relation].derivation:
            if name not in self.made:
                self._make(relations()[name])
                self.made.add(name)

    def _make(self, relation: Relation) -> None:
        for table, day in relation.reported:
            # where amounts were converted already, for a measure of the table itself, the view is there
            self.con.execute(f"CREATE TEMP VIEW IF NOT EXISTS {table}__{day} AS SELECT * FROM {table}")
        text = re.sub(r":(\w+)", lambda found: self.values.get(found[1], found[0]), relation.sql)
        self.con.execute(f"CREATE OR REPLACE TEMP VIEW {relation.name} AS {text}")


def derive(
    con: duckdb.DuckDBPyConnection,
    *,
    customer_days: int,
    last_day: dt.date | None,
    first_day: dt.date | None = None,
    basket_hours: int = 24,
    customer_meaning: str = "activity",
) -> Derived:
    """What makes the derived relations. `last_day` is the last day that the deals cover, `first_day` the order lines' first."""
    con.execute("CREATE OR REPLACE TEMP TABLE periods (p INTEGER, start_on DATE, end_on DATE, label VARCHAR)")
    last, first = ((day or dt.date(1970, 1, 1)).isoformat() for day in (last_day, first_day))
    values = {
        "customer_days": str(int(customer_days)),
        "basket_hours": str(int(basket_hours)),
        "customer_meaning": f"'{customer_meaning}'",
        "last_day": f"'{last}'",
        "first_day": f"'{first}'",
    }
    return Derived(con, values)
