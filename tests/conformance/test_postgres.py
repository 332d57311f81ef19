"""The conformance suite on PostgreSQL, read by a role that may do nothing but SELECT."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import scoreline
from scoreline.engine.backends.postgres import URL, connect
from scoreline.errors import WorkspaceError
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


class TestRights:
    """What may be done there, and what is said of it."""

    def test_session_only_reads(self, running: Running) -> None:
        import psycopg

        con = running.remote("hanoi")._con  # type: ignore[attr-defined]
        assert con.execute("SELECT current_user").fetchone() == ("reader",)
        for statement in ("CREATE TEMP TABLE made (n int)", "DELETE FROM hanoi.orders", "CREATE TABLE hanoi.made (n int)"):
            with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
                con.execute(statement)
            con.rollback()

    def test_secret_in_the_file_is_refused(self) -> None:
        for address in (
            "postgresql://reader:hush@127.0.0.1/sales",
            "host=127.0.0.1 password = hush",
            "postgresql://127.0.0.1/?password=hush",
        ):
            with pytest.raises(WorkspaceError, match="holds a password") as refused:
                connect(address)
            assert "hush" not in str(refused.value)

    @pytest.mark.parametrize("address", ["postgresql://reader:hush@127.0.0.1:1/sales", "postgresql//reader:hush@127.0.0.1"])
    def test_secret_is_never_told(self, running: Running, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(URL, address)
        with pytest.raises(WorkspaceError) as refused:
            connect("")
        assert "hush" not in str(refused.value)

    def test_says_which_columns_are_missing(self, running: Running) -> None:
        _as_keeper(
            running,
            "CREATE SCHEMA bare",
            "CREATE TABLE bare.orders (id text, ordered_at timestamptz)",
            "GRANT USAGE ON SCHEMA bare TO reader",
        )
        lines = running.lines["berlin"].replace('"berlin"', '"bare"')
        with pytest.raises(WorkspaceError, match="_source"):
            _ = running.asked["berlin"].elsewhere(running.folder / "bare", lines).engine

    def test_a_schema_of_ones_own(self, running: Running) -> None:
        """Views, without business days and system columns, with types of their own: days follow from times through both nights."""
        columns = "id, customer_id, owner_id, deal_id, location_id, contact_method, ordered_at, status, currency, _source"
        lines = ["id", "order_id", "product_id", "CAST(quantity AS int) AS quantity", "unit_price", "discount", "unit_cost"]
        lines += ["CAST(amount AS numeric(20,6)) AS amount", "owner_id", "customer_id", "location_id", "status", "currency", "ordered_on"]
        lines += ["_source"]
        _as_keeper(
            running,
            "CREATE SCHEMA own",
            f"CREATE VIEW own.orders AS SELECT {columns.replace('status', 'CAST(status AS varchar(20)) AS status')} FROM berlin.orders",
            f"CREATE VIEW own.order_lines AS SELECT {', '.join(lines)} FROM berlin.order_lines",
            "CREATE VIEW own._coverage AS SELECT * FROM berlin._coverage",
            "CREATE VIEW own.customers AS SELECT id, name, segment, _source FROM berlin.customers",
            "GRANT USAGE ON SCHEMA own TO reader",
            "GRANT SELECT ON ALL TABLES IN SCHEMA own TO reader",
        )
        asked = running.asked["berlin"]
        own = asked.elsewhere(running.folder / "own", running.lines["berlin"].replace('"berlin"', '"own"'))
        for per in ("day", "month"):
            wanted, found = (asked.ask(ws, ("segment",), per, ("order_count", "revenue")) for ws in (asked.ws, own))
            assert found.table.select(["order_count"]) == wanted.table.select(["order_count"])
        own.engine.con.close()


def _as_keeper(running: Running, *statements: str) -> None:
    import psycopg

    url = running.lines["hanoi"].partition('url = "')[2].partition('"')[0].replace("reader@", "keeper@")
    with psycopg.connect(url, autocommit=True) as con:
        for statement in statements:
            con.execute(statement)  # type: ignore[call-overload]


def test_what_needs_versions_is_refused(asked: Mapping[str, Asked], folder: Path) -> None:
    for engine in ("postgres", "clickhouse"):
        space = asked["hanoi"].elsewhere(folder / engine, f'engine = "{engine}"')
        for refused in (
            lambda space=space: scoreline.open(space.path, as_of=1),
            lambda space=space: space.load(folder, "northwind"),
            lambda space=space: space.refresh(),
            lambda space=space: space.maintain(),
        ):
            with pytest.raises(WorkspaceError, match="no versions"):
                refused()
