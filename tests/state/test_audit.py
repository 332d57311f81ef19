"""The trail of what was done to the state: complete, in order, and not to be changed."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import patch

import pytest

from scoreline.errors import WorkspaceError
from scoreline.planning.fingerprint import plain
from scoreline.state import audit, audit_search, services
from scoreline.state.setup import there
from scoreline.web.pages.reading import fingerprint
from tests.state.conftest import run, state_lines
from tests.state.test_services import matrix, simple


def test_a_new_and_a_changed_matrix_stand_in_the_trail(home: Path) -> None:
    began = dt.datetime.now(dt.UTC)
    services.apply(home, [matrix(rows=simple(1))], by="kate", origin="matrix.yaml")
    services.apply(home, [matrix(rows=simple(2))])
    first, second = audit.trail(home)
    assert (first.number, first.by, first.named, first.kind, first.why) == (1, "kate", True, "matrix", "matrix.yaml")
    assert first.about == "the matrix of Anna (person 1 of crm), 2017-07"
    assert first.before is None and json.loads(first.after or "") == plain(matrix(rows=simple(1)))
    assert not second.named and second.before == first.after
    assert began <= first.at <= second.at <= dt.datetime.now(dt.UTC)
    assert audit.trail(home, limit=1) == (second,)
    assert audit.verify(home).problem == ""


def test_reading_a_workspace_without_state_makes_none(tmp_path: Path) -> None:
    assert audit.trail(tmp_path) == ()
    assert audit.verify(tmp_path).entries == 0
    assert not there(tmp_path)


def test_nothing_is_noted_of_what_failed(home: Path) -> None:
    services.apply(home, [matrix()])
    with patch("scoreline.state.records.rows_of", side_effect=RuntimeError("killed")), pytest.raises(RuntimeError):
        services.apply(home, [matrix(rows=simple(2))])
    assert len(audit.trail(home)) == 1
    with patch("scoreline.state.audit._append", side_effect=RuntimeError("killed")), pytest.raises(RuntimeError):
        services.apply(home, [matrix(rows=simple(2))])
    assert services.matrices(home) == (matrix(),)


@pytest.mark.parametrize("statement", ["UPDATE audit SET by = 'x' WHERE number = 1", "DELETE FROM audit WHERE number = 1"])
def test_the_database_refuses_changes(home: Path, statement: str) -> None:
    from django.db import DatabaseError

    services.apply(home, [matrix()])
    with pytest.raises(DatabaseError, match="never changed or deleted"):
        run(home, statement.replace(" by ", ' "by" '))
    assert audit.verify(home).problem == ""


def without_triggers(home: Path) -> None:
    """What somebody does who means it."""
    if (home / "state.sqlite3").exists():
        run(home, "DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete")
    else:
        run(home, "ALTER TABLE audit DISABLE TRIGGER USER")


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (
            ["UPDATE audit SET after = replace(after, '\"2\"', '\"1\"') WHERE number = 2"],
            "Entry 2 was changed or moved: matrix of the matrix",
        ),
        (["DELETE FROM audit WHERE number = 2"], "Entry 2 is missing"),
        (["DELETE FROM audit WHERE number = 3"], "Entry 3 is missing: 3 were written"),
        (
            [f"UPDATE audit SET number = {to} WHERE number = {now}" for now, to in ((1, 9), (2, 1), (9, 2))],
            "Entry 1 was changed or moved",
        ),
    ],
)
def test_what_is_tampered_with_is_found(home: Path, statements: list[str], said: str) -> None:
    for norm in (1, 2, 3):
        services.apply(home, [matrix(rows=simple(norm))], by="kate")
    without_triggers(home)
    run(home, *statements)
    assert audit.verify(home).problem.startswith(said)


def test_many_writers_make_one_chain(home: Path) -> None:
    code = """
import sys
from pathlib import Path
from scoreline.state import services
from tests.state.test_services import matrix, simple
for norm in range(10):
    services.apply(Path(sys.argv[1]), [matrix(label=f"2017-0{int(sys.argv[2]) + 1}", rows=simple(norm + 1))], by=f"kate {sys.argv[2]}")
