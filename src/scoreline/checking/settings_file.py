"""The mistakes in scoreline.toml, each with its line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pydantic import ValidationError

from scoreline.checking.report import Problem
from scoreline.errors import nearest
from scoreline.settings import FILE, Settings

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


def _problem(error: object, text: str) -> Problem:
    assert isinstance(error, dict)  # noqa: S101
    name = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        do = nearest(name, Settings.model_fields) or f"Known: {', '.join(Settings.model_fields)}."
        return Problem(f'There is no setting "{name}".', FILE, _line(name, text), "", do)
    return Problem(f"{name}: {error['msg'].removeprefix('Value error, ')}", FILE, _line(name, text), "", "Mend the setting.")


def _line(name: str, text: str) -> int | None:
    """The line in which a setting stands."""
    own = re.compile(rf"\s*\[?\s*[\"']?{re.escape(name.partition('.')[0])}[\"']?\s*[=\].]")
    return next((number for number, line in enumerate(text.splitlines(), 1) if own.match(line)), None)
