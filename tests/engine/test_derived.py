"""Derived relations, which become views of a connection when they are first asked for."""

from __future__ import annotations

from typing import Any, cast

import duckdb
import pytest

from scoreline.engine.backends import duckdb as backend
from tests.engine.tables import Tables


class Busy:
    """A connection that refuses one statement."""

    def __init__(self, con: duckdb.DuckDBPyConnection, refuse: str) -> None:
        self.con, self.refuse = con, refuse

    def execute(self, text: str) -> Any:
        if self.refuse and self.refuse in text:
            self.refuse = ""
            raise duckdb.Error("busy")
        return self.con.execute(text)


@pytest.mark.parametrize("refuse", ["VIEW person_quotas AS", "VIEW IF NOT EXISTS order_lines__ordered_on AS", "VIEW person_revenue AS"])
def test_one_that_could_not_be_made_is_made_when_asked_for_again(refuse: str) -> None:
    con = backend.connect(Tables({}))
    derived = backend.derive(con, customer_days=365, last_day=None)
    derived.con = cast(duckdb.DuckDBPyConnection, Busy(con, refuse))
    with pytest.raises(duckdb.Error, match="busy"):
        derived.ensure("quota_results")
    derived.ensure("quota_results")
    assert con.execute("SELECT * FROM quota_results").fetchall() == []
