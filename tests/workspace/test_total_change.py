"""Why a matrix's total changed: by what closed periods froze and were restated to, and by the people of a whole period."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from scoreline.errors import QueryError
from scoreline.insight.index_change import IndexChange
from scoreline.mart.publish import publish
from scoreline.workspace import Workspace
from tests import company
from tests.mart.staging import at, stage
from tests.workspace.test_restating import late


def parts(found: IndexChange) -> dict[str, Fraction]:
    return {name: found.sum(name) for name in ("restatement", "fact", "people", "levels", "weights") if found.sum(name)}


def test_what_was_restated_is_a_part_of_its_own(acme: Workspace, tmp_path: Path) -> None:
    """Ann: .75 * revenue of 100 and .25 * orders of 1. January was told with one order of 130, and is 142.34 and 2 orders by version 2."""
    acme.life.close("2024-01", by="Olga", unsigned="a trial")
    assert parts(acme.insights.total_change("Ann", "2024-01", "2024-02")) == {"fact": Fraction("-122.5")}
    ws = late(acme, tmp_path, "2024-01-31", "12.34")
    assert parts(ws.insights.total_change("Ann", "2024-01", "2024-02")) == {"fact": Fraction("-122.5")}  # pending, not restated
    ws.life.restate("2024-01", reason="an invoice came late", by="Olga")
    found = ws.insights.total_change("Ann", "2024-01", "2024-02")
    restated = Fraction("0.75") * Fraction("12.34") + Fraction("0.25") * 50  # orders: 150 at most, from 100
    assert (found.before, found.after, found.versions) == (Fraction("122.5"), 0, (1, 2))
    assert parts(found)["restatement"] == restated
    assert sum(parts(found).values()) == found.after - found.before
    only = ws.insights.total_change("Ann", "2024-01", "2024-01")
    assert parts(only) == {"restatement": parts(found)["restatement"]} and only.after == ws.score("Ann", "2024-01").total
    assert parts(ws.insights.total_change("Ann", "2024-01", "2024-02", version=2)).keys() == {"fact"}
    with pytest.raises(QueryError, match=r"Ann, 2024-01: It has no version 3. Closed versions: 1, 2"):
        ws.insights.total_change("Ann", "2024-01", "2024-02", version=3)
    with pytest.raises(QueryError, match="does not come before"):
        ws.insights.total_change("Ann", "2024-02", "2024-02")


def test_the_people_of_a_team_are_those_of_all_its_days(tmp_path: Path) -> None:
    """Bob is in the North from 10 to 20 February only, and sells 40 there: on the last day nobody would see him.

    People: nothing with January's facts, 40 with February's, 20 on average.
    """
    ws = company.made(tmp_path / "acme")
    (tmp_path / "more").mkdir()
    days = (("s", "2020-01-01", "2024-02-10"), ("n", "2024-02-10", "2024-02-20"), ("s", "2024-02-20", None))
    seats = [
        {"person_id": "bob", "team_id": team, "valid_from": at(f"{start} 00:00").date(), "valid_to": end and at(f"{end} 00:00").date()}
        for team, start, end in days
    ]
    tables = {
        "memberships": seats,
        "orders": [{"id": "guest", "owner_id": "bob", "customer_id": "c1", "ordered_at": at("2024-02-15 12:00")}],
        "order_lines": [{"id": "guest", "order_id": "guest", "quantity": 1, "amount": 40}],
    }
    publish(ws.mart, stage(tmp_path / "more", tables, covers=company.COVERED), time_zone="UTC")
    ws.reopen()
    file = tmp_path / "matrix.yaml"
    row = "{kpi: revenue, weight: 1, base: 0, norm: 100, target: 200}"
    file.write_text(f"matrices:\n  - team: North\n    period: [2024-01, 2024-02]\n    rows: [{row}]\n", "utf-8")
    ws.apply_matrices(file, by="Kate")
    found = ws.insights.total_change("North", "2024-01", "2024-02")
    assert (found.before, found.after) == (130, 40)
    assert parts(found) == {"fact": -110, "people": 20}
