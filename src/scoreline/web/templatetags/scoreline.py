"""Template tags: values in the reader's format, words, addresses. Formats and words themselves live elsewhere."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scoreline.engine.facts import Fact
from scoreline.engine.members import Member
from scoreline.periods import Period
from scoreline.reports.formats import Formats
from scoreline.web.pages import links, marks, words
from scoreline.web.pages.change import Change
from scoreline.web.pages.charts import IN_POINTS, change_words
from scoreline.web.pages.commands import command

register = template.Library()


def _formats(context: Context) -> Formats:
    found: Formats = context["formats"]
    return found


@register.simple_tag(takes_context=True)
def value(context: Context, number: Any, unit: str, digits: int | None = None, short: bool = False, signed: bool = False) -> str:
    """A number in a KPI's unit."""
    return _formats(context).value(number, unit, digits=digits, short=short, signed=signed)


@register.simple_tag(takes_context=True)
def level(context: Context, level: Any, unit: str, digits: int | None = None) -> str:
    """A base, norm or target."""
    return words.level_words(level, unit, _formats(context), digits)


@register.simple_tag(takes_context=True)
def number(context: Context, number: Any, digits: int | None = None) -> str:
    """A plain number."""
    return _formats(context).number(number, digits)


@register.simple_tag(takes_context=True)
def beside_number(context: Context, number: Any) -> str:
    """A number that stands beside a KPI: counts whole, all others with one decimal."""
    return _formats(context).number(number, 0 if isinstance(number, int) else 1)


@register.simple_tag(takes_context=True)
def index(context: Context, number: Any) -> str:
    """An index or total."""
    return _formats(context).index(number)


@register.simple_tag(takes_context=True)
def percent(context: Context, number: Any, digits: int = 1) -> str:
    """A percentage."""
    return _formats(context).percent(number, digits)


@register.simple_tag(takes_context=True)
def weight(context: Context, number: Any) -> str:
    """A weight or another share between 0 and 1."""
    return _formats(context).weight(number)


@register.simple_tag(takes_context=True)
def period_name(context: Context, period: Period, short: bool = False) -> str:
    """A period in words."""
    return _formats(context).period(period, short=short)


@register.simple_tag(takes_context=True)
def day(context: Context, day: Any) -> str:
    """A day."""
    return _formats(context).date(day)


@register.simple_tag(takes_context=True)
def moment(context: Context, moment: Any) -> str:
    """A moment, to the minute."""
    return _formats(context).time(moment)


@register.simple_tag(takes_context=True)
def fact(context: Context, fact: Fact, unit: str, digits: int | None = None) -> str:
    """A fact's number, or in a few words why there is none."""
    if fact.known:
        return _formats(context).value(fact.value, unit, digits=digits)
    return words.state_words(fact.state, short=True)


@register.simple_tag(takes_context=True)
def fact_in_words(context: Context, fact: Fact, unit: str) -> str:
    """A fact in one phrase."""
    return words.fact_words(fact, unit, _formats(context))


@register.simple_tag(takes_context=True)
def change(context: Context, change: Change | None, unit: str) -> str:
    """A change in percent, or in points."""
    return change_words(change, unit, _formats(context)) if change else ""


@register.simple_tag(takes_context=True)
def difference(context: Context, change: Change, unit: str, digits: int | None = None) -> str:
    """A change in the KPI's unit; of percentages and scores, in points."""
    if unit in IN_POINTS:
        return _formats(context).number(change.value, 1, signed=True)
    return _formats(context).value(change.value, unit, digits=digits, signed=True)


@register.simple_tag(takes_context=True)
def cell(context: Context, value: object, digits: dict[str, int] | None = None, column: str = "") -> str:
    """One cell of the mart's rows; `digits` holds the decimals of the columns of numbers."""
    return words.cell_words(value, _formats(context), (digits or {}).get(column))


@register.simple_tag
def band(band: Any) -> SafeString:
    """A band as shape and word."""
    if not band:
        return format_html('<span class="band none">{}</span>', words.band_word(None))
    name = str(getattr(band, "value", band)).replace(" ", "-")
    return format_html('<span class="band {}">{}<span>{}</span></span>', name, marks.band_of(band), words.band_word(band))


