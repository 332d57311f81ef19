"""The page that tries matrices out on the past."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from scoreline.scoring.backtest import backtest
from scoreline.scoring.proposals import Changes
from scoreline.web.pages.trial import PROPOSED
from scoreline.workspace import Workspace
from tests.web.fake import FakeWorkspace
from tests.web.fake_life import FakeInsights
from tests.web.test_pages import text


def test_another_weight_is_tried_on_what_ran(pages: Client, demo: Workspace) -> None:
    found = demo.insights.backtest("2025-12", "2025-12", changes=Changes({"revenue": Decimal("0.6")}))
    said = text(pages, "/backtest/?period=2025-12&start=2025-12&kpi=revenue&weight=0.6")
    gain, lose = (sum((gain.change * sign) > 0 for gain in found.gains) for sign in (1, -1))
    assert f"How the totals of {found.trials} matrices lie" in said and f"{gain} of {len(found.gains)} gain, {lose} lose" in said
    assert found.gains[0].member.name in said and found.gains[-1].member.name in said
    assert "Revenue with a weight of 60%" in said
    assert "scoreline backtest --from 2025-12 --to 2025-12 --weight revenue=0.6" in said.replace('"', "")


def test_what_ran_is_shown_without_winners(pages: Client) -> None:
    said = text(pages, "/backtest/?period=2025-12&start=2025-12")
    assert "As it ran" in said and "Who gains most" not in said and "Proposed" not in said


def test_the_changes_and_the_file_reach_the_calculation(client: Client, workspace: FakeWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    (workspace.path / PROPOSED).write_text("", "utf-8")
    monkeypatch.setattr(
        FakeInsights, "backtest", lambda _self, *periods, **options: asked.append((*periods, options)) or backtest([]), raising=False
    )
    address = f"/backtest/?period=2026-09&start=2026-10&file={PROPOSED}&kpi=win_rate&levels=1.1"
    assert "No total is known in these periods" in text(client, address)
    start, end, options = asked[0]
    assert (start.label, end.label) == ("2026-09", "2026-10") and options["file"] == workspace.path / PROPOSED
    assert options["changes"] == Changes({}, {"win_rate": Decimal("1.1")}) and options["incentives"] is None


def test_what_cannot_be_tried_is_refused(client: Client) -> None:
    assert "These are more than 12 periods." in text(client, "/backtest/?start=2024-01&period=2026-10", 404)
    for name, number in (("weight", "much"), ("weight", "1e999999"), ("levels", "1e999999"), ("levels", "-1")):
        assert f"is no number for {name}" in text(client, f"/backtest/?kpi=revenue&{name}={number}", 404)
    assert "is not a choice for file" in text(client, "/backtest/?file=secret.yaml", 404)
