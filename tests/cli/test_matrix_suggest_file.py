"""The matrix file that is printed with suggested levels."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from scoreline.cli.matrix_suggest_file import file_of
from scoreline.insight.suggesting import Suggestion
from scoreline.periods import parse
from scoreline.workspace.proposing import Suggested
from tests.planning.test_matrix_file import ANNA, KPIS, read

MATRIX = """
matrices:
  - person: Anna Snelling
    period: 2017-07
    rows:
      - {kpi: revenue, weight: 0.3, base: 20, norm: 30, target: 40, method: piecewise, at_target: 135, floor: -20, cap: 130, result: true}
      - {kpi: win_rate, weight: 0.3, base: 40, norm: 60, target: 70, method: steps, steps: [{to: 60, index: 0}, {from: 60, index: 100}]}
      - {kpi: sales_cycle, weight: 0.2, base: 90, norm: 60, target: 50, method: ratio, undefined: zero, question: 'Is it: "quick", #1?'}
      - {kpi: method_share, weight: 0.1, direction: down, base: 9, norm: 6, target: 5, why: "{x}"}
      - {kpi: discount_rate, weight: 0.1, base: [0, 30], norm: [5, 10]}
      - {kpi: satisfaction, kind: indicator}
"""


def test_all_but_the_levels_is_as_the_matrix_has_it(tmp_path: Path) -> None:
    """Where the levels of that matrix are what is suggested, the file that is printed is the matrix."""
    (matrix,) = read(tmp_path, MATRIX)
    rows = tuple(Suggestion(ANNA, row.kpi, row.levels, 12, 0, Fraction(1), Decimal(0), "So.\nThus.") for row in matrix.rows)
    text = file_of(KPIS, [Suggested(ANNA, parse("2017-08"), matrix, rows)])
    assert read(tmp_path, text) == (replace(matrix, period=parse("2017-08")),)
