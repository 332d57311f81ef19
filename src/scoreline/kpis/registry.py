"""All definitions together: the shipped catalogue, then a workspace's own files, which may add or replace."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from scoreline import yaml_lines
from scoreline.errors import DefinitionError, QueryError, nearest
from scoreline.kpis import expressions, formula, units
from scoreline.kpis.expressions import Expression
from scoreline.kpis.formula import Node
from scoreline.kpis.model import Kpi, Measure
from scoreline.kpis.relations import Relation, relations

_Model = TypeVar("_Model", bound=BaseModel)
CATALOGUE = "catalogue"
"""The folder of the shipped definitions."""


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


@dataclass(frozen=True)
class Registry:
    """Every measure and KPI by name, checked; `notices` tell which shipped definitions were replaced."""

    measures: dict[str, Resolved]
    kpis: dict[str, Kpi]
    formulas: dict[str, Node]
    notices: tuple[str, ...] = ()
    hash: str = field(default="")

    def kpi(self, name: str) -> Kpi:
        """The KPI of that id. QueryError with the nearest name where there is none."""
        if name not in self.kpis:
            raise QueryError(f'There is no KPI "{name}". {nearest(name, self.kpis)}'.strip(), do="`scoreline kpis` lists them.")
        return self.kpis[name]

    def parts(self, name: str) -> list[formula.Name]:
        """The measures that a KPI's formula is made of."""
        return formula.leaves(self.formulas[name])

    def additive(self, name: str) -> bool:
        """Whether a KPI's values over time may be added: no ratio, stock, median, distinct count or shift."""
        node = self.formulas[name]
        return not formula.divides(node) and all(
            not leaf.shift and self.measures[leaf.name].measure.additive and not self.measures[leaf.name].relation.by_period
            for leaf in formula.leaves(node)
        )


@dataclass
class _File:
    """One definition file as read."""

    lines: yaml_lines.Lines
    data: dict[str, Any]

    @property
    def folder(self) -> str:
        """`kpis/` for a workspace's own file, which lies there."""
        return "kpis/" if self.lines.file.parent.name == "kpis" else ""

    def fail(self, kind: str, name: str, *path: str) -> Callable[[str, str], DefinitionError]:
        where = f"{self.folder}{self.lines.where(kind, name, *path)}, {kind.removesuffix('s')} {name}"
        return lambda what, do: DefinitionError(what, where=where.replace(" kpi ", " KPI "), do=do)


@cache
def shipped() -> Registry:
    """The shipped catalogue."""
    with resources.as_file(resources.files("scoreline.kpis") / CATALOGUE) as folder:
        return load(sorted(folder.glob("*.yaml")))


def with_own(own: list[Path]) -> Registry:
    """The shipped catalogue with a workspace's own files, which may add definitions or replace them."""
    if not own:
        return shipped()
    with resources.as_file(resources.files("scoreline.kpis") / CATALOGUE) as folder:
        return load([*sorted(folder.glob("*.yaml")), *own])


def load(files: list[Path]) -> Registry:
    """The registry of these files, later ones replacing definitions of earlier ones. DefinitionError names file and line."""
    measures: dict[str, tuple[Measure, _File]] = {}
    kpis: dict[str, tuple[Kpi, _File]] = {}
    notices: list[str] = []
    digest = hashlib.sha256()
    for path in files:
        file = _read(path)
        digest.update(path.read_bytes())
        for name, body in (file.data.get("measures") or {}).items():
            measures[name] = (_model(Measure, file, "measures", name, {"name": name}, body), file)
        for name, body in (file.data.get("kpis") or {}).items():
            if name in kpis:
                notices.append(f"{path.name} replaces the definition of {name}.")
            kpis[name] = (_model(Kpi, file, "kpis", name, {"id": name, "origin": path.name}, body), file)
    resolved = {name: _resolve(measure, file) for name, (measure, file) in measures.items()}
    return Registry(resolved, *_formulas(kpis, resolved), tuple(notices), digest.hexdigest()[:16])


def _read(path: Path) -> _File:
    data, lines = yaml_lines.load(path, DefinitionError)
    known = ("measures", "kpis")
    if not isinstance(data, dict) or any(not isinstance(part, dict | None) for part in data.values()):
        raise DefinitionError("A definition file holds `measures:` and `kpis:`.", where=path.name, do="See docs/reference/kpis.md.")
    for key in data:
        if key not in known:
            raise DefinitionError(f'"{key}" is not known here. {nearest(key, known)}', where=lines.where(key), do="Use measures, kpis.")
    return _File(lines, data)


