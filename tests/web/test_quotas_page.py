"""The page that judges quotas: verdicts as the workspace finds them, with their reasons."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from scoreline.insight.calibration import Band, Verdict, calibrate
from scoreline.reports.formats import formats
from scoreline.reports.svg.interval import interval
from scoreline.web.pages.quotas import VERDICTS, evidence
from scoreline.workspace import Workspace
from tests.insight.test_calibration import share_of
from tests.web.test_pages import text


def test_each_group_has_its_verdict_and_the_reason(pages: Client, demo: Workspace) -> None:
    found = demo.insights.calibrate("revenue", "2025", by="role")
    said = text(pages, "/quotas/?by=role")
    for group in found:
        assert f"{group.group} {VERDICTS[group.verdict]}" in said
        assert f"{group.norm.count} of {group.norm.of} reached the norm" in said
    assert "scoreline calibrate revenue --period 2025 --by role" in said


def test_what_cannot_be_judged_leads_to_the_last_whole_year(pages: Client) -> None:
    assert "There is nothing to judge" in (said := text(pages, "/quotas/?period=2025-W07")) and "in 2025-W07" in said
    assert b'href="/quotas/?period=2025"' in pages.get("/quotas/?period=2025-W07").content
    assert pages.get("/quotas/?band=70-55").status_code == 404


@pytest.mark.parametrize(
    ("reached", "of", "verdict", "said"),
    [
        (0, 20, Verdict.TOO_HIGH, "0 of 20 reached the norm, which tells 0 to 16%: all of it below 55 to 70%."),
        (20, 20, Verdict.TOO_LOW, "which tells 84 to 100%: all of it above 55 to 70%."),
        (630, 1000, Verdict.RIGHT, "that fits 55 to 70%."),
        (5, 8, Verdict.TOO_FEW, "against 55 to 70%: that may be right or not."),
        (2, 3, Verdict.TOO_FEW, "Nothing is said of fewer than 5 people."),
    ],
)
def test_the_reason_fits_the_verdict(web: None, reached: int, of: int, verdict: Verdict, said: str) -> None:
    group = calibrate("all", share_of(reached, of))
    assert group.verdict is verdict and said in evidence(group, Band(), formats("en"))


def test_who_is_left_out_is_not_said_to_have_no_levels(web: None) -> None:
    unknown = [replace(one, fact=None) for one in share_of(0, 2)]
    assert evidence(calibrate("all", unknown), Band(), formats("en")) == "Fact not known"
    assert evidence(calibrate("all", [*unknown, replace(unknown[0], in_ramp=True)]), Band(), formats("en")) == "In ramp, Fact not known"
    assert evidence(calibrate("all", []), Band(), formats("en")) == "Nobody had a level to reach."


def test_an_interval_without_people_is_the_band_alone() -> None:
    assert "circle" in interval(50, 40, 60, (55, 70), title="t") and "circle" not in interval(None, None, None, (55, 70), title="t")
