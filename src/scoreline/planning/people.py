"""Finding the member that a matrix file means: by name or id, with the nearest name where there is none."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scoreline.engine.members import Member
from scoreline.errors import MatrixError, nearest
from scoreline.periods import Period


@dataclass(frozen=True)
class Seat:
    """A role held from `start` up to, not including, `end`."""

    role: str
    start: dt.date
    end: dt.date


class Directory:
    """The members that matrices may be written for, looked up by exact name, then by id; and who is in which role when."""

    def __init__(
        self,
        members: Iterable[Member],
        roles: Mapping[str, Sequence[Member]] | None = None,
        seats: Mapping[tuple[str, str, str], Sequence[Seat]] | None = None,
    ) -> None:
        self._seats = seats or {}
        self._by_name: dict[str, list[Member]] = defaultdict(list)
        self._by_id: dict[str, list[Member]] = defaultdict(list)
        self._roles = roles or {}
        for member in members:
            self._by_name[member.name].append(member)
            self._by_id[member.id].append(member)

    def find(self, name: str, kind: str | None = None) -> Member:
        """The one member of that name or id, of any kind unless one is given. MatrixError where there is none, or several."""
        for index in (self._by_name, self._by_id):
            found = [member for member in index.get(name, []) if kind in (None, member.kind)]
            if len(found) == 1:
                return found[0]
            if found:
                shown = ", ".join(f"{member.kind} {member.id}" for member in found[:5])
                raise MatrixError(f'"{name}" names several: {shown}.', do='Say which, by "person:" or "team:", or by the id.')
        names = {member.name for same in self._by_name.values() for member in same if kind in (None, member.kind)}
        what = f'There is no {kind or "member"} "{name}".'
        raise MatrixError(f"{what} {nearest(name, names)}".strip(), do="Write the name as it stands in the loaded data.")

    def in_role(self, role: str) -> tuple[Member, ...]:
        """Everyone who ever was in that role. MatrixError where nobody was."""
        if found := self._roles.get(role):
            return tuple(found)
        known = ", ".join(sorted(self._roles)[:10]) or "none"
        raise MatrixError(f'There is nobody in the role "{role}". {nearest(role, self._roles)}'.strip(), do=f"Known roles: {known}.")

    def holds(self, role: str, member: Member, period: Period) -> bool:
        """Whether a role is the last that the member holds in a period; always where it is not known who holds what when."""
        if member.key not in self._seats:
            return True
        held = [seat for seat in self._seats[member.key] if seat.start < period.end and period.start < seat.end]
        return bool(held) and max(held, key=lambda seat: (seat.start, seat.end, seat.role)).role == role
