"""Disputes of one workspace: opened about a record behind a figure, answered, resolved."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from scoreline.engine import behind
from scoreline.engine.facts import Fact
from scoreline.engine.members import Member
from scoreline.errors import PeriodError, nearest
from scoreline.periods import Period, parse
from scoreline.planning import dispute_rules as rules
from scoreline.planning.carries import Moved
from scoreline.planning.disputes import Dispute, Kind, Record, Stand
from scoreline.planning.lifecycle import Part
from scoreline.state import agreements, closings, disputes
from scoreline.workspace import corrections, scores
from scoreline.workspace.ground import Ground
from scoreline.workspace.naming import whose


@dataclass(frozen=True)
class _Cell:
    """A figure as it stands now: the version of its closing (0 where it is open), and that of the data."""

    fact: Fact
    version: int
    mart_version: int | None


class Disputes:
    """What may be done about figures that somebody does not accept. `by` is who acts; the system's account where it is None."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def open(
        self,
        member: Member,
        period: str | Period,
        kpi: str,
        *,
        record: str = "",
        missing: str = "",
        text: str = "",
        by: str | None = None,
    ) -> Dispute:
        """Dispute a figure of one's own matrix, about a record behind it (orders/o4), or about one that is `missing`, said in words.

        PeriodError where it is another's matrix, it has no such row, the record is not behind the figure, or is in dispute already.
        """
        ground, when, kpi = self._ground, self._period(period), self._ground.registry.kpi(kpi).id
        cell = _cell(ground, member, when, kpi)
        found = _record(ground, member, when, kpi, record, cell) if record else None
        new = Dispute(member, when, kpi, cell.version, found, missing, cell.fact, cell.mart_version)
        return disputes.open_dispute(ground.path, new, text=text, managers=_managers(ground, member, when), by=by)

    def answer(self, number: int, text: str, *, by: str | None = None) -> Dispute:
        """Answer as the manager. PeriodError for anybody else, without a text, and where it is resolved."""
        one = self.get(number)
        managers = _managers(self._ground, one.member, one.period)
        return disputes.say(
            self._ground.path, number, Kind.ANSWER, text, lambda old, said: rules.answered(old, said, managers), by=by
        )  # fmt: skip

    def comment(self, number: int, text: str, *, by: str | None = None) -> Dispute:
        """Comment on it, as anybody. PeriodError without a text, and where it is resolved."""
        return disputes.say(self._ground.path, number, Kind.COMMENT, text, rules.commented, by=by)

    def resolve(self, number: int, end: Stand, *, reason: str = "", by: str | None = None) -> Dispute:
        """Resolve it: corrected (the data or the fact was), restated (a closing's version that came of it), or refused with a reason.

        PeriodError where nothing was corrected or restated since it was opened, where it was not answered, and where `by` opened it.
        """
        one = self.get(number)
        settled_by = {Stand.CORRECTED: self._corrected, Stand.RESTATED: self._restated}.get(end, lambda _: None)(one)
        return disputes.say(
            self._ground.path, number, Kind.RESOLUTION, reason, lambda old, said: rules.resolved(old, said, end, settled_by), by=by
        )  # fmt: skip

    def get(self, number: int) -> Dispute:
        """The dispute of that number. PeriodError where there is none."""
        return disputes.dispute(self._ground.path, number)

    def list(self, period: str | Period | None = None, *, ended: bool | None = False) -> tuple[Dispute, ...]:
        """Those that are not resolved; with `ended` those that are, with None all. Only of one period where it is given."""
        return disputes.disputes(self._ground.path, period=None if period is None else self._period(period), ended=ended)

    def _corrected(self, one: Dispute) -> int | None:
        """The mart's version that corrected it."""
        cell = _cell(self._ground, one.member, one.period, one.kpi)
        went = corrections.known(self._ground, one.period)[one.member.key].get(one.kpi, Moved()).went
        if any(each.at > one.remarks[0].at for each in went):
            return went[-1].mart_version
        same = _number(cell.fact) == _number(one.fact) and cell.mart_version == one.mart_version
        if cell.version and (one.version or same):  # what was put right before it was closed, is
            raise PeriodError(
                "The period is closed: other data does not change its figure.",
                where=one.where,
                do="Carry the difference into an open period (scoreline period carry), or restate it and resolve it as restated.",
            )
        if same:
            raise PeriodError(
                "Neither the figure nor the data has changed since it was opened.", where=one.where, do="Correct it first, and load it."
            )
        return cell.mart_version

    def _restated(self, one: Dispute) -> int:
        """The closing's version that restated it."""
        held = closings.closings(self._ground.path, period=one.period, results=False)
        if not held or held[-1].version < 2 or held[-1].at < one.remarks[0].at:
            raise PeriodError(
                "The period was not restated since it was opened.", where=one.where, do="Restate it: scoreline period restate."
            )
        return held[-1].version

    def _period(self, period: str | Period) -> Period:
        return period if isinstance(period, Period) else parse(period, self._ground.settings.business_calendar)


def _cell(ground: Ground, member: Member, when: Period, kpi: str) -> _Cell:
    """The figure of a cell. MatrixError where there is no matrix, PeriodError where it has no such row."""
    held = closings.closings(ground.path, period=when)
    frozen = held[-1].card(member.key) if held else None
    card = frozen or scores.scorecards(ground, [member], when)[0]
    row = next((row for row in card.rows if row.kpi == kpi), None)
    if row is None:
        known = [row.kpi for row in card.rows]
        what = f"The matrix has no such row. {nearest(kpi, known)}".strip()
        raise PeriodError(what, where=f"{kpi} of {member.name}, {when.label}", do=f"It has: {', '.join(known)}.")
    fact = Fact(row.fact, row.state)
    if frozen:
        return _Cell(fact, held[-1].version, held[-1].basis.mart_version)
    return _Cell(fact, 0, ground.engine.version if ground.settings.keeps_versions else None)


def _managers(ground: Ground, member: Member, when: Period) -> frozenset[str]:
    """Who proposed the member's matrix. It need not have the row any more: a dispute about it is settled all the same."""
    held = closings.closings(ground.path, period=when)
    for result in held[-1].results if held else ():
        if result.card.member.key == member.key:
            return frozenset(name["by"] for name in result.signatures if name["part"] == Part.PROPOSAL)
    names = [one.signature(Part.PROPOSAL) for one in agreements.agreements(ground.path, member=member, period=when)]
    return frozenset(name.by for name in names if name)


def _record(ground: Ground, member: Member, when: Period, kpi: str, record: str, cell: _Cell) -> Record:
    """The record, as the version of the data has it that the figure stands on. PeriodError where it is not behind the figure."""
    table, slash, id = record.partition("/")
    where = f"{kpi} of {member.name}, {when.label}"
    if not (slash and id):
        raise PeriodError(f'"{record}" names no record.', where=where, do="Write TABLE/ID, as in orders/1044.")
    then = Ground(ground.path, cell.mart_version) if cell.version and cell.mart_version is not None else ground
    source = behind.source_of(then.engine, kpi, whose(ground, member), when, table, id)
    if source is None:
        known = behind.tables_of(then.engine, kpi)
        hint = "" if table in known else f" Its records are of: {', '.join(known)}."
        do = f"List those that are: scoreline why {kpi}. Where one is missing, say which: --missing TEXT."
        raise PeriodError(f"{record} is not behind this figure.{hint}", where=where, do=do)
    return Record(table, id, source)


def _number(fact: Fact) -> tuple[Decimal | None, str]:
    return None if fact.value is None else Decimal(str(fact.value)), fact.state.value
