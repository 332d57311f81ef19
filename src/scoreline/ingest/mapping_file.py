"""Reading a mapping from its YAML file, with every mistake named by file and line."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from scoreline import yaml_lines
from scoreline.errors import MappingError, nearest
from scoreline.ingest.file_spec import FileSpec
from scoreline.ingest.mapping import ColumnSpec, Covers, Mapping, TableSpec, Visits, VisitsOf, simple_name
from scoreline.mart.contracts import TABLES

_SHIPPED = "mappings"


def shipped_mappings() -> tuple[str, ...]:
    """The names of the mappings that come with Scoreline."""
    folder = resources.files("scoreline.ingest") / _SHIPPED
    return tuple(sorted(item.name.removesuffix(".yaml") for item in folder.iterdir() if item.name.endswith(".yaml")))


def read_mapping(name_or_path: str) -> Mapping:
    """The shipped mapping of that name, or the one in that file.

    Raises MappingError, naming file and line, where there is none or it breaks the rules.
    """
    if name_or_path in shipped_mappings():
        shipped = resources.files("scoreline.ingest") / _SHIPPED / f"{name_or_path}.yaml"
        return parse_mapping(shipped.read_text("utf-8"), f"{name_or_path}.yaml")
    path = Path(name_or_path)
    if not path.is_file():
        raise MappingError(
            f'There is no mapping "{name_or_path}". {nearest(name_or_path, shipped_mappings())}'.strip(),
            do=f"Give the path of a mapping file, or one of the shipped ones: {', '.join(shipped_mappings())}.",
        )
    value, lines = yaml_lines.load(path, MappingError)
    return _checked(value, lines)


def parse_mapping(text: str, name: str) -> Mapping:
    """A mapping from text; `name` names it in messages."""
    value, lines = yaml_lines.loads(text, Path(name), MappingError)
    return _checked(value, lines)


def _checked(value: Any, lines: yaml_lines.Lines) -> Mapping:
    if not isinstance(value, dict):
        raise MappingError("A mapping has the keys source, files and tables.", where=lines.where())
    try:
        mapping = Mapping.model_validate({"name": lines.file.name, **value})
    except ValidationError as problem:
        raise _translated(problem, lines) from None
    _check_tables(mapping, lines)
    return mapping


_MODELS: dict[str, type[BaseModel]] = {
    "files": FileSpec, "tables": TableSpec, "columns": ColumnSpec, "covers": Covers, "visits": Visits, "from": VisitsOf,
}  # fmt: skip


def _translated(problem: ValidationError, lines: yaml_lines.Lines) -> MappingError:
    """The first of pydantic's complaints as one of ours."""
    first = problem.errors(include_url=False)[0]
    path = tuple(part for part in first["loc"])
    key = str(path[-1]) if path else ""
    where = lines.where(*(part for part in path if part not in ("[key]", "Covers", "function-before")))
    match first["type"]:
        case "extra_forbidden":
            known = _keys_at(path)
            return MappingError(
                f'"{key}" is not known here. {nearest(key, known)}'.strip(), where=where, do=f"Known are {', '.join(known)}."
            )
        case "missing":
            return MappingError(f'"{key}" is missing.', where=where, do=f"Add {key}: to it.")
        case _:
            message = first["msg"].removeprefix("Value error, ")
            at = ".".join(str(part) for part in path)
            return MappingError(f"{at}: {message}." if at else f"{message}.", where=where, do="See docs/how-to/write-a-mapping.md.")


def _keys_at(path: tuple[int | str, ...]) -> list[str]:
    model: type[BaseModel] = Mapping
    for part in path[:-1]:
        model = _MODELS.get(str(part), model)
    return [field.alias or name for name, field in model.model_fields.items() if (model, name) != (Mapping, "name")]


def _check_tables(mapping: Mapping, lines: yaml_lines.Lines) -> None:
    for name in mapping.files:
        if not simple_name(name):
            raise MappingError(f'"{name}" cannot name a file here.', where=lines.where("files", name), do="Use letters, digits and _.")
        if not mapping.files[name].kind:
            raise MappingError(
                f'The format of "{mapping.files[name].path}" cannot be told from its name.',
                where=lines.where("files", name),
                do="Add format: csv, tsv, xlsx, parquet or jsonl.",
            )
    for name in mapping.visits.from_ if mapping.visits else ():
        if name not in mapping.files:
            raise _unknown("file of this mapping", name, mapping.files, lines.where("visits", "from", name))
    if not mapping.tables:
        raise MappingError("It fills no table.", where=lines.where("tables"), do="Add one under tables:.")
    for name, table in mapping.tables.items():
        where = lines.where("tables", name)
        if name not in TABLES:
            raise _unknown("table of the mart", name, TABLES, where)
        if table.from_ is not None and table.from_ not in mapping.files:
            raise _unknown("file of this mapping", table.from_, mapping.files, lines.where("tables", name, "from"))
        if table.columns is not None:
            place = lines.where("tables", name, "columns")
            for column in table.columns:
                check_column(name, column, lines.where("tables", name, "columns", column))
            check_required(name, table.columns, place)


def _unknown(kind: str, name: str, known: Iterable[str], where: str) -> MappingError:
    known = list(known)
    return MappingError(f'"{name}" is no {kind}. {nearest(name, known)}'.strip(), where=where, do=f"Known: {', '.join(known)}.")


def check_column(table: str, column: str, where: str) -> None:
    """MappingError, with the nearest name, where a mapping may not fill that column of the table."""
    known = [item.name for item in TABLES[table].mapped]
    if column not in known:
        raise _unknown(f"column of {table} that a mapping fills", column, known, where)


def check_required(table: str, columns: Iterable[str], where: str) -> None:
    """MappingError where a required column of the table is not among those filled."""
    given = set(columns)
    lacking = [item.name for item in TABLES[table].mapped if item.required and item.name not in given]
    if lacking:
        raise MappingError(f"{table} needs {', '.join(lacking)}.", where=where, do="Fill it from a column or with value:.")
