"""Matrices replaced by edited ones: never over somebody else's change, a signature, or a closed period."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scoreline.errors import PeriodError, ScorelineError
from scoreline.periods import parse
from scoreline.planning.fingerprint import fingerprint
from scoreline.state import audit, services
from scoreline.state.agreements import propose, sign
from scoreline.state.closings import close
from scoreline.state.frozen import Basis
from scoreline.state.reapplying import editable, replace
from tests.state.test_services import ANNA, WEST, matrix, simple

JULY = parse("2017-07")


def applied(home: Path, norm: int = 1) -> str:
    """Anna's matrix for July, applied by Kate; its fingerprint."""
    services.apply(home, [made := matrix(rows=simple(norm))], by="Kate")
    return fingerprint(made)


def changed(home: Path, read: str) -> None:
    services.apply(home, [matrix(rows=simple(2))], by="Lee")


def signed(home: Path, read: str) -> None:
    propose(home, ANNA, JULY, by="Kate")
    sign(home, ANNA, JULY, read=read, by="Anna")


def closed(home: Path, read: str) -> None:
    close(home, JULY, [], Basis(1, ""), version=1, at=audit.newest(home), by="Olga")


def test_what_nobody_touched_is_replaced_and_noted(home: Path) -> None:
    read = applied(home)
    assert editable(home, ANNA, JULY, read, by="Kate") == matrix(rows=simple(1))
    replace(home, [(matrix(rows=simple(5)), read)], by="Kate", origin="plan.xlsx")
    assert services.matrices(home) == (matrix(rows=simple(5)),)
    (entry,) = audit.trail(home, limit=1)
    assert (entry.kind, entry.by, entry.why) == ("matrix", "Kate", "plan.xlsx")


@pytest.mark.parametrize(
    ("meanwhile", "words"),
    [
        (changed, r"Anna for 2017-07: It was changed since it was exported, by Lee on .* UTC \(revenue: norm from 1 to 2.*Export it anew"),
        (signed, r"Anna for 2017-07: Anna signed it: .*scoreline matrix apply"),
        (closed, r"2017-07: The period is closed, since .* by Olga"),
    ],
)
def test_what_happened_meanwhile_is_not_written_over(home: Path, meanwhile: Callable[[Path, str], None], words: str) -> None:
    read = applied(home)
    services.apply(home, [other := matrix(WEST, rows=simple(1))], by="Kate")
    meanwhile(home, read)
    before, entries = services.matrices(home), audit.newest(home)
    with pytest.raises(PeriodError, match=words):
        editable(home, ANNA, JULY, read, by="Kate")
    with pytest.raises(PeriodError, match=words):
        replace(home, [(matrix(WEST, rows=simple(7)), fingerprint(other)), (matrix(rows=simple(7)), read)], by="Kate")
    assert services.matrices(home) == before, "the other neither"
    assert audit.newest(home) == entries


def test_an_own_matrix_and_one_that_is_not_there_are_refused(home: Path) -> None:
    read = applied(home)
    for by, label, words in (("Anna", "2017-07", "Nobody sets an own matrix"), ("Kate", "2017-08", "There is no matrix")):
        with pytest.raises(PeriodError, match=words):
            editable(home, ANNA, parse(label), read, by=by)


def test_of_two_at_once_one_is_kept(home: Path) -> None:
    read = applied(home)

    def write(norm: int) -> str:
        try:
            replace(home, [(matrix(rows=simple(norm)), read)], by=f"Manager {norm}")
        except ScorelineError as problem:
            return str(problem)
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(write, (5, 6)))
    assert sorted(map(bool, said)) == [False, True]
    assert f"by Manager {5 + said.index('')}" in "".join(said)
    assert services.matrices(home) == (matrix(rows=simple(5 + said.index(""))),)
