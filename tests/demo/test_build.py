"""The staged tables: as the contracts want them, whole, the same each time, and larger with the scale."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from scoreline.demo.build import COVERS, SUBJECTS, stage_demo
from scoreline.errors import ScorelineError
from scoreline.mart.contracts import TABLES
from scoreline.mart.publish import publish
from scoreline.mart.staged import Span, Staged
from scoreline.mart.store import Mart
from tests.demo.conftest import SCALE, Ask, NoRows

NAMES = [name for subject in SUBJECTS for name in subject.tables]


def digest(staged: Staged) -> dict[str, tuple[object, ...]]:
    """Per table its rows and a sum of hashes over every row, row numbers among them."""
    with duckdb.connect(str(staged.database), read_only=True) as con:
        return {
            name: tuple(con.execute(f"SELECT count(*), sum(hash(COLUMNS(*)::VARCHAR)::HUGEINT) FROM {name}").fetchall()[0])
            for name in NAMES
        }


def counts(staged: Staged) -> dict[str, int]:
    return {table.table: table.read for table in staged.tables}


@pytest.fixture(scope="module")
def twice_as_large(tmp_path_factory: pytest.TempPathFactory) -> Staged:
    return stage_demo(tmp_path_factory.mktemp("larger"), scale=2 * SCALE)


def test_the_same_seed_gives_the_same_company(staged: Staged, tmp_path: Path) -> None:
    again = stage_demo(tmp_path, scale=SCALE, seed=7)
    assert digest(again) == digest(staged)


def test_another_seed_gives_another_company(staged: Staged, tmp_path: Path) -> None:
    other = digest(stage_demo(tmp_path, scale=SCALE, seed=8))
    same = {name for name, rows in digest(staged).items() if rows == other[name]}
    assert same == {"teams", "stages", "locations", "campaigns"}


def test_every_table_of_the_mart_is_filled() -> None:
    assert sorted(NAMES) == sorted(TABLES)


def test_every_table_says_what_it_is(staged: Staged) -> None:
    assert Span(dt.date(2023, 1, 1), dt.date(2026, 1, 1)) == COVERS
    for table in staged.tables:
        assert table.mode == "snapshot"
        assert table.covers == (COVERS if TABLES[table.table].event else None)
        assert table.read > 0 and table.refused == 0


@pytest.mark.parametrize("name", NAMES)
def test_columns_and_types_are_the_contracts(ask: Ask, name: str) -> None:
    found = {row[0]: row[1] for row in ask(f"DESCRIBE {name}")}
    wanted = {column.name: column.type.sql for column in TABLES[name].mapped if column.carried is None}
    assert found == {**wanted, "_source": "VARCHAR", "_file": "VARCHAR", "_row": "BIGINT"}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_required_is_there_and_keys_are_unique(ask: Ask, name: str, no_rows: NoRows) -> None:
    table = TABLES[name]
    for column in table.mapped:
        if column.required:
            assert ask(f'SELECT count(*) FROM {name} WHERE "{column.name}" IS NULL') == [(0,)], column.name
        if column.values:
            allowed = ", ".join(f"'{value}'" for value in column.values)
            assert ask(f'SELECT count(*) FROM {name} WHERE "{column.name}" NOT IN ({allowed})') == [(0,)], column.name
    key = ", ".join(f'"{part}"' for part in table.key)
    no_rows(f"SELECT {key} FROM {name} GROUP BY ALL HAVING count(*) > 1")
    assert ask(f"SELECT min(_row), max(_row), count(DISTINCT _row) FROM {name}") == ask(f"SELECT 1, count(*), count(*) FROM {name}")


@pytest.mark.parametrize("name", NAMES)
def test_every_reference_resolves(ask: Ask, name: str) -> None:
    table = TABLES[name]
    for column in table.mapped:
        if column.parent in NAMES and column.carried is None:
            lost = f'SELECT t."{column.name}" FROM {name} t ANTI JOIN {column.parent} p ON p.id = t."{column.name}"'
            assert ask(f'{lost} WHERE t."{column.name}" IS NOT NULL LIMIT 3') == [], column.name


def test_nothing_lies_outside_the_span(ask: Ask) -> None:
    for name in NAMES:
        event = TABLES[name].event
        column = event if event in {c.name for c in TABLES[name].mapped} else str(event).replace("_on", "_at")
        if event and TABLES[name].column(event).period_of:
            column = "strptime(period[1:4], '%Y')"
        if event and TABLES[name].column(event).carried is None:
            ((low, high),) = ask(f"SELECT min({column})::DATE, max({column})::DATE FROM {name}")
            assert COVERS.start <= low <= high < COVERS.end, name


def test_days_are_the_same_in_utc_and_in_berlin(ask: Ask) -> None:
    """Office hours are shifted by country so that no event changes its day with the time zone of the workspace."""
    for name, column in (("orders", "ordered_at"), ("activities", "done_at"), ("deals", "closed_at"), ("payments", "paid_at")):
        assert ask(f"SELECT count(*) FROM {name} WHERE {column}::DATE <> timezone('Europe/Berlin', {column})::DATE") == [(0,)]


def test_facts_grow_with_the_scale_and_people_do_not_shrink(staged: Staged, twice_as_large: Staged) -> None:
    small, large = counts(staged), counts(twice_as_large)
    grown = (
        "customers",
        "deals",
        "leads",
        "orders",
        "order_lines",
        "invoices",
        "payments",
        "activities",
        "visits",
        "page_views",
        "contracts",
    )
    for name in grown:
        assert 1.85 < large[name] / small[name] < 2.15, name
    assert small["people"] == large["people"]


def test_teams_grow_with_the_square_root_of_the_scale(staged: Staged, tmp_path: Path) -> None:
    with duckdb.connect() as con:
        from scoreline.demo import build

        build._prepare(con, tmp_path, 9, 7)
        con.execute(build._sql("calendar"))
        con.execute(build._sql("people"))
        ((teams, people, names),) = con.execute(
            "SELECT (SELECT count(*) FROM all_teams), count(*), count(DISTINCT name) FROM staff"
        ).fetchall()
    usual = counts(staged)
    assert teams == 5 + 3 * (usual["teams"] - 5)
    assert 2.5 < people / usual["people"] < 3.2
    assert names == people


@pytest.mark.parametrize("scale", [0, -1, 5000, float("nan")])
def test_an_impossible_scale_is_refused(scale: float, tmp_path: Path) -> None:
    with pytest.raises(ScorelineError, match="scale"):
        stage_demo(tmp_path, scale=scale)


def test_the_mart_takes_it_whole_and_once(staged: Staged, tmp_path: Path) -> None:
    mart = Mart.create(tmp_path / "mart")
    first = publish(mart, staged, time_zone="Europe/Berlin")
    assert {name: table.rows for name, table in first.tables.items()} == counts(staged)
    assert publish(mart, staged, time_zone="Europe/Berlin").number == first.number
