"""Closed periods as values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scoreline.periods import Period
from scoreline.planning.matrix import Matrix
from scoreline.scoring.messages import Message
from scoreline.scoring.scorecard import Scorecard


@dataclass(frozen=True)
class Result:
    """What one member agreed and reached: the matrix, who signed it, and the scorecard with every fact and its state.

    `prorated` is the matrix that the card was scored by, where its levels are for a part of the period's days.
    """

    matrix: Matrix
    card: Scorecard
    signatures: Sequence[Mapping[str, str]] = ()
    prorated: Matrix | None = None

    @property
    def scored_by(self) -> Matrix:
        """The matrix with the levels that the facts were held against."""
        return self.prorated or self.matrix


@dataclass(frozen=True)
class Basis:
    """What a closing stands on: the mart's version (None in a warehouse without versions), the definitions' hash and their texts, and
    who was in which team. `unsigned` is why it was closed with matrices that not both have signed, `disputed` why with open disputes."""

    mart_version: int | None
    definitions: str
    texts: Mapping[str, Any] = field(default_factory=dict)
    memberships: Sequence[Mapping[str, Any]] = ()
    unsigned: str = ""
    disputed: str = ""

    @property
    def allowed(self) -> str:
        """Why it was closed although something stood against it; empty where nothing did."""
        return "; ".join(why for why in (self.unsigned, self.disputed) if why)


@dataclass(frozen=True)
class Closing:
    """One version of a closed period. `reason` is that of a restatement."""

    period: Period
    version: int
    at: dt.datetime
    by: str
    reason: str
    basis: Basis
    results: tuple[Result, ...]

    @property
    def said(self) -> Message:
        """When it was closed, by whom, and which version it is."""
        return Message("total.closed", {"day": f"{self.at:%Y-%m-%d}", "by": self.by, "version": str(self.version)})

    def card(self, key: tuple[str, str, str]) -> Scorecard | None:
        """The scorecard of the member with that key; None where it had no matrix."""
        return next((one.card for one in self.results if one.card.member.key == key), None)
