"""Numbers, money, dates and periods as people of each language write them, all by way of babel.

Values stay numbers until a page, a table or a file shows them; what shows them asks here. No data is a dash, never 0.

    en 1,234,567.8    vi 1.234.567,8    zh_Hans 1,234,567.8    ru 1 234 567,8
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton, get_timezone
from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
    get_currency_precision,
    parse_pattern,
)
from babel.units import format_unit

from scoreline.periods import Grain, Period

Number = Decimal | float | int

DASH = "–"
LANGUAGES = ("en", "vi", "zh_Hans", "ru")

_DURATIONS = {"days": "duration-day", "months": "duration-month", "hours": "duration-hour", "minutes": "duration-minute"}
_SHORT_FROM = 10_000
_WHOLE_MONEY_FROM = 1_000


@dataclass(frozen=True)
class Formats:
    """How one language shows values. `currency` is the ISO code that money without its own currency is in."""

    language: str = "en"
    currency: str = "USD"
    time_zone: str = "UTC"
    locale: Locale = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "locale", Locale.parse(self.language.replace("-", "_")))

    def number(self, value: Number | None, digits: int | None = None, *, signed: bool = False) -> str:
        """A plain number with grouped digits. `digits` fixes the decimals; else at most two are shown."""
        if value is None:
            return DASH
        amount = _rounded(value, 2 if digits is None else digits)
        pattern = "#,##0.##" if digits is None else _pattern(digits)
        return self._sign(amount, format_decimal(abs(amount), pattern, locale=self.locale), signed)

    def short(self, value: Number | None, *, signed: bool = False) -> str:
        """A number in few characters: 1.2亿, 123,5 Tr, 123,5 млн. Below ten thousand it is written out."""
        if value is None:
            return DASH
        amount = _decimal(value)
        if abs(amount) < _SHORT_FROM:
            return self.number(amount, 0 if abs(amount) >= 100 or amount == int(amount) else 1, signed=signed)
        return self._sign(amount, format_compact_decimal(abs(amount), locale=self.locale, fraction_digits=1), signed)

    def percent(self, value: Number | None, digits: int = 1, *, signed: bool = False) -> str:
        """A percentage; the value is already in percent, so 63.15 is 63.2%."""
        if value is None:
            return DASH
        amount = _rounded(value, digits)
        pattern = parse_pattern(self.locale.percent_formats[None].pattern.replace("0", _pattern(digits)[4:]))
        text = format_percent(abs(amount) / 100, pattern, locale=self.locale, decimal_quantization=False)
        return self._sign(amount, text, signed)

    def money(
        self, value: Number | None, currency: str = "", *, digits: int | None = None, short: bool = False, signed: bool = False
    ) -> str:
        """An amount with its currency. Cents are left out from a thousand on, unless `digits` asks for them."""
        if value is None:
            return DASH
        code = currency or self.currency
        amount = _decimal(value)
        if short and abs(amount) >= _SHORT_FROM:
            return self._sign(amount, format_compact_currency(abs(amount), code, locale=self.locale, fraction_digits=1), signed)
        places = self.money_digits([value], code) if digits is None else digits
        pattern = self.locale.currency_formats["standard"].pattern.replace("#,##0.00", _pattern(places))
        amount = _rounded(value, places)
        text = format_currency(abs(amount), code, pattern, locale=self.locale, currency_digits=False)
        return self._sign(amount, text, signed)

    def money_digits(self, values: Iterable[Number | None], currency: str = "") -> int:
        """The decimals that suit a whole column of amounts: none where one of them reaches a thousand."""
        if any(value is not None and abs(_decimal(value)) >= _WHOLE_MONEY_FROM for value in values):
            return 0
        return int(get_currency_precision(currency or self.currency))

    def duration(self, value: Number | None, unit: str, digits: int = 1) -> str:
        """A length of time with its unit: 12.3 days, 12,3 дня, 12.3天."""
        if value is None:
            return DASH
        amount = _rounded(value, digits)
        length: Literal["long", "short"] = "long" if self.locale.language in ("en", "ru") else "short"
        return str(format_unit(amount, _DURATIONS[unit], length, _pattern(digits), locale=self.locale))

    def index(self, value: Number | None, *, signed: bool = False) -> str:
        """An index or a total: one decimal, no sign of percent."""
        return self.number(value, 1, signed=signed)

    def weight(self, value: Number | None) -> str:
        """A weight between 0 and 1, shown as a percentage without needless decimals."""
        if value is None:
            return DASH
        amount = _decimal(value) * 100
        return self.percent(amount, 0 if amount == amount.to_integral_value() else 1)

    def value(
        self,
        value: Number | None,
        unit: str,
        *,
        digits: int | None = None,
        short: bool = False,
        signed: bool = False,
        currency: str = "",
    ) -> str:
        """A KPI's value in its unit: money, count, percent, ratio, days, months or score."""
        if value is None:
            return DASH
        match unit:
            case "money":
                return self.money(value, currency, digits=digits, short=short, signed=signed)
            case "percent":
                return self.percent(value, 1 if digits is None else digits, signed=signed)
            case "count":
                return self.short(value, signed=signed) if short else self.number(value, digits, signed=signed)
            case unit if unit in _DURATIONS and not signed:
                return self.duration(value, unit, 1 if digits is None else digits)
            case unit if unit in _DURATIONS or unit == "score":
                return self.number(value, 1 if digits is None else digits, signed=signed)
            case _:
                return self.number(value, 2 if digits is None else digits, signed=signed)

    def date(self, day: dt.date | None) -> str:
        """A day: Oct 5, 2026."""
        return DASH if day is None else str(format_date(day, "medium", locale=self.locale))

    def time(self, moment: dt.datetime | None) -> str:
        """A moment in the workspace's time zone, to the minute."""
        if moment is None:
            return DASH
        zone = get_timezone(self.time_zone)
        day = format_date(moment.astimezone(zone).date(), "medium", locale=self.locale)
        return f"{day}, {format_datetime(moment, 'HH:mm', tzinfo=zone, locale=self.locale)}"

    def period(self, period: Period | None, *, short: bool = False) -> str:
        """A period in words: October 2026, Q3 2017, week 30 of 2017."""
        if period is None:
            return DASH
        calendar = period.calendar
        fiscal = calendar.first_month != 1 and period.grain in (Grain.QUARTER, Grain.YEAR)
        if calendar.retail and period.grain is not Grain.DAY:
            return f"{calendar.scheme} {period.label.replace('-', ' ')}"
        match period.grain:
            case Grain.DAY:
                return self.date(period.last_day)
            case Grain.WEEK:
                return _iso_week(period.last_day, self.locale.datetime_skeletons["yw"].pattern)
            case _ if fiscal:
                return f"FY {period.label.replace('-', ' ')}"
            case Grain.MONTH:
                return str(format_skeleton("yMMM" if short else "yMMMM", period.last_day, locale=self.locale))
            case Grain.QUARTER:
                return str(format_skeleton("yQQQ", period.last_day, locale=self.locale))
            case Grain.YEAR:
                return str(format_skeleton("y", period.last_day, locale=self.locale))

    def _sign(self, amount: Decimal, text: str, signed: bool) -> str:
        """A true minus sign, so that figures of a column stay aligned; a plus where signs are asked for."""
        if amount < 0:
            return f"−{text}"
        return f"+{text}" if signed and amount > 0 else text


@lru_cache(maxsize=64)
def formats(language: str, currency: str = "USD", time_zone: str = "UTC") -> Formats:
    """The formats of a language; built once, since babel's locale data is slow to read."""
    return Formats(language, currency, time_zone)


def _iso_week(day: dt.date, pattern: str) -> str:
    """The ISO week in a locale's wording. babel would number weeks as the locale does, from Sunday in the USA."""
    year, week, _ = day.isocalendar()
    numbers = {"w": str(week), "Y": str(year)}
    return re.sub("'([^']*)'|[wY]", lambda found: numbers.get(found[0], found[1] or ""), pattern)


def _decimal(value: Number) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _rounded(value: Number, digits: int) -> Decimal:
    amount = _decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, Context(prec=400))
    return amount if amount else abs(amount)


def _pattern(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")
