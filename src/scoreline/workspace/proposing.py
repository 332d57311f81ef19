"""Before a matrix is agreed on: is it SMART, and which levels would the past suggest? Nothing here is saved."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoreline.engine import query
from scoreline.engine import why as reasons
from scoreline.engine.members import Member
from scoreline.errors import MatrixError, QueryError
from scoreline.insight.past import Past, Pool
from scoreline.insight.smart import Proposed, Smart, smart
from scoreline.insight.suggesting import Suggester, Suggestion
from scoreline.periods import Grain, Period
from scoreline.planning.levels import Direction
from scoreline.planning.matrix import Matrix, MatrixRow
from scoreline.workspace import answers, standings
from scoreline.workspace.attendance import attendance
from scoreline.workspace.ground import Ground
from scoreline.workspace.pasts import RAMP, Crowd, crowds, past_run, roles_on

PERIODS = 12


@dataclass(frozen=True)
class Checked:
    """A proposed matrix, the five checks of each of its rows, and the past periods of the member and the peers by KPI."""

    matrix: Matrix
    rows: tuple[Smart, ...]
    pasts: Mapping[str, Sequence[Past]]


@dataclass(frozen=True)
class Suggested:
    """Levels suggested to a member for a period, and the matrix whose rows they are for: the newest of the member or of the role."""

    member: Member
    period: Period
    matrix: Matrix | None
    rows: tuple[Suggestion, ...]


def saved(ground: Ground, member: Member | None, period: Period | None) -> tuple[Matrix, ...]:
    """The saved matrices, of a member or period where one is given. MatrixError where there is none."""
    from scoreline.state import services

    held = services.matrices(ground.path, member=member, period=period)
    found = tuple(matrix for matrix in held if period is None or matrix.period == period)
    if not found:
        where = ", ".join(filter(None, (member.name if member else "", period.label if period else "")))
        raise MatrixError("There is no matrix.", where=where, do="List those there are: scoreline matrix list.")
    return found


def checked(ground: Ground, matrices: Sequence[Matrix], count: int = PERIODS) -> list[Checked]:
    """The checks of every row, by the `count` periods of the same length before each matrix."""
    found: dict[int, Checked] = {}
    grains: dict[Grain, list[int]] = defaultdict(list)
    for place, matrix in enumerate(matrices):
        grains[matrix.period.grain].append(place)
    for grain, places in grains.items():
        runs = {period: past_run(ground, period, grain.value, count) for period in {matrices[place].period for place in places}}
        refusals = _Refusals(ground)
        wanted: dict[Member, set[str]] = defaultdict(set)
        for place in places:
            member = matrices[place].member
            wanted[member] |= {row.kpi for row in matrices[place].rows if not refusals.of(row.kpi, member)}
        around = _Around(crowds(ground, wanted, [period for run in runs.values() for period in run]))
        for place in places:
            matrix = matrices[place]
            run = runs[matrix.period]
            rows = tuple(smart(_proposed(ground, matrix, row, around, run, refusals)) for row in matrix.rows)
            pasts = {kpi: around.all(matrix.member, kpi, run) for kpi in sorted(wanted[matrix.member])}
            found[place] = Checked(matrix, rows, pasts)
    return [found[place] for place in range(len(matrices))]


def suggested(
    ground: Ground, members: Sequence[Member], period: Period, kpis: Sequence[str] = (), count: int = PERIODS, ramp: int = RAMP
) -> list[Suggested]:
    """Levels for each member and KPI, by the last `count` periods of that length before it, together for all.

    Without KPIs they are those of the newest matrix, the member's or, of who has none, that of somebody in the same role. QueryError
    where there is none.
    """
    run = past_run(ground, period, period.grain.value, count)
    models = _models(ground, members, period)
    wanted = standings.kpis_of(ground, members, kpis, models)
    if lacking := [member.name for member in members if not kpis and (member.key not in models or not wanted[member])]:
        raise QueryError(f"{lacking[0]} has no matrix whose rows could be taken.", do="Name the KPIs: --kpi revenue --kpi win_rate.")
    around = _Around(crowds(ground, wanted, run, ramp))
    ahead = _apart(run[-1], period)
    found = []
    for member in members:
        held = models.get(member.key)
        rows = [_suggestion(ground, member, kpi, held.row(kpi) if held else None, around, run, ahead) for kpi in wanted[member]]
        found.append(Suggested(member, period, held, tuple(rows)))
    return found


def _models(ground: Ground, members: Sequence[Member], period: Period) -> dict[tuple[str, str, str], Matrix]:
    """By member the newest matrix, or the newest of those in the role held when the period begins."""
    newest = standings.newest(ground, period)
    if any(member.kind == "person" and member.key not in newest for member in members):
        roles = roles_on(ground, period.start)
        of_role: dict[str, Matrix] = {}
        for key, matrix in newest.items():
            if key[0] == "person":
                of_role.setdefault(roles.get(key[1:], ""), matrix)
        for member in members:
            role = roles.get(member.key[1:], "") if member.kind == "person" else ""
            if member.key not in newest and role and role in of_role:
                newest[member.key] = of_role[role]
    return newest


_Circle = tuple[str, tuple[str, ...], str, str]


@dataclass
class _Around:
    """The crowds of members, and what was read from them: the periods of everybody in a role, once for all of them."""

    crowds: Mapping[tuple[str, str, str], Crowd]

    def __post_init__(self) -> None:
        self._read: dict[tuple[_Circle, Period], list[Past]] = {}
        self._pools: dict[tuple[_Circle, Period], Pool] = {}
        self._suggesters: dict[tuple[_Circle, Period, Direction], Suggester] = {}

    def role(self, member: Member, run: Sequence[Period]) -> str:
        """The role held at the end of the periods."""
        return self.crowds[member.key].role(member, run[-1].last_day)

    def past(self, member: Member, kpi: str, run: Sequence[Period]) -> Past:
        """The member's own periods."""
        return self.crowds[member.key].past(kpi, member, self.role(member, run), run)

    def all(self, member: Member, kpi: str, run: Sequence[Period]) -> list[Past]:
        """Those of everybody who held the role in any of them."""
        key = (self._circle(member, kpi, run), run[-1])
        if key not in self._read:
            crowd = self.crowds[member.key]
            role, peers = crowd.peers(member, run)
            self._read[key] = [crowd.past(kpi, peer, role, run) for peer in peers]
        return self._read[key]

    def pool(self, member: Member, kpi: str, run: Sequence[Period]) -> Pool:
        """All their values."""
        key = (self._circle(member, kpi, run), run[-1])
        if key not in self._pools:
            self._pools[key] = Pool(self.all(member, kpi, run))
        return self._pools[key]

    def suggester(self, member: Member, kpi: str, run: Sequence[Period], direction: Direction, unit: str) -> Suggester:
        """What suggests levels to everybody in the role."""
        key = (self._circle(member, kpi, run), run[-1], direction)
        if key not in self._suggesters:
            self._suggesters[key] = Suggester(kpi, self.all(member, kpi, run), direction, unit)
        return self._suggesters[key]

    def _circle(self, member: Member, kpi: str, run: Sequence[Period]) -> _Circle:
        """What those have in common who are peers of each other; who has no role is alone."""
        role = self.role(member, run)
        return kpi, self.crowds[member.key].by, role, "" if role else repr(member.key)


