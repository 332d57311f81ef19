"""A KPI's definition as pages show it: formula in words, its measures, what stands beside, an example, what the data allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scoreline.kpis import examples
from scoreline.kpis.model import Kpi
from scoreline.reports.formats import Formats
from scoreline.web.pages import choices
from scoreline.web.pages.allowed import allows
from scoreline.web.pages.reading import Reading
from scoreline.web.pages.why import readable


def definition(reading: Reading, kpi: Kpi, show: Formats) -> dict[str, Any]:
    """What the template of a definition needs."""
    item = next((item for item in choices.available(reading) if item.kpi == kpi.id), None)
    own = reading.workspace.registry.own(kpi.id)
    return {
        "kpi": kpi,
        "allows": allows(item, show, reading.workspace.settings.customer_days) if item else None,
        "measures": measures(reading, kpi),
        "formula": readable(kpi.formula),
        "besides": [(label, readable(text)) for label, text in kpi.beside.items()],
        "example": None if own else examples.shipped().get(kpi.id),
        "own": own,
    }


@dataclass(frozen=True)
class MeasureText:
    """One measure of a KPI's formula, in words."""

    name: str
    doc: str
    table: str


def measures(reading: Reading, kpi: Kpi) -> tuple[MeasureText, ...]:
    """What the formula is made of."""
    registry = reading.workspace.registry
    names = dict.fromkeys(leaf.name for leaf in registry.parts(kpi.id))
    found = (registry.measures[name].measure for name in names)
    return tuple(MeasureText(measure.name, measure.doc, measure.from_) for measure in found)
