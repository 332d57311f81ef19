"""What periods tell of people, to be paid by: what was frozen where a period is closed, else saved matrices and today's figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scoreline.engine.members import Member
from scoreline.errors import MatrixError
from scoreline.periods import Period
from scoreline.planning.matrix import Matrix
from scoreline.scoring.scorecard import Scorecard
from scoreline.state import closings, services
from scoreline.state.frozen import Closing
from scoreline.workspace import matrix_files, scores
from scoreline.workspace.attendance import Held, held
from scoreline.workspace.ground import Ground

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Told:
    """What a period tells of a person: the matrix that the facts were held against, the card, and the closing's version (0: open)."""

    matrix: Matrix
    card: Scorecard
    version: int = 0


@dataclass(frozen=True)
class Telling:
    """Where it comes from: a workspace, the matrices to go by, and whether closed periods are read as they were frozen."""

    ground: Ground
    matrices: Mapping[Key, Sequence[Matrix]]
    frozen: bool = True
    _closings: dict[Period, Closing | None] = field(init=False, default_factory=dict)

    def of(self, members: Iterable[Member], period: Period) -> dict[Key, Told]:
        """What a period tells of those of the members who have a matrix for it."""
        if closing := self.closing(period):
            wanted = {member.key for member in members}
            return {
                one.card.member.key: Told(one.scored_by, one.card, closing.version)
                for one in closing.results
                if one.card.member.key in wanted
            }
        found = self._held(members, period)
        cards = scores.cards(self.ground, found, period)
        return {card.member.key: Told(one.matrix, card) for one, card in zip(found, cards, strict=True)}

    def having(self, members: Iterable[Member], period: Period) -> set[Key]:
        """Those of the members who have a matrix for a period."""
        if closing := self.closing(period):
            return {one.card.member.key for one in closing.results}
        return {one.matrix.member.key for one in self._held(members, period)}

    def _held(self, members: Iterable[Member], period: Period) -> list[Held]:
        found = []
        for member in members:
            try:
                found.append(held(self.ground, self.matrices.get(member.key, ()), member, period))
            except MatrixError:  # who has no matrix has nothing to be paid by; the statement says so where one is asked for
                continue
        return found

    def closing(self, period: Period) -> Closing | None:
        """The newest version of a closed period that the workspace's mart version knows; None where it is open."""
        if period not in self._closings:
            known = versions(self.ground, period) if self.frozen else []
            self._closings[period] = known[-1] if known else None
        return self._closings[period]


def telling(ground: Ground, file: Path | None) -> Telling:
    """By the matrices that were saved, or by those of a file on today's figures."""
    if file is None:
        return Telling(ground, _by_member(services.matrices(ground.path)))
    return Telling(ground, _by_member(matrix_files.read(ground, file)), frozen=False)


def versions(ground: Ground, period: Period) -> list[Closing]:
    """The versions of a closed period that the workspace's mart version knows, in order."""
    found = closings.closings(ground.path, period=period)
    return [one for one in found if ground.as_of is None or (one.basis.mart_version or 0) <= ground.as_of]


def _by_member(matrices: Iterable[Matrix]) -> dict[Key, list[Matrix]]:
    found: dict[Key, list[Matrix]] = {}
    for matrix in matrices:
        found.setdefault(matrix.member.key, []).append(matrix)
    return found
