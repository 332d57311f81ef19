"""What a manager asks next, as methods: each gathers what its calculation needs and hands it over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from scoreline import periods
from scoreline.engine.members import Member
from scoreline.errors import QueryError
from scoreline.insight.calibration import Band, Calibration
from scoreline.insight.index_change import IndexChange
from scoreline.insight.kpi_change import Change
from scoreline.insight.linting import Remark
from scoreline.insight.standing import Standing
from scoreline.periods import Period
from scoreline.planning.matrix import Matrix
from scoreline.scoring.backtest import Backtest, backtest
from scoreline.scoring.payout import Payout
from scoreline.scoring.proposals import Changes
from scoreline.scoring.statement import Statement
from scoreline.workspace import (
    changes,
    ledger,
    linting,
    matrix_files,
    naming,
    pasts,
    pay,
    proposing,
    quotas,
    standings,
    total_change,
    trials,
)
from scoreline.workspace.ground import Ground
from scoreline.workspace.ledger import Ledger, Record
from scoreline.workspace.proposing import Checked, Suggested


class Insights:
    """Questions beyond single numbers."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def calibrate(
        self,
        kpi: str,
        period: str | Period,
        *,
        by: str = "",
        levels: str = "quotas",
        band: Band | None = None,
        ramp: int = 90,
        fewest: int = 5,
    ) -> list[Calibration]:
        """Whether a KPI's levels are right: the share of people that reach them, by team, team:LEVEL or role, or of everybody.

        `levels` are the quotas that were loaded, or those of matrices. People hired less than `ramp` days before are left out.
        """
        asked = quotas.Question(self._ground.registry.kpi(kpi).id, self._period(period), by, levels, ramp)
        return quotas.calibrations(self._ground, asked, band or Band(), fewest)

    def standing(
        self,
        members: Sequence[Member],
        *kpis: str,
        until: str | Period | None = None,
        months: int = 12,
    ) -> list[Standing]:
        """Where members stand: level, spread, trend and place among the peers of the last months, for each member and KPI.

        Without KPIs they are those of each member's newest matrix, or all of which there is anything.
        """
        last = None if until is None else self._period(until)
        return standings.standings(self._ground, standings.Question(tuple(members), kpis, last, months))

    def in_role(self, role: str, period: str | Period | None = None) -> list[Member]:
        """Who holds a role on a period's last day, or on the last that the data covers. QueryError where nobody does."""
        when = pasts.past_run(self._ground, None, "month", 1)[0] if period is None else self._period(period)
        return pasts.holders(self._ground, role, when.last_day)

    def lint(self, matrices: Sequence[Matrix], *, past: bool = True) -> list[tuple[Matrix, Remark]]:
        """What looks wrong in matrices although no rule forbids it: too many rows, norms near the base, and so on.

        `past` looks at the twelve periods before, too: norms that never or always were reached, rows that measure the same.
        """
        return linting.remarks(self._ground, matrices, past)

    def proposed(self, file: str | Path) -> tuple[Matrix, ...]:
        """The matrices of a file, which are not saved. MatrixError where it breaks the rules."""
        return matrix_files.read(self._ground, Path(file))

    def smart(
        self, file: str | Path | None = None, *, member: Member | str | None = None, period: str | Period | None = None
    ) -> list[Checked]:
        """Five checks of every row of the matrices that a file proposes, or of those saved, of a member or period where named."""
        if file is not None:
            if member is not None or period is not None:
                raise QueryError("Member and period choose among saved matrices.", do="Leave out the file, or leave out both.")
            return proposing.checked(self._ground, self.proposed(file))
        who, when = naming.whose(self._ground, member), None if period is None else self._period(period)
        return proposing.checked(self._ground, proposing.saved(self._ground, who, when))

    def suggest(self, members: Sequence[Member], period: str | Period, *kpis: str) -> list[Suggested]:
        """Base, norm and target for each member and KPI from the past periods of that length; nothing is saved."""
        return proposing.suggested(self._ground, members, self._period(period), kpis)

    def kpi_change(
        self,
        kpi: str,
        before: str | Period,
        after: str | Period,
        *,
        by: str,
        member: Member | str | None = None,
        volume: str = "",
        order: Sequence[str] = (),
    ) -> tuple[Change, tuple[str, ...]]:
        """A KPI's change between two periods as volume, mix and rate of the segments of a cut, and notes on the data.

        `volume` names the KPI that a total comes from, such as sales_volume for revenue. The parts do not hang on an order unless
        one is given.
        """
        who, found = naming.whose(self._ground, member), self._ground.registry.kpi(kpi).id
        asked = changes.Question(found, self._period(before), self._period(after), by, who, volume, tuple(order))
        return changes.kpi_change(self._ground, asked)

    def total_change(
        self, member: Member | str, before: str | Period, after: str | Period, *, told_at: int | None = None, version: int | None = None
    ) -> IndexChange:
        """The change of a member's total as fact, levels, weights and, of a team, people; closed periods as they were frozen.

        What was restated since the earlier total was told is a part too: `told_at` is the version of the data by which it was told,
        `version` that of its closed period, the first one where it was restated.
        """
        who = naming.member(self._ground, member) if isinstance(member, str) else member
        first = None if told_at is None else Ground(self._ground.path, told_at)
        return total_change.total_change(self._ground, who, self._period(before), self._period(after), first=first, version=version)

    def pay(
        self,
        file: str | Path,
        period: str | Period,
        *,
        member: Member | str | None = None,
        matrices: str | Path | None = None,
        what_if: Mapping[str, Decimal] | None = None,
        told_at: int | None = None,
    ) -> list[Statement]:
        """What the incentives of a file pay for a period: a statement for everybody in its roles who has a matrix, or for one person.

        Whose pay-out is saved has the statement that was saved.

        A closed period pays by what was frozen. `matrices` is a file to pay by in place of the saved ones, `what_if` facts in place of
        the data's. `told_at` is the data version by which the year's earlier periods were paid that are neither closed nor saved; what
        they pay otherwise now stands as corrections in this one.
        """
        who = naming.whose(self._ground, member)
        by = None if matrices is None else Path(matrices)
        return pay.statements(self._ground, pay.Question(Path(file), self._period(period), who, by, what_if, told_at))

    def unpaid(self, file: str | Path, period: str | Period, *, matrices: str | Path | None = None) -> list[Member]:
        """Who is in the roles of a file of incentives and is not paid, for want of a matrix."""
        by = None if matrices is None else Path(matrices)
        return pay.without(self._ground, pay.Question(Path(file), self._period(period), matrices=by))

    def save_pay(
        self, file: str | Path, period: str | Period, *, by: str | None = None, member: Member | str | None = None
    ) -> tuple[Payout, ...]:
        """Save what a closed period pays, with the rules it was worked out by: for everybody in the file's roles, or for one person.

        IncentiveError where the period is open, or somebody was paid for it, or for a later one, already; then nothing is saved.
        """
        who = naming.whose(self._ground, member)
        return pay.save(self._ground, pay.Question(Path(file), self._period(period), who), by=by)

    def payouts(self, *, member: Member | str | None = None, period: str | Period | None = None) -> tuple[Payout, ...]:
        """The saved pay-outs, by period and person."""
        from scoreline.state import payouts

        return payouts.payouts(
            self._ground.path, member=naming.whose(self._ground, member), period=None if period is None else self._period(period)
        )

    def ledger(self, member: Member | str, period: str | Period) -> Ledger:
        """A saved pay-out down to the records behind its facts, as they were when the period was closed."""
        who = naming.member(self._ground, member, "person") if isinstance(member, str) else member
        return ledger.ledger(self._ground, who, self._period(period))

    def records(self, kpi: str, member: Member | str, period: str | Period) -> list[Record]:
        """The records behind a person's fact, and what each is credited with; they sum to it."""
        who = naming.member(self._ground, member) if isinstance(member, str) else member
        return ledger.records(self._ground, self._ground.registry.kpi(kpi).id, who, self._period(period))

    def backtest(
        self,
        start: str | Period,
        end: str | Period,
        *,
        file: str | Path | None = None,
        changes: Changes | None = None,
        incentives: str | Path | None = None,
    ) -> Backtest:
        """Proposed matrices over past periods: those of a file, or those that ran with other weights, levels or caps.

        With a file of incentives, also what its rates would have paid on what is proposed and on what ran.
        """
        proposed, pays = (None if given is None else Path(given) for given in (file, incentives))
        asked = trials.Question(self._period(start), self._period(end), proposed, changes or Changes(), pays)
        return backtest(trials.trials(self._ground, asked))

    def _period(self, label: str | Period) -> Period:
        return label if isinstance(label, Period) else periods.parse(label, self._ground.settings.business_calendar)
