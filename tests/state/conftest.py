"""Folders whose state is in a file, and folders whose state is in PostgreSQL: each test of the state runs on both."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance import starting
from tests.conformance.running import missing, needs

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL cluster's superuser."""
    needs("Postgres", "psycopg")
    if starting.postgres_programs() is None:
        missing("PostgreSQL", "initdb of PostgreSQL 15 or newer is not installed (sh tools/engines.sh)")
    with starting.postgres() as keeper:
        yield keeper


def state_lines(url: str, **more: str) -> str:
    """What scoreline.toml says of a state database at that address, in a schema of its own."""
    lines = {"url": url, "schema": f"state_{next(_numbers)}", **more}
    return "[state]\n" + "".join(f'{name} = "{value}"\n' for name, value in lines.items())


@pytest.fixture(params=["sqlite", "postgres"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A workspace's folder, bare but for where its state is."""
    if request.param == "postgres":
        (tmp_path / "scoreline.toml").write_text(state_lines(request.getfixturevalue("server")), "utf-8")
    return tmp_path


def run(home: Path, *statements: str) -> list[tuple[object, ...]]:
    """The rows of the last statement, run in the state database by the means that anybody has who can reach it."""
    from django.db import connections

    from scoreline.state import setup

    setup.start()
    with connections[setup.connect(home)].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []
