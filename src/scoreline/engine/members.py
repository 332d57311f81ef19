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


COMPANY = Member("company", "Company")
