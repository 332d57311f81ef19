"""What the tiny companies' KPIs are, worked out by hand from their tables: the files of expected/.

A line: KPI, cut, member, period, value; "none" where nothing was divided by. A file is named after its company and subject. A record
of the company's own source stands by its id, one of another as source|id, "-" is what belongs to nobody. Cuts and members of two
dimensions are joined by "+"; what stands beside a KPI comes as kpi:its_label; numbers may be multiplied and divided, as 2*3/4*5 for 6/20.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from tests.checks.cells import BETWEEN, COMPANY

FOLDER = Path(__file__).parent / "expected"
# Cuts whose members are records of a source.
RECORDS = frozenset({"person", "team", "team:region", "team:company", "location", "product", "customer", "campaign"})
SOURCES = {"hanoi": "hanoi", "contracts": "hanoi", "berlin": "berlin"}
"""Company -> the source that its ids are of."""


@dataclass(frozen=True)
class Expected:
    """One cell and its value."""

    kpi: str
    cut: tuple[str, ...]
    member: str
    period: str
    value: Fraction | None


def expected(company: str) -> list[Expected]:
    """The lines of its files."""
    texts = [path.read_text("utf-8") for path in sorted(FOLDER.glob(f"{company}_*.txt"))]
    lines = [line.split() for text in texts for line in text.splitlines() if line and not line.startswith("#")]
    return [
        Expected(_name(kpi), _cut(cut), _member(_cut(cut), member, SOURCES[company]), period, _number(value))
        for kpi, cut, member, period, value in lines
    ]


def _name(word: str) -> str:
    kpi, colon, label = word.partition(":")
    return f"{kpi}: {label.replace('_', ' ')}" if colon else kpi


def _cut(word: str) -> tuple[str, ...]:
    return () if word == COMPANY else tuple(word.split("+"))


def _member(cut: tuple[str, ...], word: str, source: str) -> str:
    if not cut:
        return COMPANY
    words = zip(cut, word.split("+"), strict=True)
    return BETWEEN.join("" if id == "-" else f"{source}|{id}" if name in RECORDS and "|" not in id else id for name, id in words)


def _number(word: str) -> Fraction | None:
    if word == "none":
        return None
    above, _, below = word.partition("/")
    return Fraction(math.prod(map(Fraction, above.split("*")))) / math.prod(map(Fraction, (below or "1").split("*")))
