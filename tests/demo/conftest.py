"""Two small made-up companies for all tests, opened for reading: one with all that is planted in it, one without any of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
import pytest

from scoreline.demo.build import stage_demo
from scoreline.demo.truths import truths
from scoreline.mart.staged import Staged

SCALE = 0.3
Ask = Callable[[str], list[tuple[Any, ...]]]
NoRows = Callable[[str], None]


@pytest.fixture(scope="session")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Staged:
    return stage_demo(tmp_path_factory.mktemp("company"), scale=SCALE)


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Staged:
    return stage_demo(tmp_path_factory.mktemp("plain"), scale=SCALE, without=list(truths()))


@contextmanager
def asking(staged: Staged) -> Iterator[Ask]:
    """Runs queries over staged tables."""
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        con.execute(f"ATTACH '{staged.database}' AS company (READ_ONLY)")
        con.execute("USE company")
        yield lambda query: con.execute(query).fetchall()


@pytest.fixture(scope="session")
def ask(staged: Staged) -> Iterator[Ask]:
    """Runs a query over the staged tables."""
    with asking(staged) as found:
        yield found


@pytest.fixture(scope="session")
def ask_plain(plain: Staged) -> Iterator[Ask]:
    """Runs a query over the company in which nothing is planted."""
    with asking(plain) as found:
        yield found


@pytest.fixture(scope="session")
def no_rows(ask: Ask) -> NoRows:
    """Fails with the first rows that a query finds: it looks for what must not be."""

    def check(query: str) -> None:
        assert ask(f"FROM ({query}) LIMIT 3") == []

    return check
