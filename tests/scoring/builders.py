"""Short ways to write rows, matrices and facts in tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.periods import parse
from scoreline.planning.levels import Direction, Levels, RangeLevels
from scoreline.planning.matrix import Matrix, MatrixRow
from scoreline.scoring.scorecard import Scorecard
from scoreline.scoring.total import score

Number = int | str | Decimal
ANNA = Member("person", "Anna", "1", "crm")


@dataclass(frozen=True)
class Kpi:
    title: str
    question: str = "How many?"
    unit: str = "count"
    direction: str = "up"
    use: str = "any"


def up(base: Number, norm: Number, target: Number) -> Levels:
    return Levels(Direction.UP, Decimal(base), Decimal(norm), Decimal(target))


def down(base: Number, norm: Number, target: Number) -> Levels:
    return Levels(Direction.DOWN, Decimal(base), Decimal(norm), Decimal(target))


def between(low_base: Number, low_norm: Number, high_norm: Number, high_base: Number) -> RangeLevels:
    return RangeLevels(Decimal(low_base), Decimal(low_norm), Decimal(high_norm), Decimal(high_base))


def row(levels: Levels | RangeLevels, weight: Number = 1, kpi: str = "revenue", **fields: Any) -> MatrixRow:
    return MatrixRow(kpi, weight=Decimal(weight), levels=levels, **fields)


def value(number: Number | float) -> Fact:
    return Fact(number if isinstance(number, float) else Decimal(number), FactState.VALUE)


MISSING = Fact(None, FactState.MISSING)
PARTIAL = Fact(Decimal(7), FactState.MISSING)
ZERO = Fact(Decimal(0), FactState.ZERO)
UNDEFINED = Fact(None, FactState.UNDEFINED)
NOT_APPLICABLE = Fact(None, FactState.NOT_APPLICABLE)


def scored(rows: list[MatrixRow], facts: Mapping[str, Fact]) -> Scorecard:
    kpis = {row.kpi: Kpi(row.kpi.upper()) for row in rows}
    return score(Matrix(ANNA, parse("2017-07"), tuple(rows)), facts, kpis)
