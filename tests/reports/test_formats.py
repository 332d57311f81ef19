"""Numbers, dates and periods in four languages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from babel.numbers import parse_decimal
from hypothesis import given
from hypothesis import strategies as st

from scoreline.periods import Calendar, Scheme, parse
from scoreline.periods.windows import to_date
from scoreline.reports.formats import DASH, LANGUAGES, Formats, formats

NBSP = "\u00a0"
EN, VI, ZH, RU = (formats(language) for language in LANGUAGES)
amounts = st.decimals(min_value=-(10**15), max_value=10**15, places=4)


def test_grouping_follows_the_language() -> None:
    shown = [show.number(Decimal("1234567.8")) for show in (EN, VI, ZH, RU)]
    assert shown == ["1,234,567.8", "1.234.567,8", "1,234,567.8", f"1{NBSP}234{NBSP}567,8"]


def test_short_forms_follow_the_language() -> None:
    assert EN.short(123_456_789) == "123.5M"
    assert VI.short(123_500_000) == f"123,5{NBSP}Tr"
    assert ZH.short(123_456_789) == "1.2亿"
    assert RU.short(123_500_000) == f"123,5{NBSP}млн"


def test_small_numbers_are_not_shortened() -> None:
    assert [EN.short(value) for value in (9_999, 12.34, 7, Decimal("0.5"))] == ["9,999", "12.3", "7", "0.5"]


def test_percentages_are_already_in_percent() -> None:
    assert [show.percent(63.15) for show in (EN, VI, ZH, RU)] == ["63.2%", "63,2%", "63.2%", f"63,2{NBSP}%"]
    assert EN.percent(-3.25, signed=True) == "−3.3%"
    assert EN.percent(4, signed=True) == "+4.0%"


def test_money_carries_its_currency_and_drops_cents_when_large() -> None:
    assert EN.money(Decimal("999.456")) == "$999.46"
    assert EN.money(Decimal("1234.5")) == "$1,235"
    assert EN.money(Decimal("1234.5"), digits=2) == "$1,234.50"
    assert EN.money(1_234_567, short=True) == "$1.2M"
    assert EN.money(12, "JPY") == "¥12"
    assert RU.money(Decimal("-999.4")) == f"−999,40{NBSP}$"


def test_a_column_of_money_shares_its_decimals() -> None:
    assert EN.money_digits([None, Decimal("12.5")]) == 2
    assert EN.money_digits([Decimal("12.5"), 1000]) == 0


def test_lengths_of_time_have_their_unit() -> None:
    shown = [show.duration(12.34, "days") for show in (EN, VI, ZH, RU)]
    assert shown == ["12.3 days", "12,3 ngày", "12.3天", "12,3 дня"]
    assert EN.duration(1, "days", 0) == "1 day"


def test_weights_are_shown_as_percent_without_needless_decimals() -> None:
    assert EN.weight(Decimal("0.25")) == "25%"
    assert EN.weight(Decimal("0.125")) == "12.5%"


@pytest.mark.parametrize("unit", ["money", "count", "percent", "ratio", "days", "months", "score"])
def test_no_data_is_a_dash_in_every_unit(unit: str) -> None:
    for language in LANGUAGES:
        assert formats(language).value(None, unit) == DASH
        assert "0" in formats(language).value(0, unit)


def test_periods_in_words() -> None:
    labels = ["2017-07-03", "2017-W30", "2017-07", "2017-Q3", "2017"]
    assert [EN.period(parse(label)) for label in labels] == ["Jul 3, 2017", "week 30 of 2017", "July 2017", "Q3 2017", "2017"]
    assert ZH.period(parse("2017-07")) == "2017年7月"
    assert VI.period(parse("2017-W30")) == "tuần 30 của năm 2017"
    assert RU.period(parse("2017-Q3")).startswith("3-й кв. 2017")


def test_weeks_are_iso_weeks_in_every_language() -> None:
    week = parse("2020-W53")
    for language in LANGUAGES:
        assert "53" in formats(language).period(week)


def test_a_fiscal_quarter_says_so() -> None:
    assert EN.period(parse("2017-Q3", Calendar(first_month=4))) == "FY 2017 Q3"


def test_a_retail_period_says_so() -> None:
    retail = Calendar(Scheme.W454, 2)
    assert [EN.period(parse(label, retail)) for label in ("2017-P07", "2017-W30", "2017")] == [
        "4-5-4 2017 P07",
        "4-5-4 2017 W30",
        "4-5-4 2017",
    ]
    assert EN.period(parse("2017-07-03", retail)) == "Jul 3, 2017"


def test_a_window_is_called_after_its_last_period() -> None:
    assert EN.period(to_date([parse("2017-07")], "year")[0]) == "July 2017"


def test_moments_are_in_the_workspace_time_zone() -> None:
    show = Formats("en", "USD", "Asia/Ho_Chi_Minh")
    assert show.time(dt.datetime(2026, 10, 5, 20, 4, tzinfo=dt.UTC)) == "Oct 6, 2026, 03:04"


@given(amounts, st.sampled_from(LANGUAGES), st.integers(0, 4))
def test_a_shown_number_reads_back_as_the_rounded_one(value: Decimal, language: str, digits: int) -> None:
    shown = formats(language).number(value, digits).replace("−", "-")
    read = parse_decimal(shown, locale=language, strict=True)
    assert abs(read - value) <= Decimal(5).scaleb(-digits - 1)
    assert len(shown.rpartition("," if language in ("vi", "ru") else ".")[2]) == digits or digits == 0


@given(amounts)
def test_the_sign_is_shown_once_and_never_for_zero(value: Decimal) -> None:
    for shown in (EN.number(value, 2), EN.percent(value), EN.money(value), EN.short(value)):
        figures = any(character in "123456789" for character in shown)
        assert shown.count("−") == (1 if value < 0 and figures else 0)
        assert "-" not in shown


@given(amounts)
def test_signed_numbers_begin_with_their_sign(value: Decimal) -> None:
    shown = EN.number(value, 4, signed=True)
    assert shown[0] == ("+" if value > 0 else "−" if value < 0 else "0")
