"""The life of a period as pages show it: each matrix, how far it has come, who signed it, and what it came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scoreline.engine.members import Member
from scoreline.errors import QueryError
from scoreline.periods import Grain, Period
from scoreline.periods import between as periods_between
from scoreline.planning.lifecycle import Agreement, Part, Signature, Status, status
from scoreline.scoring.scorecard import Scorecard
from scoreline.state.frozen import Closing
from scoreline.web.pages.reading import Reading
from scoreline.web.pages.scores import matrices, scores


@dataclass(frozen=True)
class Line:
    """One matrix of a period: how far it has come, the names put to it, and its scorecard, None where it cannot be worked out."""

    agreement: Agreement
    status: Status
    card: Scorecard | None

    @property
    def member(self) -> Member:
        """Whose it is."""
        return self.agreement.matrix.member

    @property
    def names(self) -> tuple[Signature, ...]:
        """The names put to it, each once: a quarter's may come from the matrices of its months."""
        return tuple({(one.part, one.by): one for one in self.agreement.signatures}.values())


@dataclass(frozen=True)
class StatusCount:
    """How many matrices have come so far."""

    status: Status
    count: int


def closings(reading: Reading) -> tuple[Closing, ...]:
    """All versions of all closed periods, by period and version, without what was frozen; those that the data version read knows."""
    return reading.remember(("closings",), lambda: _known(reading, reading.workspace.life.closings(results=False)))


def versions(reading: Reading, period: Period) -> tuple[Closing, ...]:
    """The versions of one closed period, the newest last; none where it is open."""
    return reading.remember(("versions", period.label), lambda: _known(reading, reading.workspace.life.closings(period)))


def _known(reading: Reading, found: Iterable[Closing]) -> tuple[Closing, ...]:
    as_of = reading.as_of
    return tuple(one for one in found if as_of is None or (one.basis.mart_version or 0) <= as_of)


def chosen_version(reading: Reading, period: Period, text: str) -> Closing | None:
    """The version that an address names, the newest where it names none; None where the period is open. QueryError for an unknown one."""
    held = versions(reading, period)
    if not text:
        return held[-1] if held else None
    for one in held:
        if str(one.version) == text:
            return one
    raise QueryError(f'There is no version "{text}" of {period.label}.', do="Choose one from the list of versions.")


def lines(reading: Reading, period: Period, closing: Closing | None) -> tuple[Line, ...]:
    """Every matrix of exactly that period, by member: as frozen where a closing is given, else as it is today."""
    if closing is not None:
        return tuple(
            Line(Agreement(one.matrix, tuple(map(Signature.read, one.signatures))), _closed(closing), one.card) for one in closing.results
        )
    today = reading.workspace.life.today
    cards = _cards(reading, period)
    return tuple(Line(one, status(one, today), cards.get(one.matrix.member.key)) for one in agreements(reading, period))


def _closed(closing: Closing) -> Status:
    return Status.CLOSED if closing.version == 1 else Status.RESTATED


def agreements(reading: Reading, period: Period) -> Sequence[Agreement]:
    """The matrices of exactly that period with the names put to them."""
    return reading.remember(("agreements", period.label), lambda: reading.workspace.life.agreements(period))


def _cards(reading: Reading, period: Period) -> dict[tuple[str, str, str], Scorecard]:
    kinds = {one.matrix.member.kind for one in agreements(reading, period)}
    return {card.member.key: card for kind in sorted(kinds) for card in scores(reading, kind, period)}


def counts(reading: Reading, period: Period) -> tuple[StatusCount, ...]:
    """How many matrices of a period have come how far, in the order of a matrix's life."""
    held = versions(reading, period)
    if held:
        found = Counter({_closed(held[-1]): len(held[-1].results)})
    else:
        today = reading.workspace.life.today
        found = Counter(status(one, today) for one in agreements(reading, period))
    return tuple(StatusCount(one, found[one]) for one in Status)


def months_inside(reading: Reading, period: Period) -> tuple[tuple[Period, tuple[StatusCount, ...]], ...]:
    """The months of a quarter or year that have matrices, with their counts; none for shorter periods."""
    if period.grain not in (Grain.QUARTER, Grain.YEAR):
        return ()
    known = {matrix.period.label for matrix in matrices(reading)}
    inside = periods_between(period.start, period.end, Grain.MONTH, period.calendar)
    return tuple((month, counts(reading, month)) for month in inside if month.label in known)


def agreed_periods(reading: Reading) -> tuple[Period, ...]:
    """Every period that has matrices or is closed: what may be chosen beside those that have data."""
    found = {matrix.period.label: matrix.period for matrix in matrices(reading)}
    found |= {one.period.label: one.period for one in closings(reading)}
    return tuple(found.values())


def lacking(line: Line) -> list[str]:
    """The scored rows of a matrix whose fact is missing: what keeps its period from being closed."""
    return [row.title for row in line.card.scored if row.state == "missing"] if line.card else []


def names_of(line: Line, part: Part) -> tuple[Signature, ...]:
    """Who took a part: proposed it, or signed it."""
    return tuple(one for one in line.names if one.part is part)
