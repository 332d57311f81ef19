"""The tutorial from a goal to a restated period, run as it is written: every command, and all that the page shows of what it prints."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

import scoreline
from tests.docs.story import Said, environment, run, steps
from tests.state.conftest import state_lines

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "5-goals.md"
TODAY = re.compile(r"\d{4}-\d\d-\d\d by ")
"""The day on which a period was closed is that of the run."""


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Said]]:
    """The folder of the company afterwards, and what each step said; what was agreed is kept in a file, and in PostgreSQL."""
    folder = tmp_path_factory.mktemp("story")

    def keep_in_postgres(company: Path) -> None:
        with (company / "scoreline.toml").open("a", encoding="utf-8") as file:
            file.write(f"\n{state_lines(request.getfixturevalue('server'))}")
        subprocess.run(["scoreline", "matrix", "apply", "matrix.yaml"], cwd=company, env=environment(), check=True, capture_output=True)

    return folder / "acme", run(PAGE.read_text("utf-8"), folder, keep_in_postgres if request.param == "postgres" else None)


def lines(text: str) -> list[str]:
    """What a reader compares: no blanks at the ends, no day of today."""
    return [TODAY.sub("DAY by ", line.rstrip()) for line in text.strip("\n").splitlines()]


def test_every_command_does_what_it_is_said_to(told: tuple[Path, list[Said]]) -> None:
    said = told[1]
    wanted = [step for step in steps(PAGE.read_text("utf-8")) if step.kind == "sh"]
    last = said[-1]
    assert len(said) == len(wanted), f"{last.step.text}\n{last.printed}"
    assert last.succeeded


def test_the_page_shows_what_is_printed(told: tuple[Path, list[Said]]) -> None:
    shown = [one for one in told[1] if one.step.shown is not None]
    assert len(shown) > 15
    for one in shown:
        assert lines(one.printed) == lines(one.step.shown or ""), one.step.text


def test_what_is_left_is_a_restated_month_and_a_whole_record(told: tuple[Path, list[Said]]) -> None:
    ws = scoreline.open(told[0])
    assert [(one.period.label, one.version) for one in ws.life.closings()] == [("2026-01", 1), ("2026-01", 2)]
    assert ws.life.pending() == [] and ws.trail.verify().problem == ""
    assert ws.plans.level("revenue", ws.member("Heike Albers"), "2026-01") == 7500
