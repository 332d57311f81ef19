"""The demo's random numbers: a DuckDB macro that hashes a row's number together with the name of what is drawn.

A row draws the same numbers whatever order the rows come in, on any number of threads, and nothing is kept between draws.
Each draw has a name, so that two draws of one row have nothing to do with each other. The row is hashed first, the name
is mixed in, and the whole is hashed again: DuckDB's hash(row, name) with two arguments only xors the second onto the
first, and every column of a row would be a shifted copy of the next.

DuckDB may change its hash between releases; the same release gives the same company for ever.
"""

from __future__ import annotations

_MACROS = """
-- a number in [0, 1)
CREATE TEMP MACRO u(row, what) AS (hash(xor(hash(row::BIGINT), hash('{seed}:' || what))) >> 11)::DOUBLE / 9007199254740992.0;
-- a whole number in [0, n)
CREATE TEMP MACRO below(n, row, what) AS floor(u(row, what) * n)::INTEGER;
-- one item of a list
CREATE TEMP MACRO pick(list, row, what) AS list[1 + below(len(list), row, what)];
-- a whole number with this mean: the whole part, and one more as often as the rest asks for
CREATE TEMP MACRO about(mean, row, what) AS floor(mean + u(row, what))::BIGINT;
-- normal with mean 0 and deviation 1
CREATE TEMP MACRO gauss(row, what) AS sqrt(-2 * ln(1 - u(row, what || ' r'))) * cos(2 * pi() * u(row, what || ' a'));
-- exponential with mean 1
CREATE TEMP MACRO expo(row, what) AS -ln(1 - u(row, what));
"""


def macros(seed: int) -> str:
    """SQL that makes the macros `u`, `below`, `pick`, `about`, `gauss` and `expo` for a seed."""
    return _MACROS.format(seed=int(seed))
