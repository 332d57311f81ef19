"""Who a matrix of a file is for, and for which periods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scoreline.engine.members import Member
from scoreline.errors import MatrixError, ScorelineError
from scoreline.periods import Calendar, Period, between, parse
from scoreline.planning.matrix_place import MatrixFile
from scoreline.planning.people import Directory
from scoreline.yaml_lines import Step

NAMING = ("member", "person", "team", "location", "company", "role")


def members(file: MatrixFile, entry: dict[str, Any], path: tuple[Step, ...]) -> list[Member]:
    """The members that an entry names. MatrixError where it names none, or one that is not known."""
    keys = [key for key in NAMING if key in entry]
    if len(keys) != 1:
        shown = f"It has {' and '.join(keys)}." if keys else "It says nobody's name."
        raise file.wrong(f"A matrix is for one kind of member. {shown}", f"Write one of {', '.join(NAMING)}.", *path)
    key = keys[0]
    names = entry[key] if isinstance(entry[key], list) else [entry[key]]
    if not names:
        raise file.wrong(f"{key} names nobody.", f"Write {key}: NAME.", *path, key)
    members: list[Member] = []
    for name in names:
        try:
            members += _named(file.directory, key, str(name) if isinstance(name, int) else name)
        except MatrixError as problem:
            raise file.placed(problem, *path, key) from None
    return list(dict.fromkeys(members)) if key == "role" else members


def in_role(file: MatrixFile, entry: dict[str, Any], member: Member, period: Period) -> bool:
    """Whether an entry for roles is for a member in a period: the one who holds one of them at its end, or held it last in it."""
    roles = entry.get("role", [])
    return not roles or any(file.directory.holds(str(role), member, period) for role in (roles if isinstance(roles, list) else [roles]))


def _named(directory: Directory, key: str, name: object) -> Sequence[Member]:
    if not isinstance(name, str):
        raise MatrixError(f"{key} is {name}, which is not a name.", do="Put it in quotes if it is one.")
    if key == "role":
        return directory.in_role(name)
    return [directory.find(name, None if key == "member" else key)]


def periods(file: MatrixFile, entry: dict[str, Any], path: tuple[Step, ...]) -> list[Period]:
    """The periods that an entry names. MatrixError where it names none, or none that can be read."""
    given = [key for key in ("period", "periods") if entry.get(key) is not None]
    if len(given) != 1:
        do = "Write period: 2017-07, or periods: {from: 2017-01, to: 2017-12}."
        raise file.wrong("A matrix has either period or periods.", do, *path)
    key, value = given[0], entry[given[0]]
    try:
        if isinstance(value, dict):
            return _span(value, file.calendar)
        labels = value if isinstance(value, list) else [value]
        if not labels:
            raise MatrixError("The list of periods is empty.", do="Write period: 2017-07.")
        return [parse(str(label), file.calendar) for label in labels]
    except ScorelineError as problem:
        raise file.placed(problem, *path, key) from None


def _span(value: dict[str, Any], calendar: Calendar) -> list[Period]:
    if set(value) != {"from", "to"}:
        raise MatrixError("A span of periods has from and to.", do="Write periods: {from: 2017-01, to: 2017-12}.")
    first, last = (parse(str(value[key]), calendar) for key in ("from", "to"))
    if first.grain != last.grain:
        raise MatrixError(f"{first.label} is a {first.grain} and {last.label} a {last.grain}.", do="Use one length for both.")
    if last.start < first.start:
        raise MatrixError(f"{last.label} comes before {first.label}.", do="Write the earlier period in from.")
    return list(between(first.start, last.end, first.grain, calendar))
