"""The company's own figures on top of the overview: at most nine, the ones that most matrices weigh first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scoreline.engine.facts import Fact
from scoreline.engine.members import COMPANY
from scoreline.kpis.model import Kpi
from scoreline.periods import Period
from scoreline.reports.formats import Formats
from scoreline.web.pages import marks, series
from scoreline.web.pages.change import Change, change
from scoreline.web.pages.choices import available
from scoreline.web.pages.reading import Reading
from scoreline.web.pages.scores import matrices

_MOST = 6
_MOST_OF_A_GROUP = 9
_LENGTH = {"day": 14, "week": 13, "month": 13, "quarter": 8, "year": 5}


@dataclass(frozen=True)
class Tile:
    """One company figure: the fact, its change against the period before, and its course."""

    kpi: Kpi
    fact: Fact
    change: Change | None
    before: Period
    line: SafeString


def company(reading: Reading, show: Formats, period: Period, group: str = "") -> tuple[Tile, ...]:
    """The tiles of a period, of all KPIs or of one dimension group."""
    kpis = tile_kpis(reading, group)
    span = series.back_from(period, _LENGTH[period.grain.value])
    found = series.ask(reading, [kpi.id for kpi in kpis], None, span)
    tiles = []
    for kpi in kpis:
        facts = found.of(COMPANY, kpi.id)
        line = marks.sparkline_of(facts, span, _(kpi.title), kpi.unit, show, width=200, height=40)
        tiles.append(Tile(kpi, facts[-1], change(facts[-1], facts[-2], kpi.direction), span[-2], line))
    return tuple(tile for tile in tiles if tile.fact.value is not None or tile.fact.known)


def tile_kpis(reading: Reading, group: str = "") -> tuple[Kpi, ...]:
    """The available KPIs that carry most weight in the matrices, of a group if one is named; else the first of the catalogue."""
    ready = [kpi for kpi in _ready(reading) if group in ("", kpi.dimension)]
    weights: dict[str, Decimal] = {}
    for matrix in matrices(reading):
        for row in matrix.rows:
            weights[row.kpi] = weights.get(row.kpi, Decimal(0)) + (row.weight or 0)
    ranked = sorted(ready, key=lambda kpi: (-weights.get(kpi.id, Decimal(0)), ready.index(kpi)))
    return tuple(ranked[: _MOST_OF_A_GROUP if group else _MOST])


def group_sizes(reading: Reading) -> Counter[str]:
    """How many available KPIs each dimension group has."""
    return Counter(str(kpi.dimension) for kpi in _ready(reading))


def _ready(reading: Reading) -> list[Kpi]:
    """The available KPIs that a whole company has a number of."""
    found = (reading.workspace.registry.kpi(item.kpi) for item in available(reading) if item.ok)
    return [kpi for kpi in found if not kpi.needs_cut]
