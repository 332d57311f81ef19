"""Worked examples of scoring that were published with the method."""

from decimal import Decimal

from scoreline.planning.matrix import Method
from scoreline.scoring.index import index_of
from tests.scoring.builders import row, scored, up, value


def test_weighted_example_gives_113_75() -> None:
    """Weights .5 .25 .25, norms 20 20 20, targets 30 30 30, facts 22 17 30 by ratio: 55 + 21.25 + 37.5."""
    levels = up(0, 20, 30)
    rows = [row(levels, weight, kpi, method=Method.RATIO) for kpi, weight in (("a", "0.5"), ("b", "0.25"), ("c", "0.25"))]
    card = scored(rows, {"a": value(22), "b": value(17), "c": value(30)})
    assert [item.weighted for item in card.rows] == [Decimal("55"), Decimal("21.25"), Decimal("37.5")]
    assert card.total == Decimal("113.75")


def test_progress_from_15_to_45_at_16_is_3_33_percent() -> None:
    assert index_of(row(up(15, 45, 45)), Decimal(16)).raw.quantize(Decimal("0.01")) == Decimal("3.33")


def test_base_90_norm_100_fact_0_is_minus_900() -> None:
    assert index_of(row(up(90, 100, 110)), Decimal(0)).raw == -900
