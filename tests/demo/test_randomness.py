"""The random numbers: even, and unrelated to each other, to the next row's and to another seed's."""

from __future__ import annotations

import itertools

import duckdb
import pytest

from scoreline.demo.randomness import macros

ROWS = 200_000
DRAWS = ("u(i, 'day')", "u(i, 'who')", "u(i + 1, 'day')", "u(-1 - i, 'day')", "u(i * 16 + 3, 'day')")


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(macros(7))
    return con


@pytest.mark.parametrize("draw", DRAWS)
def test_a_draw_is_even(con: duckdb.DuckDBPyConnection, draw: str) -> None:
    query = f"SELECT avg(x), min(x), max(x), stddev(x) FROM (SELECT {draw} AS x FROM range({ROWS}) AS r(i))"
    ((mean, low, high, deviation),) = con.execute(query).fetchall()
    assert abs(mean - 0.5) < 0.004
    assert 0 <= low < 0.001 and 0.999 < high < 1
    assert abs(deviation - 12**-0.5) < 0.003


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(DRAWS, 2)))
def test_two_draws_are_unrelated(con: duckdb.DuckDBPyConnection, one: str, other: str) -> None:
    """Chi-squared over 16 x 16 cells has mean 255 and deviation 22.6; shifted copies of one another would give thousands."""
    cells = f"SELECT count(*) AS n FROM range({ROWS}) AS r(i) GROUP BY floor({one} * 16), floor({other} * 16)"
    ((squares, seen),) = con.execute(f"SELECT sum((n - {ROWS / 256}) ** 2 / {ROWS / 256}), count(*) FROM ({cells})").fetchall()
    assert seen == 256
    assert 150 < squares < 400


def test_the_seed_changes_everything(con: duckdb.DuckDBPyConnection) -> None:
    other = duckdb.connect()
    other.execute(macros(8))
    query = "SELECT u(i, 'day') FROM range(1000) AS r(i)"
    assert not set(con.execute(query).fetchall()) & set(other.execute(query).fetchall())


def test_the_shapes_built_on_it(con: duckdb.DuckDBPyConnection) -> None:
    query = """SELECT avg(gauss(i, 'a')), stddev(gauss(i, 'a')), avg(expo(i, 'a')), avg(about(2.3, i, 'a')), min(about(2.3, i, 'a')),
        max(about(2.3, i, 'a')), count(DISTINCT pick(['x', 'y', 'z'], i, 'a')), min(below(6, i, 'a')), max(below(6, i, 'a'))"""
    ((mean, deviation, wait, near, least, most, picked, low, high),) = con.execute(f"{query} FROM range({ROWS}) AS r(i)").fetchall()
    assert abs(mean) < 0.01 and abs(deviation - 1) < 0.01 and abs(wait - 1) < 0.01
    assert abs(near - 2.3) < 0.01 and (least, most) == (2, 3)
    assert picked == 3 and (low, high) == (0, 5)
