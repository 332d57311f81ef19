"""An engine that runs and holds the companies: what its tests ask."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pytest

from scoreline.engine.backends.remote import Remote
from scoreline.engine.backends.routed import Routed
from scoreline.workspace import Workspace
from tests.conformance.companies import Asked

REQUIRE = "SCORELINE_REQUIRE_ENGINES"
"""Where this is set, as in CI, an engine that cannot be started fails its tests."""


@dataclass
class Running:
    """`lines` are what a workspace of that company says of the engine in its scoreline.toml."""

    name: str
    folder: Path
    asked: Mapping[str, Asked]
    lines: Mapping[str, str]
    spaces: dict[str, Workspace] = field(default_factory=dict)

    def workspace(self, company: str) -> Workspace:
        """The company's workspace on this engine."""
        if company not in self.spaces:
            self.spaces[company] = self.asked[company].elsewhere(self.folder / f"workspace {company}", self.lines[company])
        return self.spaces[company]

    def remote(self, company: str) -> Remote:
        """What sends queries to the engine."""
        con = self.workspace(company).engine.con
        assert isinstance(con, Routed)
        return con.remote

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        for space in self.spaces.values():
            space.engine.con.close()

    @cached_property
    def bare(self) -> Remote:
        """The same, of a company in which other tests define nothing."""
        return self.remote("hanoi")


def needs(engine: str, module: str) -> None:
    """Do without an engine where the package that reaches it is not installed."""
    if importlib.util.find_spec(module) is None:
        missing(engine, f"{module} is not installed (scoreline[{engine.lower()}])")


def missing(engine: str, what: str) -> None:
    """Skip an engine's tests and say why; fail where all engines are promised."""
    reason = f"{engine} is not tested here: {what}"
    if os.environ.get(REQUIRE):
        pytest.fail(reason)
    pytest.skip(reason)
