"""The audit trail as values: entries that each hold the hash of the one before, so that what is changed afterwards shows.

    hash = SHA-256 of the canonical JSON of the entry with the hash before it

The first entry follows `GENESIS`. Whoever can write to the database can also write a whole new chain; the hash of the newest entry,
noted elsewhere from time to time, shows that as well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from scoreline.planning.fingerprint import canonical, sha256

GENESIS = "0" * 64


@dataclass(frozen=True)
class Entry:
    """Who did what to what, when and why. `named`: the name was given with --as; else it is that of the system's account.

    `before` and `after` are canonical JSON; None where there was nothing, or is nothing any more.
    """

    number: int
    at: dt.datetime
    by: str
    named: bool
    kind: str
    about: str
    before: str | None
    after: str | None
    why: str
    previous: str
    hash: str = ""

    @property
    def sealed(self) -> str:
        """The hash that the entry must have."""
        held = asdict(self)
        del held["hash"]
        held["at"] = self.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
        return sha256(canonical(held))


@dataclass(frozen=True)
class Checked:
    """What was found in the trail: how many entries hold together from the first on, the newest's hash, and the first thing wrong."""

    entries: int
    newest: str
    problem: str = ""
    noted: bool | None = None


def check(entries: Iterable[Entry], count: int, newest: str, noted: str = "") -> Checked:
    """The chain recomputed. `count` and `newest` are what the trail says of its own end; `noted` is a hash written down earlier."""
    good, last = 0, GENESIS
    found = False
    for entry in entries:
        if wrong := _wrong(entry, good, last):
            return Checked(good, last, wrong, found if noted else None)
        good, last = entry.number, entry.hash
        found = found or entry.hash == noted
    problem = ""
    if (good, last) != (count, newest):
        problem = f"Entry {good + 1} is missing: {count} were written." if good < count else f"Entry {good} was put in by other means."
    return Checked(good, last, problem, found if noted else None)


def _wrong(entry: Entry, good: int, last: str) -> str:
    if entry.number > good + 1:
        return f"Entry {good + 1} is missing."
    if entry.sealed != entry.hash:
        return f"Entry {entry.number} was changed or moved: {entry.kind} of {entry.about}, {entry.at:%Y-%m-%d %H:%M} UTC by {entry.by}."
    if entry.previous != last:
        return f"Entry {entry.number} does not follow entry {good}: one of them was replaced."
    return ""
