"""The conformance suite on PostgreSQL, read by a role that may do nothing but SELECT."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import scoreline
from scoreline.engine.backends.postgres import URL, Postgres, connect
from scoreline.engine.elsewhere import Turn
from scoreline.errors import QueryError, WorkspaceError
from tests.conformance import starting
from tests.conformance.companies import Asked
from tests.conformance.filling import into_postgres
from tests.conformance.running import Running, missing, needs
from tests.conformance.suite import Suite


@pytest.fixture(scope="module")
def running(asked: Mapping[str, Asked], folder: Path) -> Iterator[Running]:
    """A cluster of its own."""
    needs("Postgres", "psycopg")
    if starting.postgres_programs() is None:
        missing("PostgreSQL", "initdb of PostgreSQL 15 or newer is not installed (sh tools/engines.sh)")
    with starting.postgres() as keeper:
        for name, each in asked.items():
            into_postgres(keeper, name, each.ws.snapshot)
        url = keeper.replace("keeper@", "reader@")
        lines = {name: f'engine = "postgres"\n[postgres]\nurl = "{url}"\nschema = "{name}"' for name in asked}
        with Running("postgres", folder, asked, lines) as found:
            yield found


class TestSuite(Suite):
    """What all engines are held against."""


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


class TestTransactions:
    """What stays open in the database, and what is lost with a connection."""

    @pytest.fixture
    def remote(self, running: Running) -> Postgres:
        """The engine over a schema that the tests may write into."""
        _as_keeper(
            running,
            "DROP SCHEMA IF EXISTS moving CASCADE",
            "CREATE SCHEMA moving",
            "CREATE TABLE moving.customers (_source text, id text, name text)",
            "INSERT INTO moving.customers VALUES ('s', 'c1', 'Alder')",
            "GRANT USAGE ON SCHEMA moving TO reader",
            "GRANT SELECT ON ALL TABLES IN SCHEMA moving TO reader",
        )
        return Postgres(_url(running), "moving", "UTC")

    def test_nothing_stays_open_after_a_call(self, running: Running) -> None:
        here = running.workspace("hanoi")
        here.kpi("revenue", "win_rate", by="person", per="month", start="2024-01", end="2024-02")
        here.why_rows("revenue", None, "2024-02", "sold")
        open_ones = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'scoreline' AND xact_start IS NOT NULL"
        assert _as_keeper(running, open_ones) == [(0,)]

    def test_what_is_asked_together_is_of_one_moment(self, running: Running, remote: Postgres) -> None:
        with Turn(remote):
            assert _count(remote) == 1
            with Turn(remote):
                _as_keeper(running, "INSERT INTO moving.customers VALUES ('s', 'c2', 'Birch')")
            assert _count(remote) == 1
        assert _count(remote) == 2
        remote.close()

    def test_a_connection_lost_between_calls_is_opened_anew(self, running: Running, remote: Postgres) -> None:
        assert _count(remote) == 1
        _end_sessions(running, remote)
        assert _count(remote) == 1
        remote.close()

    def test_a_connection_lost_within_a_call_is_told(self, running: Running, remote: Postgres) -> None:
        with pytest.raises(QueryError, match=r"moving: The connection to PostgreSQL was lost: .* Ask again"), Turn(remote):
            _count(remote)
            _end_sessions(running, remote)
            _count(remote)
        assert _count(remote) == 1
        remote.close()

    def test_a_refused_query_leaves_the_connection_usable(self, remote: Postgres) -> None:
        with pytest.raises(QueryError, match="PostgreSQL refused a query"):
            remote.fetch("SELECT 1 / 0 AS n")
        assert _count(remote) == 1
        remote.close()


def _count(remote: Postgres) -> int:
    return int(remote.rows("SELECT count(*) AS n FROM customers")[0][0])


def _end_sessions(running: Running, remote: Postgres) -> None:
    _as_keeper(running, f"SELECT pg_terminate_backend({remote._con.info.backend_pid}, 5000)")


def _url(running: Running) -> str:
    return running.lines["hanoi"].partition('url = "')[2].partition('"')[0]


def _as_keeper(running: Running, *statements: str) -> list[tuple[object, ...]]:
    """Run the statements as who owns the tables; the rows of the last."""
    import psycopg

    with psycopg.connect(_url(running).replace("reader@", "keeper@"), autocommit=True) as con:
        for statement in statements:
            last = con.execute(statement)  # type: ignore[call-overload]
        return list(last.fetchall()) if last.description else []


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
