"""What the product says of cells, by the same names as the check queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import scoreline
from scoreline import settings
from scoreline.engine.facts import FactState
from scoreline.kpis import formula
from scoreline.kpis.formula import Name
from scoreline.mart.publish import publish
from scoreline.mart.staged import Staged
from scoreline.workspace import Workspace
from tests.checks.cells import BETWEEN, COMPANY
from tests.checks.companies import Company

Cells = dict[tuple[str, str], Decimal | float | int | None]


def workspace(folder: Path, staged: Iterable[Staged], company: Company) -> Workspace:
    """A workspace holding the staged loads, published one after another."""
    made = scoreline.init(folder, time_zone=company.time_zone, currency=company.currency)
    settings.write(folder, made.settings.model_copy(update=company.settings))
    for load in staged:
        publish(made.mart, load, time_zone=company.time_zone)
    return scoreline.open(folder)


class Answers:
    """What a workspace answers: one question for all KPIs that a cut allows, at one grain, over a run of periods."""

    def __init__(self, ws: Workspace, spans: Mapping[str, tuple[str, str]]) -> None:
        self.ws, self.spans = ws, spans
        self.cuts = {kpi: frozenset(ws.cuts(kpi)) for kpi in ws.registry.kpis}
        self.known = {item.kpi for item in ws.availability() if not item.missing}
        self._kept: dict[tuple[tuple[str, ...], str], dict[str, Cells]] = {}

    def allowing(self, cut: Sequence[str]) -> list[str]:
        """The KPIs that can be cut so, that the data is there for, and that need no other cut to say anything."""
        names = {name.partition(":")[0] for name in cut}
        return sorted(kpi for kpi, cuts in self.cuts.items() if kpi in self.known and names <= cuts and self._enough(kpi, names))

    def _enough(self, kpi: str, names: set[str]) -> bool:
        needed = self.ws.registry.kpi(kpi).needs_cut
        return not needed or not names.isdisjoint(needed)

    def cells(self, kpi: str, cut: Sequence[str], per: str) -> Cells:
        """Every cell of the KPI, or of "kpi: label" beside it, in the grain's span, by (member, period)."""
        asked = tuple(cut), per
        if asked not in self._kept:
            self._kept[asked] = self._ask(*asked)
        return self._kept[asked][kpi]

    def _ask(self, cut: tuple[str, ...], per: str) -> dict[str, Cells]:
        kpis = self.allowing(cut)
        first, last = self.spans[per]
        table = self.ws.kpi(*kpis, by=list(cut), per=per, start=first, end=last)
        members = [BETWEEN.join(_key(ids[f"{name} source"], ids[f"{name} id"]) for name in cut) for ids in table.ids.to_pylist()]
        places = list(zip(members if cut else [COMPANY] * table.table.num_rows, table.table["period"].to_pylist(), strict=True))
        assert len(set(places)) == len(places), f"a member of {cut} stands there twice"
        columns = {kpi: table.table[kpi] for kpi in kpis} | {name: table.beside[name] for name in table.beside.column_names}
        missing = {kpi: [fact.state is FactState.MISSING for fact in table.facts(kpi)] for kpi in kpis}
        return {
            # what the data does not cover is missing, whatever number there is so far
            name: {
                place: None if lacking else value
                for place, value, lacking in zip(places, column.to_pylist(), missing[name.partition(":")[0]], strict=True)
            }
            for name, column in columns.items()
        }

    def leaves(self, kpi: str) -> list[Name]:
        """The measures of the KPI's formula."""
        return list(formula.leaves(self.ws.registry.formulas[kpi]))

    def periods(self, per: str) -> list[str]:
        """The periods of the grain's run."""
        return sorted(period for _, period in self.cells(self.allowing(())[0], (), per))


def _key(source: str | None, id: str | None) -> str:
    if id is None:
        return ""
    id = id.removesuffix(" (direct)")  # the cut by team shows a node's direct members apart from all below it
    return f"{source}|{id}" if source else id
