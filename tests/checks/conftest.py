"""The companies to check, and their check queries."""

from __future__ import annotations

import pytest

from scoreline.mart.staged import Staged
from tests.checks import tiny
from tests.checks.cells import Checks


@pytest.fixture(scope="session")
def tiny_staged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Staged, ...]:
    """Both sources of the tiny company, staged."""
    return tiny.stage_tiny(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def tiny_checks(tiny_staged: tuple[Staged, ...]) -> Checks:
    """The check queries over the tiny company."""
    return Checks(tiny_staged, tiny.ZONE, tiny.CUSTOMER_DAYS)
