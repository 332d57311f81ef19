"""Files of incentives; a test's docstring or text is the file."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from scoreline.errors import IncentiveError
from scoreline.kpis.registry import shipped
from scoreline.periods import Grain
from scoreline.scoring import incentives_file
from scoreline.scoring.incentives_file import read_incentives
from scoreline.scoring.rates import Accelerator, On, Rate, Table
from scoreline.scoring.scheme import Scheme
from scoreline.scoring.settlement import Draw

GOOD = """incentives:
  - role: account_executive
    per: quarter
    draw: 1500
    rows:
      - kpi: revenue
        table: marginal
        threshold: 60
        rates:
          - {to: 100, rate: 0.01}
          - {from: 100, rate: 0.02}
        accelerator: {from: 120, times: 1.5}
        cap: 9000
"""


def read(text: str, tmp_path: Path) -> dict[str, Scheme]:
    file = tmp_path / "pay.yaml"
    file.write_text(text, "utf-8")
    return read_incentives(file, shipped().kpis)


def test_a_scheme_is_read(tmp_path: Path) -> None:
    scheme = read(GOOD, tmp_path)["account_executive"]
    (rule,) = scheme.rules
    assert (scheme.per, scheme.draw) == (Grain.QUARTER, Draw(Decimal(1500)))
    assert (rule.kpi, rule.table, rule.on, rule.threshold, rule.cap) == ("revenue", Table.MARGINAL, On.NORM, 60, 9000)
    assert rule.rates == (Rate(Decimal(0), Decimal(100), Decimal("0.01")), Rate(Decimal(100), None, Decimal("0.02")))
    assert rule.accelerator == Accelerator(Decimal(120), Decimal("1.5"))


def test_the_example_in_the_module_is_read(tmp_path: Path) -> None:
    text = str(incentives_file.__doc__).partition("\n\n")[2]
    assert read(text, tmp_path)["account_executive"].rules == read(GOOD, tmp_path)["account_executive"].rules


def test_a_draw_may_be_a_guarantee(tmp_path: Path) -> None:
    scheme = read(GOOD.replace("draw: 1500", "draw: {amount: 900, recoverable: false}"), tmp_path)["account_executive"]
    assert scheme.draw == Draw(Decimal(900), recoverable=False)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("from: 100, rate", "from: 110, rate", 9, "a gap from 100 to 110"),
        ("from: 100, rate", "from: 90, rate", 9, "overlap"),
        ("{to: 100, rate: 0.01}", "{to: 100}", 10, "Step 1 has no rate"),
        ("{to: 100, rate: 0.01}", "{from: 5, to: 100, rate: 0.01}", 9, "No rate covers 0 to 5"),
        ("{to: 100, rate: 0.01}", "{to: 100, rat: 0.01}", 10, 'Did you mean "rate"?'),
        ("kpi: revenue", "kpi: revenu", 6, 'Did you mean "revenue"?'),
        ("        table: marginal\n", "", 6, "how the rates pay"),
        ("table: marginal", "table: marginl", 7, 'Did you mean "marginal"?'),
        ("threshold: 60", "threshold: high", 8, 'threshold is "high"'),
        ("threshold: 60", "threshold: -1", 6, "The threshold is -1"),
        ("cap: 9000", "caps: 9000", 13, 'Did you mean "cap"?'),
        ("times: 1.5", "time: 1.5", 12, 'Did you mean "times"?'),
        ("accelerator: {from: 120, times: 1.5}", "accelerator: {from: 120}", 12, "An accelerator has from and times"),
        ("draw: 1500", "draw: -5", 4, "This is no draw"),
        ("per: quarter", "per: fortnight", 3, 'per is "fortnight"'),
        ("role: account_executive", "role: ''", 2, "A scheme is for a role"),
        ("incentives:", "incentive:", 1, "no list of incentives"),
    ],
)
def test_a_mistake_names_its_line(old: str, new: str, line: int, words: str, tmp_path: Path) -> None:
    assert old in GOOD
    with pytest.raises(IncentiveError) as problem:
        read(GOOD.replace(old, new, 1), tmp_path)
    assert words in problem.value.text
    assert problem.value.where == f"pay.yaml, line {line}"


def test_a_role_or_a_kpi_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IncentiveError, match="two schemes"):
        read(GOOD + GOOD.removeprefix("incentives:\n"), tmp_path)
    with pytest.raises(IncentiveError, match="paid for twice"):
        read(GOOD + GOOD.partition("rows:\n")[2], tmp_path)