def _model(model: type[_Model], file: _File, kind: str, name: str, given: dict[str, str], body: object) -> _Model:
    if not isinstance(body, dict):
        raise file.fail(kind, name)("The definition is empty.", "Give it at least a formula, or a table and an aggregate.")
    if not name.isidentifier():
        raise file.fail(kind, name)("A name is made of letters, digits and _.", "Rename it.")
    try:
        return model.model_validate({**body, **given})
    except ValidationError as problem:
        raise _explained(model, file, kind, name, problem.errors()) from None


def _explained(model: type[BaseModel], file: _File, kind: str, name: str, errors: list[Any]) -> DefinitionError:
    """The most telling of pydantic's findings in our words: a misspelt field explains a required one that is absent."""
    known = [info.alias or key for key, info in model.model_fields.items() if key not in ("name", "id", "origin")]
    first = min(errors, key=lambda item: ("extra_forbidden", "literal_error", "missing").index(item["type"]) if item["type"] in
                ("extra_forbidden", "literal_error", "missing") else 3)  # fmt: skip
    place = str(first["loc"][0]) if first["loc"] else ""
    fail = file.fail(kind, name, *([place] if place else []))
    match first["type"]:
        case "extra_forbidden":
            return fail(f'There is no field "{place}".', nearest(place, known) or f"Known: {', '.join(known)}.")
        case "literal_error":
            allowed = [part.strip("' ") for part in first["ctx"]["expected"].replace(" or ", ", ").split(", ")]
            return fail(
                f'{place} is "{first["input"]}".', f"{nearest(str(first['input']), allowed)} Use one of {', '.join(allowed)}.".strip()
            )
        case "missing":
            return file.fail(kind, name)(f"The field {place} is absent.", f"Write {place}: and its value.")
    reason = first["msg"].removeprefix("Value error, ")
    return fail(f"{place}: {reason}." if place else f"{reason}.", "See docs/reference/kpis.md.")


def _resolve(measure: Measure, file: _File) -> Resolved:
    fail = file.fail("measures", measure.name)
    if measure.from_ not in relations():
        raise fail(f'There is no table "{measure.from_}".', nearest(measure.from_, relations()) or "See docs/reference/mart.md.")
    relation = relations()[measure.from_]
    for day in (measure.at, *(measure.during or ())):
        if day is not None and relation.columns.get(day) != "date":
            days = [name for name, type in relation.columns.items() if type == "date"]
            raise fail(f'{relation.name} has no date "{day}".', nearest(day, days) or f"It has: {', '.join(days) or 'none'}.")
    argument = expressions.parse(measure.argument, relation, fail)
    where = expressions.parse(measure.where, relation, fail) if measure.where else None
    place = f"{file.folder}{file.lines.where('measures', measure.name)}, measure {measure.name}"
    return Resolved(measure, relation, argument, where, place, file.lines.file.parent.name != CATALOGUE)


def _formulas(kpis: dict[str, tuple[Kpi, _File]], measures: dict[str, Resolved]) -> tuple[dict[str, Kpi], dict[str, Node]]:
    done: dict[str, Node] = {}
    names = [*measures, *kpis]

    def node(name: str, stack: tuple[str, ...]) -> Node:
        if name in done:
            return done[name]
        kpi, file = kpis[name]
        fail = file.fail("kpis", name, "formula")
        if name in stack:
            raise fail(f"The formula comes back to itself: {' -> '.join((*stack, name))}.", "Break the circle.")

        def known(part: str) -> Node | None:
            if part in kpis and part != name:
                return node(part, (*stack, name))
            if part in measures:
                return formula.Name(part)
            return node(part, (*stack, name)) if part in kpis else None

        done[name] = formula.parse(kpi.formula, known, names, fail)
        found = units.of_formula(done[name], lambda m: _unit(measures[m]), fail)
        units.check(kpi.unit, found, file.fail("kpis", name, "unit"))
        return done[name]

    for name in kpis:
        node(name, ())
    return {name: kpi for name, (kpi, _) in kpis.items()}, done


def _unit(measure: Resolved) -> units.Measured:
    return units.of_measure(measure.measure, measure.argument, measure.relation)
