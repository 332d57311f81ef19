"""Matrices kept in a workspace's state database."""

import random
import shutil
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoreline.engine.members import Member
from scoreline.errors import LockedError, MatrixError, WorkspaceError
from scoreline.periods import Calendar, parse
from scoreline.planning.levels import Direction, Levels, RangeLevels, Step
from scoreline.planning.longer import matrix_for
from scoreline.planning.matrix import Kind, Matrix, MatrixRow, Method, Undefined
from scoreline.state import services

ANNA = Member("person", "Anna", "1", "crm")
WEST = Member("team", "West 张", "w", "crm")
LEVELS = Levels(Direction.UP, Decimal("0.1"), Decimal("12345678901234567890.1234"), Decimal("2e20"))
STEPS = (Step(None, Decimal("-5.5"), Decimal(100)), Step(Decimal("-5.5"), None, Decimal(0)))
FULL = (
    MatrixRow("revenue", weight=Decimal("0.3"), levels=LEVELS, method=Method.RATIO, cap=Decimal(140), why="Because.", result=True),
    MatrixRow("mix", weight=Decimal("0.3"), levels=RangeLevels(Decimal(1), Decimal(2), Decimal(3), Decimal(4))),
    MatrixRow(
        "cycle",
        weight=Decimal("0.4"),
        levels=Levels(Direction.DOWN, Decimal(9), Decimal(5), Decimal(5)),
        method=Method.STEPS,
        steps=STEPS,
        floor=Decimal(-10),
        undefined=Undefined.ZERO,
    ),
    MatrixRow("calls", kind=Kind.INDICATOR, question="How many?"),
)


def matrix(member: Member = ANNA, label: str = "2017-07", rows: tuple[MatrixRow, ...] = FULL) -> Matrix:
    return Matrix(member, parse(label), rows)


def simple(norm: int) -> tuple[MatrixRow, ...]:
    return (MatrixRow("revenue", weight=Decimal(1), levels=Levels(Direction.UP, Decimal(0), Decimal(norm), Decimal(norm))),)


def test_what_is_applied_comes_back_exactly(home: Path) -> None:
    kept = [matrix(), matrix(WEST, "2017-Q3"), matrix(WEST, "2017")]
    assert services.apply(home, kept) == tuple(kept)
    assert set(services.matrices(home)) == set(kept)


def test_a_workspace_without_state_has_no_matrices_and_gets_no_file(tmp_path: Path) -> None:
    assert services.matrices(tmp_path) == ()
    assert list(tmp_path.iterdir()) == []


def test_the_fiscal_year_comes_back(home: Path) -> None:
    services.apply(home, [Matrix(ANNA, parse("2018-Q1", Calendar(first_month=7)), simple(5))])
    assert services.matrices(home)[0].period.label == "2018-Q1"


def test_the_same_member_and_period_is_replaced_and_others_stay(home: Path) -> None:
    services.apply(home, [matrix(), matrix(WEST), matrix(label="2017-08")])
    services.apply(home, [matrix(rows=simple(7))])
    assert services.matrices(home, member=ANNA, period=parse("2017-07")) == (matrix(rows=simple(7)),)
    assert services.matrices(home, member=WEST) == (matrix(WEST),)
    assert len(services.matrices(home)) == 3


def test_those_inside_a_period(home: Path) -> None:
    services.apply(home, [matrix(label=label) for label in ("2017-06", "2017-07", "2017-09", "2017-Q3", "2017")])
    found = services.matrices(home, period=parse("2017-Q3"))
    assert {m.period.label for m in found} == {"2017-07", "2017-09", "2017-Q3"}


def test_a_quarter_is_put_together_from_its_months(home: Path) -> None:
    services.apply(home, [matrix(label=f"2017-0{month}", rows=simple(month)) for month in (7, 8, 9)])
    assert matrix_for(services.matrices(home), ANNA, parse("2017-Q3"), {"revenue"}).rows == simple(24)
    assert matrix_for(services.matrices(home), ANNA, parse("2017-Q3"), set()).rows == simple(9)
    with pytest.raises(MatrixError, match="There is one for: 2017-07, 2017-08, 2017-09"):
        matrix_for(services.matrices(home), ANNA, parse("2018-07"), set())


def test_who_and_when_are_kept(tmp_path: Path) -> None:
    services.apply(tmp_path, [matrix()], by="kate", origin="matrix.yaml")
    with sqlite3.connect(tmp_path / "state.sqlite3") as con:
        by, origin, at = con.execute("SELECT applied_by, origin, applied_at FROM matrix").fetchone()
    assert (by, origin) == ("kate", "matrix.yaml")
    assert at.startswith("20")


def test_nothing_is_applied_where_something_fails(home: Path) -> None:
    services.apply(home, [matrix(rows=simple(1))])
    with patch("scoreline.state.records.rows_of", side_effect=RuntimeError("killed")), pytest.raises(RuntimeError):
        services.apply(home, [matrix(rows=simple(2)), matrix(label="2017-08")])
    assert services.matrices(home) == (matrix(rows=simple(1)),)
    twice = [matrix(rows=simple(3)), matrix(rows=simple(4))]
    with pytest.raises(WorkspaceError):
        services.apply(home, twice)
    assert services.matrices(home) == (matrix(rows=simple(1)),)


