"""Numbers: the SQL against a second, independent reading in Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoreline.ingest.numbers import FORMATS, NumberFormat, explain_number, number_sql
from scoreline.mart.columns import Type

CON = duckdb.connect()


def read(text: str, sample: str | None = None, *, percent: bool = False) -> Decimal | None:
    """What the SQL reads, as money."""
    format = NumberFormat.of(sample) if sample else None
    sql = number_sql("x", format, percent=percent)
    row = CON.execute(f"SELECT TRY_CAST({sql} AS DECIMAL(18,4)) FROM (SELECT ?::VARCHAR AS x)", [text]).fetchone()
    assert row is not None
    value = row[0]
    assert value is None or isinstance(value, Decimal)
    return value


def body(digits: str, point: str, group: str) -> Decimal | None:
    """One format's reading of digits and marks."""
    whole, mark, fraction = digits.partition(point)
    if mark and not re.fullmatch(r"\d+", fraction):
        return None
    parts = whole.split(group) if group else [whole]
    grouped = len(parts) > 1
    if not all(re.fullmatch(r"\d*", part) for part in parts) or (whole == "" and not mark):
        return None
    if grouped and (not 1 <= len(parts[0]) <= 3 or parts[0] == "0" or parts[0] == "00" or parts[0] == "000"):
        return None
    if grouped and any(len(part) != 3 for part in parts[1:]):
        return None
    return Decimal(("".join(parts) or "0") + "." + (fraction or "0"))


def readings(digits: str) -> set[Decimal]:
    """All readings of digits and marks in any known format: one is clear, several are ambiguous."""
    return {value for point, group in FORMATS.values() if (value := body(digits, point, group)) is not None}


def money(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.0001"), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.50", "1234.50"), ("1.234,50", "1234.50"), ("1 234,50", "1234.50"), ("1\u00a0234,50", "1234.50"),
        ("1\u202f234,50", "1234.50"), ("$22,247.63", "22247.63"), ("$115.00K", "115000"), ("(99)", "-99"), ("($1,250.00)", "-1250"),
        ("１２３．５", "123.5"), ("１，２３４．５０", "1234.5"), ("-5", "-5"), ("5-", "-5"), ("−7.5", "-7.5"), ("+3", "3"), (".0000", "0"),
        ("1'234.50", "1234.5"), ("1.5M", "1500000"), ("2B", "2000000000"), ("€ 9,90", "9.9"), ("9,90 €", "9.9"), ("-$5", "-5"),
        ("$-5", "-5"), ("1e3", "1000"), ("1.5E-2", "0.015"), ("0.123", "0.123"), ("0,123", "0.123"), ("1234,567", "1234.567"),
        ("1,234,567", "1234567"), ("1.234.567,8", "1234567.8"), ("00012", "12"), ("12345678901234.5678", "12345678901234.5678"),
    ],
)  # fmt: skip
def test_understood(text: str, value: str) -> None:
    assert read(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["1,234", "1.234", "-1,234", "$1,234", "1,234K", "(1.234)", "NaN", "inf", "-Infinity", "abc", "1,23.50", "1.2.3", "--5", "-(5)",
     "(5", "5)", "-5-", "$5$", "12$34", "1 23", "1,,234", "$", "-", ".", "5.", "0x10", "1_000", "1e400", "12%", "1 2345", "5 K 3",
     "123456789012345", "99999999999999.99999"],
)  # fmt: skip
def test_refused(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(("sample", "text", "value"), [
    ("1,234.50", "1,234", "1234"), ("1.234,50", "1.234", "1234"), ("1.234,50", "1,234", "1.234"), ("1234.50", "1.234", "1.234"),
    ("1234,50", "1,234", "1.234"), ("1 234,50", "1\u00a0234,5", "1234.5"), ("1'234.50", "1'234", "1234"),
])  # fmt: skip
def test_a_declared_format_settles_what_is_ambiguous(sample: str, text: str, value: str) -> None:
    assert read(text) is None or sample == "1 234,50" or sample == "1'234.50"
    assert read(text, sample) == Decimal(value)


def test_a_declared_format_refuses_another_one() -> None:
    assert read("1.234,50", "1,234.50") is None
    assert read("1,234.50", "1234.50") is None


def test_percent_only_where_it_is_asked_for() -> None:
    assert read("12.5%", percent=True) == Decimal("0.125")
    assert read("12.5%") is None


marks = st.text(alphabet="0123456789.,' ", min_size=1, max_size=12)


@settings(max_examples=400, deadline=None)
@given(marks)
def test_undeclared_is_read_only_if_every_format_agrees(text: str) -> None:
    text = text.strip()
    found = readings(text) if text and text[-1:].isdigit() else set()
    expected = money(next(iter(found))) if len(found) == 1 else None
    assert read(text) == expected


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(FORMATS)), st.decimals(-(10**13), 10**13, places=4, allow_nan=False), st.booleans())
def test_what_is_written_in_a_format_is_read_back(sample: str, value: Decimal, brackets: bool) -> None:
    point, group = FORMATS[sample]
    whole, _, fraction = f"{abs(value):,.4f}".partition(".")
    text = whole.replace(",", group) + point + fraction
    signed = (f"({text})" if brackets else f"-{text}") if value < 0 else text
    assert read(signed, sample) == value


def grouped_samples() -> Iterator[tuple[str, str]]:
    yield "1,234", "two ways"
    yield "nan", "not a number"
    yield "#DIV/0!", "spreadsheet"
    yield "12%", "percentage"
    yield "n/a", "nulls"
    yield "123456789012345678", "too large"


@pytest.mark.parametrize(("text", "part"), list(grouped_samples()))
def test_the_reason_says_what_is_wrong(text: str, part: str) -> None:
    assert part in explain_number(text, None, Type.MONEY)
