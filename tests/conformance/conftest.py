"""What all engines are held against."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conformance.companies import COMPANIES, Asked, made


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Asked]:
    """The companies on DuckDB."""
    return {name: made(tmp_path_factory.mktemp(name), name) for name in COMPANIES}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for an engine."""
    return tmp_path_factory.mktemp("engine")
