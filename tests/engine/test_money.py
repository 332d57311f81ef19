"""Money in other currencies: converted at the event's day, refused without a rate."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

import pytest

from scoreline.engine import why
from scoreline.errors import QueryError
from scoreline.periods import parse
from tests.engine.tables import Tables, ask, cells, engine

DAY = dt.date(2025, 1, 15)


def line(id: str, amount: str, currency: str | None, day: dt.date = DAY) -> dict[str, Any]:
    return {"id": id, "order_id": id, "amount": Decimal(amount), "currency": currency, "ordered_on": day, "status": "complete"}


RATES = [{"currency": "EUR", "date": DAY, "rate": Decimal("1.25")}, {"currency": "EUR", "date": dt.date(2025, 1, 16), "rate": Decimal("2")}]


def test_amounts_are_converted_at_the_rate_of_their_day() -> None:
    lines = [line("a", "10", None), line("b", "10", "USD"), line("c", "10.02", "EUR"), line("d", "1", "EUR", dt.date(2025, 1, 16))]
    on = engine(Tables({"order_lines": lines, "exchange_rates": RATES}))
    found = cells(ask(on, "revenue", per="month", start="2025-01", end="2025-01"), "revenue")
    assert found == {("2025-01",): Decimal("34.525")}
    rows = why.rows(on, "revenue", None, parse("2025-01"), "sold", 10, 0)
    assert [row[0] for row in rows.rows] == [Decimal(10), Decimal(10), Decimal("12.525"), Decimal(2)]


def test_a_missing_rate_names_table_currency_and_day() -> None:
    lines = [line("a", "10", "EUR", dt.date(2025, 1, 17))]
    on = engine(Tables({"order_lines": lines, "exchange_rates": RATES}))
    with pytest.raises(QueryError, match=r"order_lines: There is no exchange rate from EUR to USD for 2025-01-17 \(1 rows\)"):
        ask(on, "revenue", per="month", start="2025-01", end="2025-01")


def test_what_counts_no_money_needs_no_rate() -> None:
    orders = [{"id": "o", "ordered_on": DAY, "currency": "EUR", "status": "complete"}]
    on = engine(Tables({"orders": orders}))
    assert cells(ask(on, "order_count", per="month", start="2025-01", end="2025-01"), "order_count") == {("2025-01",): 1}


def test_large_products_do_not_overflow() -> None:
    rates = [{"currency": "VND", "date": DAY, "rate": Decimal("24000")}]
    lines = [{**line("a", "5000000", "VND"), "quantity": 20_000, "unit_price": Decimal(60_000_000), "discount": Decimal(0)}]
    on = engine(Tables({"order_lines": lines, "exchange_rates": rates}))
    asked = {"per": "month", "start": "2025-01", "end": "2025-01"}
    assert cells(ask(on, "revenue", **asked), "revenue") == {("2025-01",): Decimal(120_000_000_000)}
    assert cells(ask(on, "discount_rate", **asked), "discount_rate") == {("2025-01",): 0}


def test_no_question_changes_the_amounts_of_another() -> None:
    """The relation behind a quota reads the lines that revenue reads too, and is defined when it is first asked for."""
    january = {"valid_from": dt.date(2025, 1, 1), "valid_to": dt.date(2025, 2, 1)}
    quota = {"member_kind": "person", "member_id": "ann", "kpi": "revenue", "norm": Decimal(50), "is_quota": True, **january}
    lines = [{**line("a", "10", "USD"), "owner_id": "ann"}, {**line("b", "12", "EUR"), "owner_id": "ann"}]
    tables = Tables({"order_lines": lines, "orders": [], "levels": [quota], "people": [{"id": "ann"}], "exchange_rates": RATES})
    asked = [
        ("revenue", "month", "2025-01", Decimal(25)),
        ("quota_attainment", "month", "2025-01", 50),
        ("revenue", "week", "2025-W03", Decimal(25)),
    ]
    for order in itertools.permutations(asked):
        on = engine(tables)
        for kpi, per, label, value in order:
            assert cells(ask(on, kpi, per=per, start=label, end=label), kpi) == {(label,): value}
