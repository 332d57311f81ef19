"""Rows that hold for a time, and what single members have otherwise."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from scoreline.errors import MatrixError
from scoreline.planning.levels import Levels
from scoreline.planning.matrix import Matrix
from tests.planning.test_matrix_file import read

HEAD = "matrices:\n  - role: rep\n    periods: {from: 2017-01, to: 2017-03}\n    rows:\n"
BOTH = """\
      - {kpi: revenue, weight: 0.6, base: 20, norm: 30, target: 40, why: Rent}
      - {kpi: win_rate, weight: 0.4, base: 40, norm: 60, target: 70}
"""


def weights(matrix: Matrix) -> dict[str, Decimal | None]:
    return {row.kpi: row.weight for row in matrix.rows}


def test_single_people_have_only_what_differs(tmp_path: Path) -> None:
    """
    Boris has other weights all the time, a lower norm in February, and a row of his own in place of the win rate from March.
    """
    changes = """\
    changes:
      - person: Boris Faz
        to: 2017-02
        rows:
          - {kpi: revenue, weight: 0.5, norm: 25}
          - {kpi: win_rate, weight: 0.5}
      - person: [Boris Faz]
        from: 2017-03
        rows:
          - {kpi: win_rate, remove: true}
          - {kpi: sales_cycle, weight: 0.4, base: 90, norm: 60, target: 50}
"""
    found = read(tmp_path, HEAD + BOTH + changes)
    anna, boris = found[:3], found[3:]
    half, most, rest = Decimal("0.5"), Decimal("0.6"), Decimal("0.4")
    assert [weights(matrix) for matrix in anna] == [{"revenue": most, "win_rate": rest}] * 3
    assert [weights(matrix) for matrix in boris] == [
        {"revenue": half, "win_rate": half},
        {"revenue": half, "win_rate": half},
        {"revenue": most, "sales_cycle": rest},
    ]
    rows = [matrix.rows[0] for matrix in boris]
    assert [row.levels.norm for row in rows if isinstance(row.levels, Levels)] == [25, 25, 30]
    assert {row.why for row in rows} == {"Rent"}


def test_rows_hold_for_their_time(tmp_path: Path) -> None:
    """A day may stand for the period that begins or ends with it."""
    rows = """\
      - {kpi: revenue, weight: 1, base: 20, norm: 30, target: 40, to: 2017-01}
      - {kpi: revenue, weight: 0.5, base: 20, norm: 35, target: 40, from: 2017-02-01, to: 2017-03-31}
      - {kpi: win_rate, weight: 0.5, base: 40, norm: 60, target: 70, from: 2017-02}
"""
    found = read(tmp_path, HEAD + rows)
    assert [len(matrix.rows) for matrix in found] == [1, 2, 2] * 2
    assert all(sum(row.weight or Decimal(0) for row in matrix.rows) == 1 for matrix in found)


@pytest.mark.parametrize(
    ("changes", "line", "words"),
    [
        ("- {person: Li Wei, rows: [{kpi: revenue, norm: 25}]}", 8, "names several"),
        ("- {person: Anna Snellin, rows: [{kpi: revenue, norm: 25}]}", 8, 'Did you mean "Anna Snelling"'),
        ("- {team: West, rows: [{kpi: revenue, norm: 25}]}", 8, "The matrix is not for West"),
        ("- {person: Boris Faz}", 8, "no rows"),
        ("- Boris Faz", 8, "not a mapping"),
        ("- {person: Boris Faz, until: 2017-02, rows: []}", 8, '"until" is not a field of a change'),
        ("- {person: Boris Faz, rows: [{kpi: revenu, norm: 25}]}", 8, 'Did you mean "revenue"'),
        ("- {person: Boris Faz, rows: [{kpi: revenue, nrom: 25}]}", 8, 'matrix of Boris Faz, 2017-01: "nrom" is not a field'),
        ("- {person: Boris Faz, rows: [{kpi: revenue, norm: 15}]}", 8, 'Boris Faz, 2017-01, row "revenue": More is better'),
        ("- {person: Boris Faz, rows: [{kpi: revenue, weight: 0.5}]}", 8, "matrix of Boris Faz, 2017-01: The weights sum to 0.9, not to 1"),
        ("- {person: Boris Faz, from: 2017-03, rows: [{kpi: revenue, remove: true}]}", 8, "Boris Faz, 2017-03: The weights sum to 0.4"),
        ("- {person: Boris Faz, rows: [{kpi: sales_cycle, remove: true}]}", 8, 'row "sales_cycle": There is no such row to take out'),
        ("- {person: Boris Faz, rows: [{kpi: revenue, remove: true, norm: 25}]}", 8, "remove takes the whole row out"),
        ("- {person: Boris Faz, rows: [{kpi: revenue, norm: 25}, {kpi: revenue, cap: 100}]}", 8, "changed twice"),
        (
            "- {person: Boris Faz, from: 2017-02-10, rows: [{kpi: revenue, norm: 25}]}",
            8,
            'matrix of Boris Faz, 2017-02, row "revenue": It begins on 2017-02-10, within 2017-02',
        ),
        ("- {person: Boris Faz, rows: [{kpi: revenue, norm: 25, to: 2017-02-10}]}", 8, "It ends on 2017-02-10, within 2017-02"),
        (
            "- {person: Boris Faz, from: 2018-02, rows: [{kpi: revenue, norm: 25}]}",
            8,
            'Boris Faz, row "revenue": Its from and to lie outside',
        ),
        ("- {person: Boris Faz, from: 2017-03, to: 2017-02, rows: [{kpi: revenue, norm: 25}]}", 8, "It ends before it begins"),
        ("- {person: Boris Faz, from: soon, rows: [{kpi: revenue, norm: 25}]}", 8, "soon"),
        ("{person: Boris Faz}", 7, "changes is not a list"),
    ],
)
def test_refused_with_line_person_row_and_date(tmp_path: Path, changes: str, line: int, words: str) -> None:
    with pytest.raises(MatrixError) as refused:
        read(tmp_path, f"{HEAD}{BOTH}    changes:\n      {changes}\n")
    assert words in refused.value.text
    assert refused.value.where.startswith(f"matrix.yaml, line {line}")


def test_a_kpi_in_two_rows_is_refused_though_a_change_is_put_on_it(tmp_path: Path) -> None:
    rows = BOTH + BOTH.splitlines(keepends=True)[1]
    change = "    changes:\n      - {person: Boris Faz, rows: [{kpi: win_rate, norm: 65}]}\n"
    with pytest.raises(MatrixError, match=r'line 7, matrix of Boris Faz, 2017-01: The KPI "win_rate" stands in two rows'):
        read(tmp_path, (HEAD + rows + change).replace("role: rep", "person: Boris Faz"))


def test_weights_are_one_on_every_day(tmp_path: Path) -> None:
    rows = BOTH.replace("why: Rent", "to: 2017-02")
    with pytest.raises(MatrixError, match=r"line 4, matrix of Anna Snelling, 2017-03: The weights sum to 0\.4"):
        read(tmp_path, HEAD + rows)
