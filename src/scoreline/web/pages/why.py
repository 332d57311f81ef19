"""Why a number is what it is: the formula with the values put in, the versions, and the rows behind each part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from scoreline.engine.why import Part, RowPage, Why
from scoreline.errors import QueryError, nearest
from scoreline.reports.formats import Formats
from scoreline.web.pages import choices, current
from scoreline.web.pages.csvfile import csv_response
from scoreline.web.pages.links import member_of
from scoreline.web.pages.reading import Reading

_A_PAGE = 20
_A_CHUNK = 200_000
_MOST_ROWS = 1_000_000
_LOOKED_UP = re.compile(r"\b(previous|year_ago|whole)\((\w+)\)")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])")


@dataclass(frozen=True)
class PartView:
    """One part of the formula with a page of its rows. Columns that are empty on the page are left out."""

    place: int
    part: Part
    columns: tuple[str, ...]
    digits: dict[str, int]
    rows: tuple[tuple[tuple[str, object], ...], ...]
    total: int
    pages: choices.Pages

    @property
    def parameter(self) -> str:
        """The query value that holds this part's page number."""
        return f"page{self.place}"

    @property
    def target(self) -> str:
        """The element that another page of rows replaces."""
        return f"#part-{self.place}"


def page(request: HttpRequest, id: str) -> HttpResponse:
    """A number explained, for a member (or the whole company) and period."""
    reading = current.reading(request)
    show = current.show(request)
    why = _why(request, reading, id)
    kpi = reading.workspace.registry.kpi(id)
    context = {
        "why": why,
        "kpi": kpi,
        "member": why.member,
        "period": why.period,
        "periods": choices.period_groups(reading, show, why.period),
        "formula": readable(why.formula),
        "substituted": with_formats(why.substituted, show),
        "parts": [_part(request, reading, why, place) for place in range(len(why.parts))],
    }
    return render(request, "scoreline/why.html", context)


def table(request: HttpRequest, id: str) -> HttpResponseBase:
    """The rows behind one part as CSV: all of them up to a million, and a last line that says so where there are more."""
    reading = current.reading(request)
    why = _why(request, reading, id)
    name = request.GET.get("part", "")
    known = [part.name for part in why.parts]
    if name not in known:
        raise QueryError(f'{id} has no part "{name}". {nearest(name, known)}'.strip(), do=f"It has: {', '.join(known)}.")
    first = _rows(reading, why, name, _A_CHUNK, 0)
    return csv_response(f"{id}-{why.period.label}.csv", list(first.columns), _every(reading, why, name, first))


def _every(reading: Reading, why: Why, part: str, first: RowPage) -> Iterator[tuple[object, ...]]:
    """The rows in few large chunks: every chunk finds and sorts all of them anew."""
    found, offset = first, 0
    while found.rows:
        yield from found.rows
        offset += len(found.rows)
        if offset >= found.total:
            return
        if offset >= _MOST_ROWS:
            yield (_("Cut after %(shown)s of %(total)s rows.") % {"shown": offset, "total": found.total},)
            return
        found = _rows(reading, why, part, min(_A_CHUNK, _MOST_ROWS - offset), offset)


def _why(request: HttpRequest, reading: Reading, id: str) -> Why:
    member = member_of(reading, request.GET.get("member", ""))
    period = choices.chosen_period(request, reading)
    reading.workspace.registry.kpi(id)
    return reading.remember(("why", id, member, period.label), lambda: reading.workspace.why(id, member, period))


def _rows(reading: Reading, why: Why, part: str, limit: int, offset: int) -> RowPage:
    return reading.workspace.why_rows(why.kpi, why.member, why.period, part, limit, offset)


def _part(request: HttpRequest, reading: Reading, why: Why, place: int) -> PartView:
    part = why.parts[place]
    number = choices.page_number(request, f"page{place}")
    key = ("rows", why.kpi, why.member, why.period.label, part.name, number)
    found = reading.remember(key, lambda: _rows(reading, why, part.name, _A_PAGE, (number - 1) * _A_PAGE))
    double = "value" in found.columns and "id" in found.columns and all(_same(found.columns, row) for row in found.rows)
    kept = [at for at in range(len(found.columns)) if any(row[at] not in (None, "") for row in found.rows)]
    kept = [at for at in kept if not (double and found.columns[at] == "value")]
    ordered = sorted(kept, key=lambda at: _place(found.columns[at]))
    columns = tuple(found.columns[at] for at in ordered)
    rows = tuple(tuple((found.columns[at], row[at]) for at in ordered) for row in found.rows)
    measured = {found.columns[at]: column_digits(row[at] for row in found.rows) for at in ordered}
    digits = {name: decimals for name, decimals in measured.items() if decimals is not None}
    return PartView(place, part, columns, digits, rows, found.total, choices.pages(found.total, _A_PAGE, number))


def _same(columns: tuple[str, ...], row: tuple[object, ...]) -> bool:
    """Whether what a row counts as is nothing but its id."""
    return row[columns.index("value")] == row[columns.index("id")]


def _place(column: str) -> int:
    """Where a column stands: the value, the id, the days, all others, and last where the row came from."""
    if column.startswith("_"):
        return 4
    return {"value": 0, "id": 1}.get(column, 2 if column.endswith("_on") else 3)


def column_digits(values: Iterable[object]) -> int | None:
    """The decimals, four at most, that a column of numbers is shown with; None for a column of anything else."""
    most = 0
    for value in values:
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            return None
        exponent = Decimal(str(value)).normalize().as_tuple().exponent
        most = max(most, -exponent if isinstance(exponent, int) else 0)
    return min(most, 4)


def readable(formula: str) -> str:
    """A formula as people write it: × and ÷, spaces in names, and words for other periods and for the whole of a cut."""
    words = {
        "previous": _("%(name)s in the period before"),
        "year_ago": _("%(name)s a year before"),
        "whole": _("%(name)s of all together"),
    }
    formula = _LOOKED_UP.sub(lambda found: f"({words[found[1]] % {'name': found[2]}})", formula)
    return formula.replace(" * ", " × ").replace(" / ", " ÷ ").replace(" - ", " − ").replace("_", " ")


def with_formats(substituted: str, show: Formats) -> str:
    """The formula with values put in, each number in the reader's format."""
    return _NUMBER.sub(lambda found: show.number(Decimal(found[0]), column_digits([Decimal(found[0])])), readable(substituted))
