"""Mistakes in definitions, as they are found: the first one ends the reading, or all of them are kept to be told together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from scoreline.errors import ScorelineError


@dataclass
class Problems:
    """Where mistakes go. Unless it `keeps` them, each is raised at once."""

    keeps: bool = False
    found: list[ScorelineError] = field(default_factory=list)

    def add(self, problem: ScorelineError) -> None:
        """Keep a mistake, or raise it."""
        if not self.keeps:
            raise problem
        self.found.append(problem)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Let a mistake within end what stands within only, where mistakes are kept."""
        try:
            yield
        except ScorelineError as problem:
            self.add(problem)