@dataclass(frozen=True)
class _Gone:
    """What is known of a KPI that a saved matrix names and nobody defines any more."""

    formula: str = ""
    strategic_priority: str = ""
    status: str = "gone"


@dataclass
class _Refusals:
    """Why KPIs cannot be counted for members of a kind."""

    ground: Ground

    def __post_init__(self) -> None:
        self._known: dict[tuple[str, tuple[query.Cut, ...]], str] = {}
        self._cuts: dict[tuple[str, str, str], tuple[query.Cut, ...]] = {}

    def of(self, kpi: str, member: Member) -> str:
        """The reason, empty where there is none."""
        if member.key not in self._cuts:
            self._cuts[member.key] = reasons.cuts_of(self.ground.engine, member)
        key = (kpi, self._cuts[member.key])
        if key not in self._known:
            try:
                query.check_cuts(self.ground.registry, self.ground.registry.kpi(kpi).id, self._cuts[member.key])
                self._known[key] = ""
            except QueryError as problem:
                self._known[key] = problem.text
        return self._known[key]


def _proposed(ground: Ground, matrix: Matrix, row: MatrixRow, around: _Around, run: Sequence[Period], refusals: _Refusals) -> Proposed:
    member, days = matrix.member, ground.settings.review_days
    refused = refusals.of(row.kpi, member)
    known = row.kpi in ground.registry.kpis
    return Proposed(
        row,
        matrix.period,
        ground.registry.kpi(row.kpi) if known else _Gone(),
        f"{member.name} ({around.role(member, run) or member.kind})",
        refused,
        attendance(ground).days(member, matrix.period).there > 0,
        answers.offered(ground, (row.kpi,))[0].missing if known else (),
        Past(member, ()) if refused else around.past(member, row.kpi, run),
        Pool([]) if refused else around.pool(member, row.kpi, run),
        matrix.period.last_day + dt.timedelta(days=days) if days else None,
    )


def _suggestion(
    ground: Ground, member: Member, kpi: str, row: MatrixRow | None, around: _Around, run: Sequence[Period], ahead: int
) -> Suggestion:
    definition, past = ground.registry.kpi(kpi), around.past(member, kpi, run)
    direction = row.direction if row is not None else None
    if direction is None and definition.direction not in ("up", "down"):
        how = "The definition leaves open which way is better, so nothing is suggested."
        return Suggestion(member, kpi, None, len(past.known), 0, Fraction(0), Decimal(0), how)
    direction = direction or Direction(definition.direction)
    return around.suggester(member, kpi, run, direction, definition.unit).suggest(past, ahead)


def _apart(first: Period, last: Period) -> int:
    """How many periods later the last one is."""
    count = 0
    while first.end < last.end:
        first, count = first.next(), count + 1
    return count
