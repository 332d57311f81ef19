"""The workspace that a request reads. Every page gets it here, looked up anew at each request."""

from __future__ import annotations

import contextlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from scoreline.errors import QueryError, ScorelineError, WorkspaceError
from scoreline.reports.formats import Formats, formats
from scoreline.web.locales import LANGUAGE_NAMES, babel_name
from scoreline.web.pages.reading import Reading, Readings

if TYPE_CHECKING:
    from scoreline.workspace import Workspace


def open_workspace(path: Path, as_of: int | None) -> Workspace:
    """The workspace at a version. Imported late: the server must load duckdb and deltalake in its worker only."""
    import scoreline

    return scoreline.open(path, as_of=as_of)


@lru_cache(maxsize=4)
def _readings(path: Path) -> Readings:
    return Readings(path, lambda folder, as_of: open_workspace(folder, as_of))


def reading(request: HttpRequest) -> Reading:
    """What this request reads: the newest version, or the one that `as_of` names. Errors are ScorelineErrors."""
    found: Reading | None = getattr(request, "scoreline_reading", None)
    if found is None:
        if settings.WORKSPACE is None:
            raise WorkspaceError("No workspace is served.", do="Set SCORELINE_WORKSPACE to its folder.")
        found = _readings(settings.WORKSPACE).at(_as_of(request))
        request.scoreline_reading = found  # type: ignore[attr-defined]
    return found


def warm() -> None:
    """Do once, before anybody asks, what the first page would have to wait for."""
    from scoreline.web.pages.choices import last_month
    from scoreline.web.pages.scores import scores

    with contextlib.suppress(ScorelineError):  # the page that runs into it will say so
        if settings.WORKSPACE and (month := last_month(found := _readings(settings.WORKSPACE).at(None))):
            scores(found, "person", month)


def show(request: HttpRequest) -> Formats:
    """How the request's language shows values of this workspace."""
    settings_ = reading(request).workspace.settings
    return formats(babel_name(get_language()), settings_.currency, settings_.time_zone)


def _as_of(request: HttpRequest) -> int | None:
    text = request.GET.get("as_of", "").strip()
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise QueryError(f'"{text}" is not a data version.', do="Versions are the numbers of the history page.")
    return int(text)


def context(request: HttpRequest) -> dict[str, Any]:
    """What every template knows: the formats, the data version read, the languages."""
    values: dict[str, Any] = {"languages": LANGUAGE_NAMES, "formats": formats(babel_name(get_language()))}
    found: Reading | None = getattr(request, "scoreline_reading", None)
    if found is not None:
        workspace = found.workspace
        values |= {
            "formats": show(request),
            "workspace_name": workspace.path.name,
            "version": workspace.version,
            "newest": found.newest,
            "as_of": found.as_of,
        }
    return values
