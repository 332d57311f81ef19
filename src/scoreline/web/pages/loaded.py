"""Pages that say nothing without data."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from scoreline.web.pages import choices, current

View = Callable[[HttpRequest], HttpResponse]


def with_data(here: str) -> Callable[[View], View]:
    """The page where a whole month is loaded, else the one that says how to load some. `here` is the entry of the navigation."""

    def wrapped(page: View) -> View:
        @wraps(page)
        def view(request: HttpRequest) -> HttpResponse:
            if choices.last_month(current.reading(request)) is None:
                return render(request, "scoreline/empty.html", {"here": here})
            return page(request)

        return view

    return wrapped
