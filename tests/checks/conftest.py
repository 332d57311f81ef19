"""The companies to check: staged, as check queries, and as workspaces."""

from __future__ import annotations

import pytest

from scoreline.mart.staged import Staged
from tests.checks import demo, tiny
from tests.checks.answers import Answers, workspace
from tests.checks.cells import Checks


@pytest.fixture(scope="session")
def tiny_staged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Staged, ...]:
    """Both sources of the tiny company, staged."""
    return tiny.stage_tiny(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def tiny_checks(tiny_staged: tuple[Staged, ...]) -> Checks:
    """The check queries over the tiny company."""
    return Checks(tiny_staged, tiny.ZONE, tiny.CURRENCY, tiny.CUSTOMER_DAYS, tiny.COVERS.start)


@pytest.fixture(scope="session")
def tiny_answers(tiny_staged: tuple[Staged, ...], tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """The tiny company in the product."""
    folder = tmp_path_factory.mktemp("tiny-workspace") / "tiny"
    return Answers(workspace(folder, tiny_staged, tiny.ZONE, tiny.CURRENCY, tiny.CUSTOMER_DAYS), tiny.SPANS)


@pytest.fixture(scope="session")
def demo_staged(tmp_path_factory: pytest.TempPathFactory) -> Staged:
    """The made-up company, a tenth of its usual size, staged."""
    return demo.stage_small(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def demo_checks(demo_staged: Staged) -> Checks:
    """The check queries over the made-up company."""
    return Checks([demo_staged], demo.ZONE, demo.CURRENCY, demo.CUSTOMER_DAYS, demo.COVERED_FROM)


@pytest.fixture(scope="session")
def demo_answers(demo_staged: Staged, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """The made-up company in the product."""
    folder = tmp_path_factory.mktemp("demo-workspace") / "demo"
    return Answers(workspace(folder, [demo_staged], demo.ZONE, demo.CURRENCY, demo.CUSTOMER_DAYS), demo.SPANS)
