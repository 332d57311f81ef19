"""What a state is: a digest for each of its measures, which changes with everything that its numbers depend on but the mart's rows.

So a changed definition makes the states of that measure new ones, and leaves all others as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from scoreline.engine.lineage import lineage
from scoreline.engine.plan import State
from scoreline.kpis.dimensions import DIMENSIONS, path

_CODE = {
    "scoreline.engine": (
        "finer", "id_form", "index", "joins", "lineage", "money", "numbering", "plan", "sql", "states", "trees", "whose",
    ),
    "scoreline.engine.backends": ("duckdb",),
    "scoreline.kpis": ("dimensions", "expressions", "relations"),
    "scoreline.mart": ("contracts", "columns"),
}  # fmt: skip
"""The modules that decide what a state holds."""


@cache
def layout() -> str:
    """A digest of the code that makes states, so that a state of another Scoreline is never read."""
    digest = hashlib.sha256()
    for package, modules in _CODE.items():
        for module in modules:
            digest.update((resources.files(package) / f"{module}.py").read_bytes())
    return digest.hexdigest()[:16]


@dataclass(frozen=True)
class Meaning:
    """What numbers depend on besides definitions and rows: parameters that the settings give, and those that the data gives.

    `sources`: whether the mart holds several source systems. `currency` is the one of reports.
    """

    settings: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    currency: str = ""
    sources: bool = False

    def digests(self, state: State) -> dict[str, str]:
        """Each column of a state's parts -> the digest of what it depends on."""
        relation = state.measures[0].relation
        shared = [*self._shared(relation.name), state.family]
        shared += [f"{base}={path(relation, DIMENSIONS[base])}" for base in state.bases]
        found = {}
        for measure in state.measures:
            definition = measure.measure
            own = [measure.argument.text, measure.where.text if measure.where else ""]
            if len(state.names) == len(state.measures) and state.names != ("value",):
                own += [definition.aggregate]
            found[definition.name] = _digest([*shared, *own])
        return found if state.names != ("value",) else {"value": found[state.measures[0].name]}

    def of_relation(self, name: str) -> str:
        """The digest of what a derived relation's rows depend on."""
        return _digest(self._shared(name))

    def _shared(self, relation: str) -> list[str]:
        made = lineage(relation)
        chosen = [f"{name}={self.settings[name]}" for name in sorted(made.parameters & self.settings.keys())]
        return [layout(), self.currency, str(self.sources), *made.texts, *chosen]

    def parameters(self, state: State) -> dict[str, str]:
        """The values from the data that a state's SQL is given, and the day whose owners are today's."""
        today = {"today": self.data.get("today", "")} if state.whose == "today" else {}
        return self.parameters_of(state.measures[0].relation.name) | today

    def parameters_of(self, relation: str) -> dict[str, str]:
        """The values from the data that a relation's SQL is given."""
        made = lineage(relation)
        return {name: self.data[name] for name in sorted(made.parameters & self.data.keys())}


def folder(state: State, digests: Mapping[str, str], span: int) -> str:
    """The name of a state's folder: its relation, and a digest of the rest."""
    return f"{state.relation}-{_digest([state.family, *sorted(digests.values()), *sorted(digests)])[:16]}-{span}"


def _digest(parts: list[str]) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:32]
