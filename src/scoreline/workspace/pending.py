"""Late data: where today's figures of a closed period differ from those that were frozen, with the rows that came since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from scoreline.engine import why as reasons
from scoreline.engine.facts import Fact
from scoreline.engine.members import Member
from scoreline.errors import PeriodError
from scoreline.periods import Period
from scoreline.planning.attendance import WHOLE
from scoreline.planning.carries import Carry, Moved, corrected, number
from scoreline.scoring.beside import beside_full
from scoreline.scoring.scorecard import Scorecard, ScoreRow
from scoreline.state import audit, closings
from scoreline.state.frozen import Closing, Result
from scoreline.workspace import corrections
from scoreline.workspace.attendance import Held
from scoreline.workspace.basis import basis_of, definition
from scoreline.workspace.closing import freeze
from scoreline.workspace.ground import Ground
from scoreline.workspace.scores import cards

_ROWS = 20
_OF_LEVELS = ("total.levels_added", "total.levels_kept", "total.prorated")


@dataclass(frozen=True)
class LateRow:
    """A row that a load brought after the closing: the part of the formula that it counts for, its place in the source, its values."""

    part: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Pending:
    """One figure of a closed period that is another one today. `redefined`: the KPI's definition has changed since.

    `rows` are the first of those that came since; none where rows were taken out. `carried` is what a later period carries of the
    difference.
    """

    period: Period
    version: int
    member: Member
    kpi: str
    title: str
    unit: str
    frozen: Fact
    today: Fact
    redefined: bool
    rows: tuple[LateRow, ...] = field(default=())
    carried: tuple[Carry, ...] = ()

    @property
    def left(self) -> Decimal | None:
        """What nobody has carried yet: today's less the frozen, less what is carried. None where either is no value."""
        if not (self.frozen.known and self.today.known):
            return None
        return number(self.today) - number(self.frozen) - Moved(went=self.carried).out

    @property
    def settled(self) -> bool:
        """Whether all of it is carried."""
        return bool(self.carried) and self.left == 0


def pending(ground: Ground, period: Period | None = None, *, rows: bool = True) -> list[Pending]:
    """All differences, by period, member and row; of all closed periods, or of one. `rows` reads those that came since."""
    return [one for closing in _newest(ground, period) for one in _pending(ground, closing, _today(ground, closing), rows=rows)]


def restate(ground: Ground, when: Period, *, reason: str, by: str | None) -> Closing:
    """Freezes today's figures of a closed period as its next version, on the matrices that were frozen.

    What a later period carries is left out of them. PeriodError without a reason or a name, where the period is not closed, where nothing
    is pending, and where a fact is missing.
    """
    if not reason.strip():
        raise PeriodError("A restatement needs a reason.", where=when.label, do="Say it with --reason TEXT.")
    if by is None or not by.strip():
        raise PeriodError("A restatement needs the name of a person.", where=when.label, do="Say it with --as NAME.")
    at = audit.newest(ground.path)
    found = _newest(ground, when)
    if not found:
        raise PeriodError("It is not closed.", where=when.label, do="Load the data and close it: scoreline period close.")
    today = _today(ground, found[0])
    if all(one.settled for one in _pending(ground, found[0], today, rows=False)):
        raise PeriodError("Nothing is pending: today's figures are those that were frozen, or are carried.", where=when.label)
    results = [Result(old.matrix, card, old.signatures, old.prorated) for old, card in zip(found[0].results, today, strict=True)]
    basis = basis_of(ground, when, [one.matrix for one in results], found[0].basis.unsigned, found[0].basis.disputed)
    return freeze(ground, when, results, basis, version=found[0].version + 1, at=at, reason=reason, by=by)


def _newest(ground: Ground, period: Period | None) -> list[Closing]:
    """The last version of each closed period."""
    last = {(one.period.grain, one.period.start): one for one in closings.closings(ground.path, period=period)}
    return list(last.values())


def _today(ground: Ground, closing: Closing) -> list[Scorecard]:
    """What the frozen matrices, with the levels that were frozen, come to on today's data."""
    found = cards(ground, [Held(one.scored_by, one.scored_by, WHOLE) for one in closing.results], closing.period)
    return [_kept(one, card) for one, card in zip(closing.results, found, strict=True)]


def _kept(old: Result, card: Scorecard) -> Scorecard:
    """Today's card with what was said of the frozen levels."""
    notes = [note for note in old.card.notes if note.id in _OF_LEVELS]
    return beside_full(replace(card, notes=(*card.notes, *notes)), old.matrix)


def _pending(ground: Ground, closing: Closing, today: list[Scorecard], *, rows: bool = True) -> Iterator[Pending]:
    carried = corrections.known(ground, closing.period)
    for old, new in zip(closing.results, today, strict=True):
        for was, is_ in zip(old.card.rows, new.rows, strict=True):
            moved = carried[old.card.member.key].get(was.kpi, Moved())
            if (was.fact, was.state) != (is_.fact, is_.state) or moved.went:
                late = tuple(_late(ground, closing, old.card.member, was.kpi)) if rows else ()
                redefined = was.kpi not in ground.registry.kpis or definition(ground, was.kpi) != closing.basis.texts.get(was.kpi)
                told = corrected(_fact(is_), moved.out)
                yield Pending(
                    closing.period, closing.version, old.card.member, was.kpi, was.title, was.unit, _fact(was), told, redefined, late,
                    moved.went,
                )  # fmt: skip


def _fact(row: ScoreRow) -> Fact:
    return Fact(row.fact, row.state)


def _late(ground: Ground, closing: Closing, member: Member, kpi: str) -> Iterator[LateRow]:
    """The rows behind a figure that a load after the closing brought or changed."""
    since = closing.basis.mart_version
    if since is None or kpi not in ground.registry.kpis:
        return
    who = None if member.kind == "company" else member
    for leaf in dict.fromkeys(reasons.label(leaf) for leaf in ground.registry.parts(kpi)):
        page = reasons.rows(ground.engine, kpi, who, closing.period, leaf, _ROWS, 0, since=since)
        for values in page.rows:
            yield LateRow(leaf, dict(zip(page.columns, values, strict=True)))
