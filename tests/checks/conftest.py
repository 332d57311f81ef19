"""The companies to check: staged, as check queries, and as workspaces."""

from __future__ import annotations

import pytest

from scoreline.mart.staged import Staged
from tests.checks import demo, tiny
from tests.checks.answers import Answers, workspace
from tests.checks.queries import Checks


@pytest.fixture(scope="session")
def hanoi_staged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Staged, ...]:
    """Both sources of the tiny company, staged."""
    return tiny.stage_hanoi(tmp_path_factory.mktemp("hanoi"))


@pytest.fixture(scope="session")
def hanoi_checks(hanoi_staged: tuple[Staged, ...]) -> Checks:
    """The check queries over the tiny company."""
    return Checks(hanoi_staged, tiny.HANOI)


@pytest.fixture(scope="session")
def hanoi_answers(hanoi_staged: tuple[Staged, ...], tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """The tiny company in the product."""
    return Answers(workspace(tmp_path_factory.mktemp("hanoi") / "workspace", hanoi_staged, tiny.HANOI), tiny.HANOI.spans)


@pytest.fixture(scope="session")
def contracts_checks(hanoi_staged: tuple[Staged, ...]) -> Checks:
    """The check queries over the tiny company, where a customer is who has a contract."""
    return Checks(hanoi_staged, tiny.CONTRACTS)


@pytest.fixture(scope="session")
def contracts_answers(hanoi_staged: tuple[Staged, ...], tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """That company in the product."""
    return Answers(workspace(tmp_path_factory.mktemp("contracts") / "workspace", hanoi_staged, tiny.CONTRACTS), tiny.CONTRACTS.spans)


@pytest.fixture(scope="session")
def berlin_staged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Staged, ...]:
    """The tiny shop, staged."""
    return tiny.stage_berlin(tmp_path_factory.mktemp("berlin"))


@pytest.fixture(scope="session")
def berlin_checks(berlin_staged: tuple[Staged, ...]) -> Checks:
    """The check queries over the tiny shop."""
    return Checks(berlin_staged, tiny.BERLIN)


@pytest.fixture(scope="session")
def berlin_answers(berlin_staged: tuple[Staged, ...], tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """The tiny shop in the product."""
    return Answers(workspace(tmp_path_factory.mktemp("berlin") / "workspace", berlin_staged, tiny.BERLIN), tiny.BERLIN.spans)


@pytest.fixture(scope="session")
def demo_staged(tmp_path_factory: pytest.TempPathFactory) -> Staged:
    """The made-up company, a tenth of its usual size, staged."""
    return demo.stage_small(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def demo_checks(demo_staged: Staged) -> Checks:
    """The check queries over the made-up company."""
    return Checks([demo_staged], demo.HALDEN)


@pytest.fixture(scope="session")
def demo_answers(demo_staged: Staged, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """The made-up company in the product."""
    return Answers(workspace(tmp_path_factory.mktemp("demo") / "workspace", [demo_staged], demo.HALDEN), demo.HALDEN.spans)
