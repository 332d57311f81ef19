"""Finding the member that a matrix file means: by name or id, with the nearest name where there is none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from scoreline.engine.members import Member
from scoreline.errors import MatrixError, nearest


class Directory:
    """The members that matrices may be written for, looked up by exact name, then by id; and who is in which role."""

    def __init__(self, members: Iterable[Member], roles: Mapping[str, Sequence[Member]] | None = None) -> None:
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
        """Everyone in that role. MatrixError where nobody is."""
        if found := self._roles.get(role):
            return tuple(found)
        known = ", ".join(sorted(self._roles)[:10]) or "none"
        raise MatrixError(f'There is nobody in the role "{role}". {nearest(role, self._roles)}'.strip(), do=f"Known roles: {known}.")