@register.simple_tag(takes_context=True)
def address(context: Context, name: str, *args: Any, **query: Any) -> str:
    """The address of a page; the chosen data version goes along."""
    return links.address(context["request"], name, *args, **query)


@register.simple_tag(takes_context=True)
def changed(context: Context, **query: Any) -> str:
    """This page's address with some values changed."""
    return links.changed(context["request"], **query)


@register.simple_tag(takes_context=True)
def member_address(context: Context, member: Member, period: Period | None = None, **query: Any) -> str:
    """The address of a member's page."""
    return links.member_address(context["request"], member, period, **query)


@register.simple_tag(takes_context=True)
def agreement_address(context: Context, member: Member, period: Period, **query: Any) -> str:
    """The address of what a member agreed for a period."""
    return links.address(context["request"], "agreement", member=links.member_key(member), period=period.label, **query)


@register.simple_tag(takes_context=True)
def standing_address(context: Context, member: Member, period: Period) -> str:
    """The address of where a member stands."""
    return links.address(context["request"], "standing", member=links.member_key(member), period=period.label)


@register.simple_tag
def noted_command(newest: str) -> str:
    """The command that finds out later whether an entry is still in the audit trail."""
    return command("audit", "verify", "--noted", newest)


@register.simple_tag(takes_context=True)
def explain_address(context: Context, member: Member, period: Period) -> str:
    """The address that explains why a member's total changed."""
    return links.address(context["request"], "explain", member=links.member_key(member), period=period.label)


@register.simple_tag(takes_context=True)
def why_address(context: Context, kpi: str, member: Member | None, period: Period) -> str:
    """The address that explains one number."""
    return links.address(context["request"], "why", kpi, member=links.member_key(member), period=period.label)


@register.filter
def translated(text: str) -> str:
    """A title or question of a definition in the reader's language, where there is a translation."""
    return _(text) if text else ""


@register.filter
def name(member: Member | None) -> str:
    """A member's name."""
    return words.member_name(member)


@register.filter
def kind_word(kind: str) -> str:
    """The word for a kind of member or a cut."""
    return _(words.KINDS[kind]) if kind in words.KINDS else kind


@register.filter
def unit_word(unit: str) -> str:
    """The word for a unit."""
    return _(words.UNITS[unit]) if unit in words.UNITS else unit


@register.filter
def direction_word(direction: str) -> str:
    """Which way is better, in words."""
    return _(words.DIRECTIONS[direction]) if direction in words.DIRECTIONS else direction


@register.filter
def dimension_word(dimension: str) -> str:
    """The word for a dimension of the catalogue."""
    return _(words.DIMENSIONS[dimension]) if dimension in words.DIMENSIONS else dimension


@register.filter
def state_phrase(state: Any) -> str:
    """Why there is no number, as a phrase."""
    return words.state_words(state)


@register.filter
def word(value: str, of: str) -> str:
    """The word for one of few values: of a status, a part of signing, the stand of a dispute and others (`words.WORDS`)."""
    return _(words.WORDS[of][value])


@register.filter
def change_word(kind: str) -> str:
    """The word for a kind of change in the audit trail."""
    return words.change_word(kind)


@register.filter
def negative(number: Decimal | float | None) -> bool:
    """Whether a number lies below 0."""
    return number is not None and number < 0


@register.filter
def plain(text: str) -> str:
    """An identifier as words."""
    return text.replace("_", " ")


@register.filter
def column_name(name: str) -> str:
    """A column of the mart as words; the product's own columns say where a row came from."""
    own = {"value": _("Value"), "_source": _("Source"), "_file": _("File"), "_row": _("Row"), "_load": _("Load")}
    return own.get(name, name.lstrip("_").replace("_", " "))


@register.simple_tag
def last_day(period: Period) -> dt.date:
    """The last day of a period."""
    return period.end - dt.timedelta(days=1)


@register.simple_tag(takes_context=True)
def page_address(context: Context, parameter: str, number: int) -> str:
    """This page's address with another page of rows."""
    return links.changed(context["request"], **{parameter: number})
