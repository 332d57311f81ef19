"""Members: the people, teams, locations and other things that a KPI can be cut by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Member:
    """One member of a dimension. `id` is its id within `source`; the whole company has neither."""

    kind: str
    name: str
    id: str = ""
    source: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from every other, whatever it is called now: kind, source and id."""
        return self.kind, self.source, self.id


COMPANY = Member("company", "Company")
