"""The real data sets, each loaded once with its shipped mapping into a workspace that has definitions of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scoreline import workspace
from scoreline.workspace import Workspace

OWN = Path(__file__).parent / "kpis"


def loaded(data: Path, name: str, folder: Path) -> Workspace:
    """A workspace in a new folder that holds the data set of that name."""
    workspace.init(folder)
    shutil.copy(OWN / f"{name}.yaml", folder / "kpis")
    ws = workspace.open(folder)
    ws.load(data / name, name)
    return ws


@pytest.fixture(scope="session")
def maven(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The hardware seller."""
    return loaded(data, "maven_crm", tmp_path_factory.mktemp("answers") / "maven_crm")


@pytest.fixture(scope="session")
def bikes(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The bike maker."""
    return loaded(data, "adventureworks", tmp_path_factory.mktemp("answers") / "adventureworks")


@pytest.fixture(scope="session")
def food(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The food trader."""
    return loaded(data, "northwind", tmp_path_factory.mktemp("answers") / "northwind")