"""

    def work(number: int) -> None:
        subprocess.run([sys.executable, "-c", code, str(home), str(number)], check=True)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))
    found = audit.verify(home)
    assert (found.problem, found.entries) == ("", 30)
    assert sorted(entry.by for entry in audit.trail(home)) == [f"kate {number}" for number in range(3) for _ in range(10)]


class TestPostgres:
    """What is only there: roles, and addresses with secrets."""

    @pytest.fixture
    def roles(self, server: str, tmp_path: Path) -> Path:
        """A folder whose tables one role owns, and another uses."""
        import psycopg

        with psycopg.connect(server, autocommit=True) as con:
            for role in ("founder", "clerk"):
                con.execute(f"DROP OWNED BY {role} CASCADE" if self._known(con, role) else f"CREATE ROLE {role} LOGIN")
            con.execute("GRANT CREATE ON DATABASE postgres TO founder")
        lines = state_lines(server.replace("keeper@", "clerk@"), role="clerk")
        (tmp_path / "scoreline.toml").write_text(lines, "utf-8")
        return tmp_path

    @staticmethod
    def _known(con: object, role: str) -> bool:
        return bool(con.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone())  # type: ignore[attr-defined]

    def test_the_application_may_add_entries_and_nothing_else(self, roles: Path, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
        from django.db import DatabaseError

        with pytest.raises(WorkspaceError, match=r"this role may not.*SCORELINE_STATE_URL"):
            services.apply(roles, [matrix()])
        monkeypatch.setenv("SCORELINE_STATE_URL", server.replace("keeper@", "founder@"))
        assert audit.verify(roles).entries == 0
        with pytest.raises(DatabaseError, match="permission denied"):
            run(roles, "DELETE FROM audit")
        monkeypatch.delenv("SCORELINE_STATE_URL")
        services.apply(roles, [matrix()])
        assert run(roles, "SELECT current_user") == [("clerk",)]
        for statement in ("UPDATE audit SET why = 'x'", "DELETE FROM audit", "TRUNCATE audit", "ALTER TABLE audit DISABLE TRIGGER USER"):
            with pytest.raises(DatabaseError, match=r"permission denied|must be owner"):
                run(roles, statement)
        assert audit.verify(roles).entries == 1

    def test_a_secret_in_the_file_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "scoreline.toml").write_text(state_lines("postgresql://a:hush@127.0.0.1/x"), "utf-8")
        with pytest.raises(WorkspaceError, match=r"holds a password.*SCORELINE_STATE_URL") as refused:
            services.matrices(tmp_path)
        assert "hush" not in str(refused.value)

    @pytest.mark.parametrize(
        "address", ["postgresql://a:hush@127.0.0.1:1/x", "postgresql//a:hush@127.0.0.1", "postgresql://a:hush@127.0.0.1"]
    )
    def test_a_secret_is_never_told(self, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "scoreline.toml").write_text(state_lines("postgresql://a@127.0.0.1/x"), "utf-8")
        monkeypatch.setenv("SCORELINE_STATE_URL", address)
        with pytest.raises(WorkspaceError) as refused:
            services.matrices(tmp_path)
        assert "hush" not in str(refused.value)


def test_entries_are_looked_up_by_what_who_and_kind(home: Path) -> None:
    assert audit_search.search(home).total == 0
    services.apply(home, [matrix(rows=simple(1))], by="kate")
    services.apply(home, [matrix(rows=simple(2))], by="olga")
    services.apply(home, [matrix(rows=simple(3))], by="kate")
    assert [entry.number for entry in audit_search.search(home).entries] == [3, 2, 1]
    assert [entry.number for entry in audit_search.search(home, by="kate").entries] == [3, 1]
    page = audit_search.search(home, limit=1, offset=1)
    assert ([entry.number for entry in page.entries], page.total) == ([2], 3)
    about = "the matrix of Anna (person 1 of crm), 2017-07"
    assert audit_search.search(home, about="ANNA").total == audit_search.search(home, about=about, exactly=True).total == 3
    assert audit_search.search(home, about="the matrix of Anna", exactly=True).total == 0
    assert audit_search.search(home, about="_nn%").total == audit_search.search(home, kind="closing").total == 0
    assert audit_search.names(home) == audit_search.Names(("matrix",), ("kate", "olga"))
    newest = audit_search.search(home, limit=1).entries
    assert newest == audit.trail(home, limit=1)


def test_pages_notice_every_change_of_the_state(home: Path) -> None:
    seen = {fingerprint(home)}
    for number in (1, 2):
        services.apply(home, [matrix(rows=simple(number))], by="kate")
        seen.add(fingerprint(home))
    assert len(seen) == 3
    assert fingerprint(home) == fingerprint(home)
