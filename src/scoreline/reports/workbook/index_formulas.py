"""The formulas of `scoring/index.py` as a spreadsheet writes them. Each takes the addresses of a row's cells and gives a formula's text."""

from __future__ import annotations

from dataclasses import dataclass

from scoreline.planning.levels import Direction, Levels, RangeLevels
from scoreline.planning.matrix import MatrixRow, Method
from scoreline.reports.workbook.cells import DASH
from scoreline.scoring.index import FULL, MOST

_NONE = f'"{DASH}"'


@dataclass(frozen=True)
class Places:
    """Where a row's figures stand: levels (for a range those of the low side, and the high side's), limits and the fact.

    `steps` and `aims` are the cells beside a step table: the index of the step that holds the fact, or the target.
    """

    base: str
    norm: str
    target: str
    high_norm: str
    high_base: str
    fact: str
    floor: str
    cap: str
    raw: str
    at_target: str
    steps: str = ""
    aims: str = ""


def raw(row: MatrixRow, at: Places) -> str:
    """The raw index of a known fact."""
    if row.method is Method.STEPS:
        return f"MAX({at.steps})"
    if isinstance(row.levels, RangeLevels):
        return f"MIN({FULL},{_way(at.fact, at.base, at.norm)},{_way(at.fact, at.high_base, at.high_norm)})"
    if row.method is Method.RATIO:
        return f"100*{at.fact}/{at.norm}" if row.direction is Direction.UP else f"IF({at.fact}>0,100*{at.norm}/{at.fact},{at.cap})"
    way = _way(at.fact, at.base, at.norm)
    if row.method is Method.PIECEWISE:
        beyond = f"MIN({at.at_target},{FULL}+({at.at_target}-{FULL})*({at.fact}-{at.norm})/({at.target}-{at.norm}))"
        return f"IF({way}<={FULL},MAX(0,{way}),IF({at.target}={at.norm},{FULL},{beyond}))"
    return way


def cap(row: MatrixRow, at: Places) -> str:
    """The cap of a row for which none is set: the index at target, 150 at most; 100 where nothing lies beyond the norm."""
    if isinstance(row.levels, RangeLevels):
        return str(FULL)
    match row.method:
        case Method.STEPS:
            target = f"MAX({at.aims})"
        case Method.PIECEWISE:
            target = at.at_target
        case Method.RATIO if row.direction is Direction.UP:
            target = f"100*{at.target}/{at.norm}"
        case Method.RATIO:
            target = f"IF({at.target}>0,100*{at.norm}/{at.target},{MOST})"
        case _:
            target = _way(at.target, at.base, at.norm)
    return f"IF({at.target}={at.norm},{FULL},MIN({MOST},{target}))"


def limited(at: Places) -> str:
    """The raw index within floor and cap."""
    return f"MAX({at.floor},MIN({at.cap},{at.raw}))"


def attainment(row: MatrixRow, at: Places) -> str:
    """The plain ratio of actual to plan; a dash where it says nothing."""
    if row.direction is Direction.UP:
        return f"IF({at.norm}>0,100*{at.fact}/{at.norm},{_NONE})"
    return f"IF(AND({at.norm}>0,{at.fact}>0),100*{at.norm}/{at.fact},{_NONE})"


def band(row: MatrixRow, at: Places) -> str:
    """The word for where a known fact lies among the levels."""
    if isinstance(row.levels, RangeLevels):
        outside = f"OR({at.fact}<{at.base},{at.fact}>{at.high_base})"
        planned = f"AND({at.norm}<={at.fact},{at.fact}<={at.high_norm})"
        return f'IF({outside},"ineffective",IF({planned},"on plan","below norm"))'
    worse, better = ("<", ">") if row.direction is Direction.UP else (">", "<")
    beyond = f"AND({at.target}<>{at.norm},{at.fact}{better}{at.target})"
    rest = f'IF({beyond},"beyond target","on plan")'
    return f'IF({at.fact}{worse}{at.base},"ineffective",IF({at.fact}{worse}{at.norm},"below norm",{rest}))'


def check(row: MatrixRow, at: Places) -> str:
    """What is wrong with the order of the levels; empty where it is right."""
    if isinstance(row.levels, RangeLevels):
        right = f"{at.base}<{at.norm},{at.norm}<={at.high_norm},{at.high_norm}<{at.high_base}"
        rule = "Keep low base < low norm <= high norm < high base."
    elif row.direction is Direction.UP:
        right, rule = f"{at.base}<{at.norm},{at.norm}<={at.target}", "Keep base < norm <= target."
    else:
        right, rule = f"{at.base}>{at.norm},{at.norm}>={at.target}", "Keep base > norm >= target."
    if row.method is Method.RATIO and isinstance(row.levels, Levels):
        right, rule = f"{right},{at.norm}>0", f"{rule[:-1]}, norm above 0."
    return f'IF(AND({right}),"","{rule}")'


def within(fact: str, low: str | None, high: str | None, index: str) -> str:
    """The index of a step where it holds the fact, else a dash."""
    tests = ",".join([*([f"{low}<={fact}"] if low else []), *([f"{fact}<={high}"] if high else [])])
    return f"IF(AND({tests}),{index},{_NONE})" if tests else index


def _way(fact: str, start: str, end: str) -> str:
    return f"100*({fact}-{start})/({end}-{start})"
