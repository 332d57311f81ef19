"""The conformance suite on ClickHouse, in this process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from scoreline.errors import WorkspaceError
from tests.conformance.companies import Asked
from tests.conformance.filling import into_clickhouse
from tests.conformance.running import Running, needs
from tests.conformance.suite import Suite


@pytest.fixture(scope="module")
def running(asked: Mapping[str, Asked], folder: Path) -> Iterator[Running]:
    """A folder of its own, with a database for each company."""
    needs("ClickHouse", "chdb")
    from chdb import session

    data = folder / "clickhouse"
    filled = session.Session(str(data))
    for name, each in asked.items():
        into_clickhouse(filled, name, each.ws.snapshot, folder)
    filled.close()
    lines = {name: f'engine = "clickhouse"\n[clickhouse]\nfolder = "{data}"\ndatabase = "{name}"' for name in asked}
    with Running("clickhouse", folder, asked, lines) as found:
        yield found


class TestSuite(Suite):
    """What all engines are held against."""


class TestRights:
    """What may be done there."""

    def test_session_only_reads(self, running: Running) -> None:
        con = running.remote("hanoi")._con  # type: ignore[attr-defined]
        for statement in ("CREATE TABLE hanoi.made (n Int32) ENGINE = Memory", "DELETE FROM hanoi.orders WHERE 1", "SET readonly = 0"):
            with pytest.raises(Exception, match="readonly"):
                con.query(statement)

    def test_says_what_to_create_where_nothing_is(self, running: Running) -> None:
        lines = running.lines["hanoi"].replace('database = "hanoi"', 'database = "nowhere"')
        with pytest.raises(WorkspaceError, match="scoreline tables"):
            _ = running.asked["hanoi"].elsewhere(running.folder / "nowhere", lines).engine
