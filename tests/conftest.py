"""What all tests share: the real data sets, and the rule that they may not skip where they are promised."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest

WITHOUT_DATA = "SCORELINE_DATA names no folder of real data"
LONGEST = "tests/engine/test_refresh_laws.py"
"""The file that takes longest comes first, so that no worker is left alone with it at the end."""


def data_folder() -> Path | None:
    """The folder that SCORELINE_DATA names, where it is one."""
    named = os.environ.get("SCORELINE_DATA")
    return Path(named) if named and Path(named).is_dir() else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest file first. Tests marked `data` skip, with the reason, where there is none."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    if data_folder() is None:
        for item in items:
            if item.get_closest_marker("data"):
                item.add_marker(pytest.mark.skip(reason=WITHOUT_DATA))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where SCORELINE_REQUIRE_DATA is set, as CI does with data, a skipped data test is a failed one."""
    report = yield
    skipped = report.skipped and not hasattr(report, "wasxfail")
    if skipped and item.get_closest_marker("data") and os.environ.get("SCORELINE_REQUIRE_DATA"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} needs real data and skipped, which SCORELINE_REQUIRE_DATA forbids: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of the real data sets, one folder each. Mark the test `data`."""
    folder = data_folder()
    if folder is None:
        pytest.skip(WITHOUT_DATA)
    return folder


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """The system's Chromium, as tools/chromium.sh found it; it runs without its sandbox only as root."""
    args: dict[str, object] = dict(browser_type_launch_args)
    if path := os.environ.get("SCORELINE_CHROMIUM"):
        args["executable_path"] = path
    if os.geteuid() == 0:
        args["args"] = ["--no-sandbox"]
    return args
