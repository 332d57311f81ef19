"""The mistakes in scoreline.toml, each with its line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from scoreline.checking.report import Problem
from scoreline.errors import nearest
from scoreline.settings import FILE, Settings, mistake

_TOML_PLACE = re.compile(r" \(at line (\d+), column \d+\)$")


def settings_problems(folder: Path) -> list[Problem]:
    """All that is wrong in a workspace's settings."""
    try:
        text = (folder / FILE).read_text("utf-8")
        values = tomllib.loads(text)
    except FileNotFoundError:
        do = "Go to a workspace, or make one: scoreline init DIR."
        return [Problem(f'"{folder}" is no Scoreline workspace: it has no {FILE}.', do=do)]
    except tomllib.TOMLDecodeError as problem:
        reason = str(problem)
        place = _TOML_PLACE.search(reason)
        return [Problem(f"This is not TOML: {_TOML_PLACE.sub('', reason)}.", FILE, int(place[1]) if place else None, "", "Mend the line.")]
    except (OSError, UnicodeDecodeError) as problem:
        return [Problem(f"It cannot be read: {problem}.", FILE, None, "", "Save it as UTF-8.")]
    try:
        Settings.model_validate(values)
    except ValidationError as problem:
        return [_problem(error, text) for error in problem.errors()]
    return []


def _problem(error: Any, text: str) -> Problem:
    path = [str(part) for part in error["loc"]]
    name, line = ".".join(path), _line(path, text)
    if error["type"] == "extra_forbidden":
        known = _known(path[:-1])
        do = nearest(path[-1], known) or f"Known: {', '.join(known)}."
        return Problem(f'There is no setting "{name}".', FILE, line, "", do)
    what, do = mistake(error)
    return Problem(f"{name}: {what}", FILE, line, "", do)


def _known(table: list[str]) -> list[str]:
    """The names that the file's top, or one of its tables, may hold."""
    fields = Settings.model_fields
    kind = fields[table[0]].annotation if table and table[0] in fields else None
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [field.alias or name for name, field in kind.model_fields.items()]
    return list(fields)


def _line(path: list[str], text: str) -> int | None:
    """The line in which a setting stands; that of its table's heading where it is not found below it."""
    found: int | None = None
    for number, line in enumerate(text.splitlines(), 1):
        step = path[0] if found is None else path[1]
        if re.match(rf"\s*\[?\s*[\"']?{re.escape(step)}[\"']?\s*[=\].]", line):
            if found is not None or len(path) == 1:
                return number
            found = number
    return found
