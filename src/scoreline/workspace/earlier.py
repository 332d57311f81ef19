"""What earlier periods bring into the one that is paid: corrections of what was paid, and what is owed from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from scoreline.engine.facts import FactState
from scoreline.engine.members import Member
from scoreline.errors import IncentiveError
from scoreline.periods import Grain, Period, at
from scoreline.scoring import payout
from scoreline.scoring.basis import basis_of
from scoreline.scoring.payout import Payout
from scoreline.scoring.scheme import Scheme
from scoreline.scoring.scorecard import Scorecard
from scoreline.scoring.settlement import Entry, correction
from scoreline.scoring.statement import statement
from scoreline.workspace.ground import Ground
from scoreline.workspace.told import Key, Telling, Told, versions


@dataclass(frozen=True)
class Earlier:
    """What went before the period that is paid: the year's earlier periods, and the pay-outs that were saved.

    `told_at` is the version of the data by which periods were paid that are neither closed nor saved. `run` has what each of the earlier
    periods tells of people, `schemes` by which rules each paid whom: those of the role that was held then.
    """

    ground: Ground
    period: Period
    told_at: int | None
    told: Telling
    run: Mapping[Period, Mapping[Key, Told]]
    schemes: Mapping[Period, Mapping[Member, Scheme]]
    saved: Mapping[Key, Sequence[Payout]]
    _cards: dict[Period, dict[Key, dict[int, Scorecard]]] = field(default_factory=dict)
    _firsts: dict[Period, Mapping[Key, Told]] = field(default_factory=dict)

    def of(self, who: Member) -> tuple[list[Entry], Decimal]:
        """The corrections of earlier periods, and what is owed from those of the year."""
        entries = [entry for one in self.saved[who.key] for entry in payout.corrections(one, self._versions(one))]
        year = at(self.period.last_day, Grain.YEAR, self.period.calendar)
        saved = [one.statement for one in self.saved[who.key] if one.statement.period.start >= year.start]
        owed, last = (saved[-1].owed, saved[-1].period.end) if saved else (Decimal(0), year.start)
        for period, found in self.run.items():
            now, scheme = found.get(who.key), self.schemes[period].get(who)
            if now is None or scheme is None or period.start < last:
                continue
            try:
                paid, more = self._as_paid(who, scheme, now)
                owed = statement(paid.matrix, scheme, paid.card, (), owed).owed
            except IncentiveError:  # its matrix lacks what the rules pay for: it was not paid by them
                continue
            entries += more
        return entries, owed

    def _as_paid(self, who: Member, scheme: Scheme, now: Told) -> tuple[Told, list[Entry]]:
        """An earlier period that was not saved: by which figures it is taken to have been paid, and what corrects it since."""
        if self.told_at is None or now.version:
            return now, []
        before = self._first(now.card.period).get(who.key, now)
        found = []
        for rule in scheme.rules:
            was, is_ = basis_of(before.card, rule.kpi), basis_of(now.card, rule.kpi)
            if FactState.MISSING in (was.state, is_.state) or now.matrix.row(rule.kpi) is None:
                continue
            ends = (self.told_at, was), (self.ground.engine.version, is_)
            if entry := correction(rule, now.card.period.label, *ends, of="data"):
                found.append(entry)
        return before, found

    def _first(self, period: Period) -> Mapping[Key, Told]:
        """What an earlier period told of everybody by the data that it was paid by."""
        if period not in self._firsts:
            self._firsts[period] = self._first_telling.of(self.schemes[period], period)
        return self._firsts[period]

    @cached_property
    def _first_telling(self) -> Telling:
        return replace(self.told, ground=Ground(self.ground.path, self.told_at))

    def _versions(self, one: Payout) -> Mapping[int, Scorecard]:
        """A person's cards in all versions of a closed period."""
        period = one.statement.period
        if period not in self._cards:
            cards: dict[Key, dict[int, Scorecard]] = {}
            for closing in versions(self.ground, period):
                for result in closing.results:
                    cards.setdefault(result.card.member.key, {})[closing.version] = result.card
            self._cards[period] = cards
        return self._cards[period].get(one.statement.member.key, {})
