"""From models to what the engine computes: measures with checked expressions, formulas as trees with fitting units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scoreline.errors import DefinitionError, QueryError, nearest
from scoreline.kpis import dimensions, expressions, formula, units
from scoreline.kpis.definition_file import DefinitionFile
from scoreline.kpis.expressions import Expression
from scoreline.kpis.formula import Node
from scoreline.kpis.model import Kpi, Measure
from scoreline.kpis.problems import Problems
from scoreline.kpis.relations import Relation, relations
from scoreline.mart.contracts import TABLES


@dataclass(frozen=True)
class Resolved:
    """A measure ready for the engine: its relation, its checked expressions, where it is defined, and whether by the workspace itself."""

    measure: Measure
    relation: Relation
    argument: Expression
    where: Expression | None
    place: str = ""
    own: bool = False

    @property
    def name(self) -> str:
        """The measure's name."""
        return self.measure.name


def measure(found: Measure, file: DefinitionFile, problems: Problems) -> Resolved | None:
    """A measure resolved. DefinitionErrors go to `problems`; None where there is any."""
    fail = file.fail("measures", found.name)
    if found.from_ not in relations():
        problems.add(fail(f'There is no table "{found.from_}".', nearest(found.from_, relations()) or "See docs/reference/mart.md."))
        return None
    relation = relations()[found.from_]
    told = len(problems.found)
    for day in (found.at, found.known_by, *(found.during or ())):
        if day is not None and relation.columns.get(day) != "date":
            days = [name for name, type in relation.columns.items() if type == "date"]
            problems.add(fail(f'{relation.name} has no date "{day}".', nearest(day, days) or f"It has: {', '.join(days) or 'none'}."))
    for path in found.known_from:
        table, _, column = path.partition(".")
        if column not in (TABLES[table].names if table in TABLES else ()):
            problems.add(fail(f'The mart has no column "{path}".', "Name it as table.column, as docs/reference/mart.md does."))
    argument = where = None
    with problems.apart():
        argument = expressions.parse(found.argument, relation, fail, problems)
    with problems.apart():
        where = expressions.parse(found.where, relation, fail, problems) if found.where else None
    if argument is None or len(problems.found) > told:
        return None
    return Resolved(found, relation, argument, where, file.place("measures", found.name), not file.shipped)


@dataclass
class Formulas:
    """Turns formulas into trees. `declared` are the names of all measures, also of those that were found wrong."""

    kpis: Mapping[str, tuple[Kpi, DefinitionFile]]
    measures: Mapping[str, Resolved]
    declared: frozenset[str]
    problems: Problems
    done: dict[str, Node] = field(default_factory=dict)
    besides: dict[str, dict[str, Node]] = field(default_factory=dict)

    def run(self, wrong: Iterable[str] = ()) -> None:
        """Fill `done` and `besides`. `wrong` are KPIs whose definition was told to be wrong: formulas may name them all the same."""
        self.done |= {name: formula.Name(name) for name in wrong if name not in self.kpis}
        for name in self.kpis:
            self._formula(name, ())
        for name, (kpi, file) in self.kpis.items():
            for label, text in kpi.beside.items():
                with self.problems.apart():
                    self.besides.setdefault(name, {})[label] = self._parsed(text, name, (), file, "beside", label)
            self._check_cuts(kpi, file)

    def _formula(self, name: str, stack: tuple[str, ...]) -> Node:
        """The tree of a KPI's formula; a stand-in where it is wrong and mistakes are kept."""
        if name in self.done:
            return self.done[name]
        kpi, file = self.kpis[name]
        fail = file.fail("kpis", name, "formula")
        if name in stack:
            circle = " -> ".join((*stack[stack.index(name) :], name))
            self.problems.add(fail(f"The formula comes back to itself: {circle}.", "Break the circle."))
            return formula.Name(name)
        found: Node = formula.Name(name)
        with self.problems.apart():
            found = self._parsed(kpi.formula, name, (*stack, name), file, "formula")
            if all(leaf.name in self.measures for leaf in formula.leaves(found)):
                unit = units.of_formula(found, lambda part: _unit(self.measures[part]), fail)
                units.check(kpi.unit, found, unit, file.fail("kpis", name, "unit"))
        self.done[name] = found
        return found

    def _parsed(self, text: str, name: str, stack: tuple[str, ...], file: DefinitionFile, *path: str) -> Node:
        """A formula's tree. A name within that is a measure's and a KPI's is the KPI, except in the KPI of that name itself."""
        fail = file.fail("kpis", name, *path)
        names = [*self.declared, *self.kpis, *self.done]

        def known(part: str) -> Node | None:
            if part in self.declared and (part == name or (part not in self.kpis and part not in self.done)):
                return formula.Name(part)
            if part in self.kpis:
                return self._formula(part, stack)
            if part in self.done or part in formula.CALENDAR or not self.problems.keeps:
                return self.done.get(part)
            what = f'"{part}" in "{text}" is neither a measure nor a KPI.'
            self.problems.add(fail(what, nearest(part, names) or "Define it first."))
            return formula.Name(part)

        return formula.parse(text, known, names, fail)

    def _check_cuts(self, kpi: Kpi, file: DefinitionFile) -> None:
        """A cut that the KPI needs is known, and its parts can make it."""
        fail = file.fail("kpis", kpi.id, "needs_cut")
        parts = formula.leaves(self.done[kpi.id])
        for name in kpi.needs_cut:
            with self.problems.apart():
                try:
                    to = dimensions.dimension(name)
                except QueryError as problem:
                    raise fail(problem.what, problem.do) from None
                for part in parts:
                    if part.name in self.measures and dimensions.path(self.measures[part.name].relation, to) is None:
                        what = f"It needs the cut by {name}, which {part.name} cannot make."
                        raise fail(f"{what} {dimensions.refusal(self.measures[part.name].relation, to)}", "Name another cut.")
        if not kpi.needs_cut and any(part.shift == formula.WHOLE for part in parts):
            self.problems.add(fail("whole(x) is x of all members of a cut, and no cut is named.", "Write needs_cut: [CUT]."))


def _unit(found: Resolved) -> units.Measured:
    return units.of_measure(found.measure, found.argument, found.relation)


def unknown_kpi(id: str, kpis: Iterable[str], file: DefinitionFile, place: int) -> DefinitionError:
    """A file retires what is not there."""
    do = nearest(id, kpis) or "`scoreline kpis` lists them."
    return DefinitionError(f'There is no KPI "{id}" to retire.', where=file.where("retire", place), do=do)
