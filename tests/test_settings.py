"""The settings of a workspace: what the file may say, and the calendar that it describes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from scoreline import settings
from scoreline.errors import WorkspaceError
from scoreline.periods import GREGORIAN, Calendar, Named, Scheme
from scoreline.settings import Settings
from tests.periods.calendars import NRF, SEPTEMBER


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """Every setting stands in the file, in the form that is read back; only the tables of single engines are left to who needs them."""
    made = Settings(
        time_zone="Asia/Kolkata", calendar="4-5-4", fiscal_year_start=2, fiscal_year_named="start", retail_year_end="last", engine="spark"
    )
    settings.write(tmp_path, made)
    assert settings.read(tmp_path) == made
    text = (tmp_path / settings.FILE).read_text("utf-8")
    assert all(
        re.search(f"^(# )?{name} = ", text, re.M)
        for name, field in Settings.model_fields.items()
        if not isinstance(field.default, BaseModel)
    )


def test_a_file_without_the_newer_settings_is_read(tmp_path: Path) -> None:
    (tmp_path / settings.FILE).write_text('time_zone = "UTC"\nfiscal_year_start = 4\n', "utf-8")
    assert settings.read(tmp_path).business_calendar == Calendar(first_month=4)


def test_calendars() -> None:
    assert Settings().business_calendar == GREGORIAN
    assert Settings(fiscal_year_named="start", week_start="monday").business_calendar == GREGORIAN
    assert Settings(fiscal_year_start=7, fiscal_year_named="start").business_calendar == Calendar(first_month=7, named=Named.START)
    assert Settings(calendar="4-5-4", fiscal_year_start=2, fiscal_year_named="start").business_calendar == NRF
    assert Settings(calendar="4-4-5", fiscal_year_start=10, retail_year_end="last").business_calendar == SEPTEMBER
    assert Settings(calendar="5-4-4", week_start="monday").business_calendar == Calendar(Scheme.W544)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('calendar = "4-4-4"', "calendar: "),
        ('week_start = "sun"', "week_start: "),
        ("fiscal_year_start = 13", "fiscal_year_start: "),
        ('time_zone = "Europe/Berln"', 'Did you mean "Europe/Berlin"'),
        ('calender = "4-4-5"', 'Did you mean "calendar"'),
        ("x = [", "cannot be read"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, line: str, words: str) -> None:
    (tmp_path / settings.FILE).write_text(line, "utf-8")
    with pytest.raises(WorkspaceError) as refused:
        settings.read(tmp_path)
    assert words in refused.value.text
    assert settings.FILE in refused.value.text


def test_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="no Scoreline workspace"):
        settings.read(tmp_path)


def test_where_the_state_is_does_not_hang_on_other_settings(tmp_path: Path) -> None:
    assert settings.read_state(tmp_path).url == ""
    (tmp_path / settings.FILE).write_text('lokale = "en"\n[state]\nurl = "postgresql://db/sales"\nschema = "acme"\n', "utf-8")
    assert settings.read_state(tmp_path).schema_ == "acme"
    (tmp_path / settings.FILE).write_text('[state]\nschema = "no schema"\n', "utf-8")
    with pytest.raises(WorkspaceError, match=r"state\.schema"):
        settings.read_state(tmp_path)
