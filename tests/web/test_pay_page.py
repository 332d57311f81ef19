"""The page of pay: everybody's sums, one person's lines, and what was saved as it was saved."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client

from scoreline.errors import IncentiveError
from scoreline.reports.formats import formats
from scoreline.scoring.payout import Payout
from scoreline.scoring.statement import Statement
from scoreline.web.pages.pay import RULES
from scoreline.workspace import Workspace
from scoreline.workspace.insights import Insights
from tests.web.fake import FakeWorkspace
from tests.web.fake_life import FakeInsights
from tests.web.test_pages import text


@pytest.fixture(scope="module")
def made(demo: Workspace) -> list[Statement]:
    return demo.insights.pay(demo.path / RULES, "2025-Q4")


def test_everybody_is_paid_what_the_workspace_works_out(pages: Client, demo: Workspace, made: list[Statement]) -> None:
    said, show = text(pages, "/pay/"), formats("en", demo.settings.currency)
    assert "Q4 2025: provisional, the period is not closed" in said and len(made) > 5
    assert all(f"{one.member.name} {one.role.replace('_', ' ')} {show.money(one.earned, digits=2)}" in said for one in made)
    paid = sum((one.paid for one in made), Decimal(0))
    assert f"{show.money(paid, digits=2)} {show.money(sum((one.owed for one in made), Decimal(0)), digits=2)}" in said


def test_a_statement_is_told_line_by_line(pages: Client, demo: Workspace, made: list[Statement]) -> None:
    one, show = max(made, key=lambda one: len(one.lines)), formats("en", demo.settings.currency)
    said = text(pages, f"/pay/?period=2025-Q4&member=person:{one.member.source}:{one.member.id}")
    assert all(f"{line.what} " in said and show.money(line.amount, digits=2) in said for line in one.lines)
    assert f"All lines together {show.money(one.paid, digits=2)}" in said
    assert f"scoreline pay --period 2025-Q4 --member {one.member.name}" in said.replace('"', "")


def test_what_was_saved_is_shown_as_it_was_saved(
    pages: Client, demo: Workspace, made: list[Statement], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else's is shown as saved, and the rules of today change nothing of it."""
    statement = replace(made[0], paid=Decimal("12345.67"), closed=1)
    saved = Payout(statement, None, 1, dt.datetime(2026, 2, 1, 9, tzinfo=dt.UTC), "Olga", "pay.yaml")  # type: ignore[arg-type]
    monkeypatch.setattr(Insights, "payouts", lambda _self, **_asked: (saved,))
    said = text(pages, f"/pay/?period=2025-Q3&member=person:{statement.member.source}:{statement.member.id}")
    assert "12,345.67" in said and "by Olga, by the rules of pay.yaml, on version 1 of the closed period." in said
    assert f"scoreline payouts show --member {statement.member.name} --period 2025-Q3" in said.replace('"', "")
    monkeypatch.setattr(Insights, "pay", refuse)
    said = text(pages, "/pay/?period=2025-Q2")
    assert "12,345.67" in said and "scoreline payouts list --period 2025-Q2" in said
    assert "The rules cannot be worked out" not in said


def refuse(*_asked: object) -> None:
    raise IncentiveError("The file has no list of incentives.", where=RULES)


def test_without_rules_the_page_says_what_to_write(client: Client, workspace: FakeWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeInsights, "payouts", lambda _self, **_asked: (), raising=False)
    monkeypatch.setattr(FakeInsights, "pay", refuse, raising=False)
    assert "Write the rates of each role into incentives.yaml" in text(client, "/pay/?period=2026-10")
    (workspace.path / RULES).write_text("", "utf-8")
    said = text(client, "/pay/?period=2026-10")
    assert "The rules cannot be worked out for this period" in said and "The file has no list of incentives." in said
