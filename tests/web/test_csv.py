"""CSV files: plain numbers, empty cells for no data, and no live formulas."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from scoreline.web.pages import why
from scoreline.web.pages.csvfile import cell
from tests.web.fake import FakeWorkspace


def read(client: Client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment")
    body = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
    return list(csv.DictReader(io.StringIO(body)))


def test_the_overview_as_csv_has_a_line_for_each_member_and_row(client: Client) -> None:
    lines = read(client, "/members.csv?period=2026-10")
    assert len(lines) == 24 * 6
    undefined = next(line for line in lines if line["member"] == "Đặng Thu Hà" and line["kpi"] == "win_rate")
    assert (undefined["state"], undefined["fact"], undefined["index"]) == ("undefined", "", "")


def test_a_kpi_as_csv_names_members_by_id_too(client: Client) -> None:
    lines = read(client, "/kpi/revenue.csv?by=person&period=2026-10")
    assert len(lines) == 24 * 12
    assert {(line["person"], line["id"]) for line in lines} >= {("Anna Snelling", "p00")}
    assert all(float(line["revenue"]) > 0 for line in lines)


def test_the_rows_behind_a_number_come_whole(client: Client) -> None:
    lines = read(client, "/why/win_rate.csv?part=closed_deals&period=2026-10")
    assert [line["id"] for line in lines] == [f"d{number:04}" for number in range(150)]


def test_rows_come_in_few_chunks_and_a_cut_is_said(client: Client, workspace: FakeWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    own = workspace.why_rows

    def counted(*arguments: Any) -> Any:
        asked.append(arguments[-2:])
        return own(*arguments)

    monkeypatch.setattr(workspace, "why_rows", counted)
    address = "/why/win_rate.csv?part=closed_deals&period=2026-10"
    assert len(read(client, address)) == 150
    assert len(asked) == 1
    monkeypatch.setattr(why, "_A_CHUNK", 40)
    monkeypatch.setattr(why, "_MOST_ROWS", 100)
    lines = [line["id"] for line in read(client, address)]
    assert lines == [*(f"d{number:04}" for number in range(100)), "Cut after 100 of 150 rows."]
    assert asked[1:] == [(40, 0), (40, 40), (20, 80)]


def test_an_unknown_part_is_refused_with_the_nearest(client: Client) -> None:
    response = client.get("/why/win_rate.csv?part=closed_deal")
    assert response.status_code == 404
    assert "closed_deals" in response.content.decode()


def test_plain_values() -> None:
    assert [cell(value) for value in (None, Decimal("1E+3"), date(2026, 10, 1), -5, "x")] == ["", "1000", "2026-10-01", "-5", "x"]


@given(st.text())
def test_no_text_begins_as_a_formula(text: str) -> None:
    assert not cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell(text) in (text, f"'{text}")