def test_reading_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    services.apply(tmp_path, [matrix()])
    code = "import sys; from pathlib import Path; from scoreline.state import services; print(len(services.matrices(Path(sys.argv[1]))))"
    file = tmp_path / "state.sqlite3"
    before = file.stat().st_mtime_ns
    assert len(services.matrices(tmp_path)) == 1
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True).stdout == "1\n"
    assert file.stat().st_mtime_ns == before


def test_applying_nothing_changes_nothing(home: Path) -> None:
    services.apply(home, [matrix()])
    assert services.apply(home, []) == ()
    assert len(services.matrices(home)) == 1


def test_several_workspaces_in_one_process(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two", "Данные 张")]
    for position, folder in enumerate(folders):
        folder.mkdir()
        services.apply(folder, [matrix(rows=simple(position + 1))])
    assert [services.matrices(folder)[0].rows for folder in folders] == [simple(1), simple(2), simple(3)]


def test_a_workspace_made_again_begins_empty(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    for norm in (1, 2):
        folder.mkdir()
        assert services.matrices(folder) == ()
        services.apply(folder, [matrix(rows=simple(norm))])
        assert services.matrices(folder)[0].rows == simple(norm)
        shutil.rmtree(folder)


def test_it_works_inside_an_event_loop_as_in_a_notebook(home: Path) -> None:
    code = """
import asyncio, sys
from pathlib import Path
from scoreline.state import services
from tests.state.test_services import matrix
async def main():
    services.apply(Path(sys.argv[1]), [matrix()])
    return services.matrices(Path(sys.argv[1]))
assert asyncio.run(main()) == (matrix(),)
assert asyncio.run(asyncio.to_thread(services.matrices, Path(sys.argv[1]))) == (matrix(),)
"""
    done = subprocess.run([sys.executable, "-c", code, str(home)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert services.matrices(home) == (matrix(),)


def test_many_writers_at_once_leave_every_matrix_whole(home: Path) -> None:
    def work(number: int) -> None:
        services.apply(home, [matrix(label=f"2017-0{month}", rows=simple(number)) for month in range(1, 7)])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(1, 13)))
    found = services.matrices(home)
    assert len(found) == 6
    assert len({m.rows for m in found}) == 1, "the last writer's, all six"


def test_a_killed_writer_leaves_all_or_nothing(home: Path) -> None:
    code = """
import sys
from pathlib import Path
from scoreline.state import services
from tests.state.test_services import matrix, simple
for norm in range(1, 10**6):
    services.apply(Path(sys.argv[1]), [matrix(label=f"20{y:02}-{m:02}", rows=simple(norm)) for y in range(20) for m in range(1, 13)])
    print(norm, flush=True)
"""
    for kill in range(4):
        writer = subprocess.Popen([sys.executable, "-c", code, str(home)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(random.Random(kill).random())
        writer.kill()
        writer.communicate()
        found = services.matrices(home)
        assert len(found) == 240
        assert len({m.rows for m in found}) == 1, "all of one writing"


def test_a_lock_that_stays_is_told(tmp_path: Path) -> None:
    services.apply(tmp_path, [matrix()])
    other = sqlite3.connect(tmp_path / "state.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert len(services.matrices(tmp_path)) == 1, "readers go on"
        from django.db import connections

        from scoreline.state.setup import connect

        with connections[connect(tmp_path)].cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 50")
        with pytest.raises(LockedError, match=r"state\.sqlite3.*Another process"):
            services.apply(tmp_path, [matrix()])
    finally:
        other.close()


def test_a_broken_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "state.sqlite3").write_bytes(b"this is no database" * 100)
    with pytest.raises(WorkspaceError, match=r"state\.sqlite3"):
        services.matrices(tmp_path)


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    services.apply(tmp_path, [matrix()])
    with sqlite3.connect(tmp_path / "state.sqlite3") as con:
        con.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('state', '0999_later', '2030-01-01')")
    code = "import sys; from pathlib import Path; from scoreline.state import services; services.matrices(Path(sys.argv[1]))"
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True)
    assert "WorkspaceError" in done.stderr
    assert "newer Scoreline (0999_later)" in done.stderr


def test_models_and_migrations_agree(home: Path) -> None:
    services.apply(home, [matrix()])
    from django.core.management import call_command

    call_command("makemigrations", "state", check=True, dry_run=True, verbosity=0)


amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=6)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(points=st.lists(amounts, min_size=4, max_size=4, unique=True), text=st.text(max_size=30).filter(lambda t: "\0" not in t))
def test_every_digit_survives(home: Path, points: list[Decimal], text: str) -> None:
    low_base, low_norm, high_norm, high_base = sorted(points)
    rows = (
        MatrixRow("a", weight=Decimal("0.125"), levels=RangeLevels(low_base, low_norm, high_norm, high_base), why=text),
        MatrixRow("b", weight=Decimal("0.875"), levels=Levels(Direction.DOWN, high_base, low_norm, low_base)),
    )
    services.apply(home, [matrix(rows=rows)])
    assert services.matrices(home) == (matrix(rows=rows),)
