"""Definition files: YAML with `measures:`, `kpis:` and `retire:`, read into models. A mistake names file, line and definition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from scoreline import yaml_lines
from scoreline.errors import DefinitionError, nearest
from scoreline.kpis.model import Kpi, Measure
from scoreline.kpis.problems import Problems

_Model = TypeVar("_Model", bound=BaseModel)
CATALOGUE = "catalogue"
"""The folder of the shipped definitions."""
OWN = "kpis"
"""The folder of a workspace's own ones."""
_KNOWN = ("measures", "kpis", "retire")
_HELP = "See docs/how-to/define-a-kpi.md."


@dataclass(frozen=True)
class DefinitionFile:
    """One file as read: the parts of it that could be read, and where everything stands."""

    lines: yaml_lines.Lines
    data: dict[str, Any]

    @property
    def shipped(self) -> bool:
        """Whether it belongs to the catalogue."""
        return self.lines.file.parent.name == CATALOGUE

    @property
    def name(self) -> str:
        """`kpis/own.yaml`; the folder only for a workspace's own file, which lies there."""
        return f"{OWN}/{self.lines.file.name}" if self.lines.file.parent.name == OWN else self.lines.file.name

    def where(self, *path: yaml_lines.Step) -> str:
        """`kpis/own.yaml, line 3`."""
        return f"{self.name}, line {self.lines.line(*path)}"

    def place(self, kind: str, name: str, *path: str) -> str:
        """The same with what is defined there."""
        return f"{self.where(kind, name, *path)}, {'KPI' if kind == 'kpis' else 'measure'} {name}"

    def fail(self, kind: str, name: str, *path: str) -> Callable[[str, str], DefinitionError]:
        """What makes an error about a definition, or one of its fields."""
        return lambda what, do: DefinitionError(what, where=self.place(kind, name, *path), do=do)

    def measures(self, problems: Problems) -> Iterator[Measure]:
        """The measures that can be read."""
        return self._models(Measure, "measures", "name", problems)

    def kpis(self, problems: Problems) -> Iterator[Kpi]:
        """The KPIs that can be read."""
        return self._models(Kpi, "kpis", "id", problems)

    def retired(self) -> list[str]:
        """The ids that it retires."""
        return list(self.data.get("retire") or ())

    def _models(self, model: type[_Model], kind: str, key: str, problems: Problems) -> Iterator[_Model]:
        for name, body in (self.data.get(kind) or {}).items():
            given = {key: name} | ({"origin": self.name} if kind == "kpis" else {})
            with problems.apart():
                if not isinstance(body, dict):
                    raise self.fail(kind, name)("The definition is empty.", "Give it at least a formula, or a table and an aggregate.")
                if not name.isidentifier():
                    raise self.fail(kind, name)("A name is made of letters, digits and _.", "Rename it.")
                try:
                    yield model.model_validate({**body, **given})
                except ValidationError as problem:
                    for error in _telling(model, problem.errors()):
                        problems.add(self._explained(model, kind, name, error))

    def _explained(self, model: type[BaseModel], kind: str, name: str, error: Any) -> DefinitionError:
        """One of pydantic's findings in our words."""
        known = _fields(model)
        place = str(error["loc"][0]) if error["loc"] else ""
        fail = self.fail(kind, name, *([place] if place else []))
        match error["type"]:
            case "extra_forbidden":
                return fail(f'There is no field "{place}".', nearest(place, known) or f"Known: {', '.join(known)}.")
            case "literal_error":
                allowed = [part.strip("' ") for part in error["ctx"]["expected"].replace(" or ", ", ").split(", ")]
                do = f"{nearest(str(error['input']), allowed)} Use one of {', '.join(allowed)}.".strip()
                return fail(f'{place} is "{error["input"]}".', do)
            case "missing":
                return self.fail(kind, name)(f"The field {place} is absent.", f"Write {place}: and its value.")
        reason = error["msg"].removeprefix("Value error, ")
        return fail(f"{place}: {reason}." if place else f"{reason}.", _HELP)


def _fields(model: type[BaseModel]) -> list[str]:
    return [info.alias or key for key, info in model.model_fields.items() if key not in ("name", "id", "origin")]


def _telling(model: type[BaseModel], errors: list[Any]) -> list[Any]:
    """pydantic's findings, most telling first; a field that is only absent because its name is misspelt is left out."""
    known = _fields(model)
    order = ("extra_forbidden", "literal_error", "missing")
    meant = {nearest(str(error["loc"][0]), known) for error in errors if error["type"] == "extra_forbidden"}
    told = [error for error in errors if error["type"] != "missing" or f'Did you mean "{error["loc"][0]}"?' not in meant]
    once: dict[Any, Any] = {}
    for error in told:  # a union fails once for each of its kinds
        once.setdefault((error["type"], error["loc"][:1]), error)
    return sorted(once.values(), key=lambda error: order.index(error["type"]) if error["type"] in order else len(order))


def read(path: Path, problems: Problems) -> DefinitionFile | None:
    """A file's definitions; without the parts that are no mapping or list. None where nothing of it can be read."""
    with problems.apart():
        data, lines = _loaded(path)
        file = DefinitionFile(lines, data if isinstance(data, dict) else {})
        if not isinstance(data, dict):
            problems.add(DefinitionError("A definition file holds measures:, kpis: or retire:.", where=file.where(), do=_HELP))
        for key, part in list(file.data.items()):
            if key not in _KNOWN:
                what = f'"{key}" is not known here. {nearest(key, _KNOWN)}'.strip()
                problems.add(DefinitionError(what, where=file.where(key), do=f"Use {', '.join(_KNOWN)}."))
            elif key == "retire":
                if part is not None and not (isinstance(part, list) and all(isinstance(id, str) for id in part)):
                    do = "Write retire: [kpi_id, kpi_id]."
                    problems.add(DefinitionError("retire is not a list of KPI ids.", where=file.where(key), do=do))
                    file.data[key] = None
            elif not isinstance(part, dict | None):
                do = f"Write {key}:, and below it name: and its fields."
                problems.add(DefinitionError(f"{key} holds no definitions by name.", where=file.where(key), do=do))
                file.data[key] = None
        return file
    return None


def _loaded(path: Path) -> tuple[Any, yaml_lines.Lines]:
    """The file's value; an error names the folder of a workspace's own file too."""
    try:
        return yaml_lines.load(path, DefinitionError)
    except DefinitionError as problem:
        where = f"{OWN}/{problem.where}" if path.parent.name == OWN and problem.where else problem.where
        raise DefinitionError(problem.what, where=where, do=problem.do) from None
