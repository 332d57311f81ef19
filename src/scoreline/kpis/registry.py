"""All definitions together: the shipped catalogue, then a workspace's own files, which may add, replace or retire."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from pathlib import Path

from scoreline.errors import QueryError, nearest
from scoreline.kpis import definition_file, formula
from scoreline.kpis.definition_file import CATALOGUE, OWN, DefinitionFile
from scoreline.kpis.formula import Node
from scoreline.kpis.model import Kpi, Measure
from scoreline.kpis.problems import Problems
from scoreline.kpis.resolving import Formulas, Resolved, measure, unknown_kpi

__all__ = ["CATALOGUE", "Registry", "Resolved", "load", "shipped", "with_own"]


@dataclass(frozen=True)
class Registry:
    """Every measure and KPI by name, checked; `notices` tell which shipped definitions were replaced."""

    measures: dict[str, Resolved]
    kpis: dict[str, Kpi]
    formulas: dict[str, Node]
    besides: dict[str, dict[str, Node]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    hash: str = field(default="")

    def kpi(self, name: str) -> Kpi:
        """The KPI of that id. QueryError with the nearest name where there is none."""
        if name not in self.kpis:
            raise QueryError(f'There is no KPI "{name}". {nearest(name, self.kpis)}'.strip(), do="`scoreline kpis` lists them.")
        return self.kpis[name]

    @property
    def offered(self) -> list[Kpi]:
        """The KPIs to choose from: all but the retired ones, in the order of the catalogue."""
        return [kpi for kpi in self.kpis.values() if kpi.status != "retired"]

    def own(self, name: str) -> bool:
        """Whether the KPI is defined by the workspace itself."""
        return self.kpis[name].origin.startswith(f"{OWN}/")

    def parts(self, name: str) -> list[formula.Name]:
        """The measures that a KPI's formula is made of."""
        return formula.leaves(self.formulas[name])

    def every_part(self, name: str) -> list[formula.Name]:
        """The same, and those of what stands beside it."""
        nodes = (self.formulas[name], *self.besides.get(name, {}).values())
        return list(dict.fromkeys(leaf for node in nodes for leaf in formula.leaves(node)))

    def additive(self, name: str) -> bool:
        """Whether a KPI's values over time may be added: no ratio, stock, median, distinct count or shift."""
        node = self.formulas[name]
        return not formula.divides(node) and all(
            not leaf.shift and self.measures[leaf.name].measure.additive and not self.measures[leaf.name].relation.by_period
            for leaf in formula.leaves(node)
        )

    def settled(self, *, basket_hours: int) -> Registry:
        """The same with a workspace's settings put in: measures within basket_hours look at the days that those hours begin in."""
        days = -(-basket_hours // 24)
        given = {
            name: replace(item, measure=item.measure.model_copy(update={"within": days}))
            for name, item in self.measures.items()
            if item.measure.within == "basket_hours"
        }
        return replace(self, measures=self.measures | given)


@cache
def shipped() -> Registry:
    """The shipped catalogue."""
    with resources.as_file(resources.files("scoreline.kpis") / CATALOGUE) as folder:
        return load(sorted(folder.glob("*.yaml")))


def with_own(own: Sequence[Path], problems: Problems | None = None) -> Registry:
    """The shipped catalogue with a workspace's own files, which may add definitions, replace or retire them."""
    if not own:
        return shipped()
    with resources.as_file(resources.files("scoreline.kpis") / CATALOGUE) as folder:
        return load([*sorted(folder.glob("*.yaml")), *own], problems)


def load(files: Sequence[Path], problems: Problems | None = None) -> Registry:
    """The registry of these files, later ones replacing definitions of earlier ones.

    A DefinitionError names file and line of the first mistake. Where `problems` keeps mistakes, they are all there afterwards, and
    the registry holds the measures and KPIs that are right.
    """
    problems = problems or Problems()
    read = [file for path in files if (file := definition_file.read(path, problems))]
    found = _Found()
    for file in read:
        found.take(file, problems)
    found.retire(read, problems)
    measures = {name: done for name, (item, file) in found.measures.items() if (done := measure(item, file, problems))}
    formulas = Formulas(found.kpis, measures, frozenset(found.names("measures", read)), problems)
    formulas.run(found.names("kpis", read))
    parts = {name: formula.leaves(formulas.done[name]) for name in found.kpis}
    right = {name: kpi for name, (kpi, _) in found.kpis.items() if all(part.name in measures for part in parts[name])}
    digest = hashlib.sha256(b"".join(file.lines.file.read_bytes() for file in read)).hexdigest()[:16]
    trees = {name: formulas.done[name] for name in right}
    return Registry(measures, right, trees, formulas.besides, found.notices(trees), digest)


@dataclass
class _Found:
    """The definitions of all files so far, each with the file that it stands in, and what was replaced and retired."""

    measures: dict[str, tuple[Measure, DefinitionFile]] = field(default_factory=dict)
    kpis: dict[str, tuple[Kpi, DefinitionFile]] = field(default_factory=dict)
    replaced: list[tuple[str, str, DefinitionFile, DefinitionFile]] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)

    def take(self, file: DefinitionFile, problems: Problems) -> None:
        """Add a file's definitions."""
        for item in file.measures(problems):
            if item.name in self.measures:
                self.replaced.append(("measures", item.name, file, self.measures[item.name][1]))
            self.measures[item.name] = (item, file)
        for kpi in file.kpis(problems):
            if kpi.id in self.kpis:
                self.replaced.append(("kpis", kpi.id, file, self.kpis[kpi.id][1]))
            self.kpis[kpi.id] = (kpi, file)

    def retire(self, files: Sequence[DefinitionFile], problems: Problems) -> None:
        """Retire what the files' lists name."""
        for file in files:
            for place, id in enumerate(file.retired()):
                if id not in self.kpis:
                    problems.add(unknown_kpi(id, self.kpis, file, place))
                    continue
                kpi, defined = self.kpis[id]
                self.kpis[id] = (kpi.model_copy(update={"status": "retired"}), defined)
                self.retired.append(f"The KPI {id} is retired by {file.where('retire', place)}.")

    def names(self, kind: str, files: Sequence[DefinitionFile]) -> list[str]:
        """All names that the files give definitions of a kind, right or wrong."""
        return [name for file in files for name in file.data.get(kind) or ()]

    def notices(self, formulas: dict[str, Node]) -> tuple[str, ...]:
        """What the own files change about definitions of the catalogue, or of an earlier file."""
        told = []
        for kind, name, file, before in self.replaced:
            whose = "the shipped one" if before.shipped else f"that of {before.where(kind, name)}"
            users = [kpi for kpi, node in formulas.items() if any(leaf.name == name for leaf in formula.leaves(node))]
            used = f", which {', '.join(users)} {'use' if len(users) > 1 else 'uses'}" if kind == "measures" and users else ""
            what = "KPI" if kind == "kpis" else "measure"
            told.append(f"The {what} {name} in {file.where(kind, name)}, replaces {whose}{used}.")
        return (*told, *self.retired)
