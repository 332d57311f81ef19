"""The conformance suite on ClickHouse, in this process."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.conformance.companies import Asked
from tests.conformance.filling import into_clickhouse
from tests.conformance.running import Running, missing
from tests.conformance.suite import Kpis, Reasons
from tests.conformance.traps import Traps


@pytest.fixture(scope="module")
def running(asked: Mapping[str, Asked], folder: Path) -> Iterator[Running]:
    """A folder of its own, with a database for each company."""
    if importlib.util.find_spec("chdb") is None:
        missing("ClickHouse", "chdb is not installed (scoreline[clickhouse])")
    from chdb import session

    data = folder / "clickhouse"
    filled = session.Session(str(data))
    for name, each in asked.items():
        into_clickhouse(filled, name, each.ws.snapshot, folder)
    filled.close()
    lines = {name: f'engine = "clickhouse"\n[clickhouse]\nfolder = "{data}"\ndatabase = "{name}"' for name in asked}
    found = Running("clickhouse", folder, asked, lines)
    yield found
    for space in found.spaces.values():
        space.engine.con.close()


class TestKpis(Kpis):
    """Every KPI."""


class TestReasons(Reasons):
    """Why a number is what it is."""


class TestTraps(Traps):
    """What engines are known to do otherwise."""
