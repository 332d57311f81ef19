"""The conformance suite on PostgreSQL, read by a role that may do nothing but SELECT."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.conformance import starting
from tests.conformance.companies import Asked
from tests.conformance.filling import into_postgres
from tests.conformance.running import Running, missing
from tests.conformance.suite import Kpis, Reasons
from tests.conformance.traps import Traps


@pytest.fixture(scope="module")
def running(asked: Mapping[str, Asked], folder: Path) -> Iterator[Running]:
    """A cluster of its own."""
    if importlib.util.find_spec("psycopg") is None:
        missing("PostgreSQL", "psycopg is not installed (scoreline[postgres])")
    if starting.postgres_programs() is None:
        missing("PostgreSQL", "initdb of PostgreSQL 15 or newer is not installed (sh tools/engines.sh)")
    with starting.postgres() as keeper:
        for name, each in asked.items():
            into_postgres(keeper, name, each.ws.snapshot)
        url = keeper.replace("keeper@", "reader@")
        lines = {name: f'engine = "postgres"\n[postgres]\nurl = "{url}"\nschema = "{name}"' for name in asked}
        found = Running("postgres", folder, asked, lines)
        yield found
        for space in found.spaces.values():
            space.engine.con.close()


class TestKpis(Kpis):
    """Every KPI."""


class TestReasons(Reasons):
    """Why a number is what it is."""


class TestTraps(Traps):
    """What engines are known to do otherwise."""
