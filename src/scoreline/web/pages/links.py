"""Addresses of pages. Each keeps the data version that the reader chose, and how it names a member."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from scoreline.engine.members import COMPANY, Member
from scoreline.errors import QueryError
from scoreline.periods import Period
from scoreline.web.pages.reading import Reading

NO_SOURCE = "-"


def address(request: HttpRequest, name: str, *args: object, **query: object) -> str:
    """The address of a page with these query values; empty ones are left out, and `as_of` goes along."""
    kept = request.GET.get("as_of", "")
    wanted = {key: str(value) for key, value in query.items() if value not in (None, "")}
    if kept and "as_of" not in query:
        wanted["as_of"] = kept
    path = _path(name, tuple(str(arg) for arg in args))
    return f"{path}?{urlencode(wanted)}" if wanted else path


@lru_cache(maxsize=4096)
def _path(name: str, args: tuple[str, ...]) -> str:
    """A page's path; looked up once, since a table holds hundreds of them."""
    return reverse(name, args=args)


def changed(request: HttpRequest, **query: object) -> str:
    """This page's address with some query values changed; None or an empty one is left out."""
    values = {key: value for key, value in request.GET.items() if key not in query}
    values |= {key: str(value) for key, value in query.items() if value not in (None, "")}
    return f"{request.path}?{urlencode(values)}" if values else request.path


def member_address(request: HttpRequest, member: Member, period: Period | None = None, **query: object) -> str:
    """The address of a member's page."""
    label = period.label if period else ""
    if member.kind == "company":
        return address(request, "company", period=label, **query)
    return address(request, "member", member.kind, member.source or NO_SOURCE, member.id, period=label, **query)


def member_key(member: Member | None) -> str:
    """How a query names a member; empty for the whole company."""
    return "" if member is None or member.kind == "company" else f"{member.kind}:{member.source}:{member.id}"


def find_member(reading: Reading, kind: str, source: str, id: str) -> Member:
    """The member of that kind, source and id. QueryError where the data knows none."""
    if kind == "company":
        return COMPANY
    found = members_by_id(reading, kind).get(("" if source == NO_SOURCE else source, id))
    if found is None:
        raise QueryError(f'There is no {kind} "{id}" in this data.', do="Go to the overview and choose a member there.")
    return found


def member_of(reading: Reading, key: str) -> Member | None:
    """The member that a query's text names; None, the whole company, where it is empty. QueryError for an unknown one."""
    if not key:
        return None
    kind, source, id = (*key.split(":", 2), "", "")[:3]
    return find_member(reading, kind, source, id)


def members_by_id(reading: Reading, kind: str) -> dict[tuple[str, str], Member]:
    """The members of a kind by source and id."""
    return reading.remember(("members", kind), lambda: {(member.source, member.id): member for member in reading.workspace.members(kind)})
