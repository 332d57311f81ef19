"""Pages for what went wrong: each says what, and offers one way on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from scoreline.errors import QueryError, ScorelineError


class ProblemMiddleware:
    """Turns a ScorelineError of a page into a page that says so in words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """The page for a mistake that the product knows; others become `broken`."""
        if not isinstance(problem, ScorelineError):
            return None
        status = 404 if isinstance(problem, QueryError) else 400
        return _page(request, _("This cannot be shown"), said(problem), status)


def said(problem: ScorelineError) -> str:
    """What is wrong and what to do. Where it is stays out when that is a folder of this machine, which is nobody's business."""
    where = PurePath(problem.where.strip("'\""))
    inside = settings.WORKSPACE is not None and str(settings.WORKSPACE) in problem.where
    return f"{problem.what} {problem.do}".strip() if inside or where.is_absolute() else problem.text


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be understood, or one sent to another host name."""
    return _page(request, _("This request was refused"), _("Open the pages at 127.0.0.1 or localhost."), 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No permission."""
    return _page(request, _("You may not do this"), _("The page was open for too long, or the request came from elsewhere."), 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page."""
    return _page(request, _("There is no such page"), _("The address may be old or mistyped."), 404)


def broken(request: HttpRequest) -> HttpResponse:
    """Something failed on our side."""
    return _page(request, _("This page failed"), _("The error is in the log of scoreline serve."), 500, retry=True)


def _page(request: HttpRequest, title: str, text: str, status: int, *, retry: bool = False) -> HttpResponse:
    again = request.get_full_path() if retry and request.method == "GET" else ""
    return render(request, "scoreline/problem.html", {"title": title, "text": text, "again": again}, status=status)
