"""The facts that matrices are tried by: every member's in every period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from scoreline.engine import why as reasons
from scoreline.engine.facts import Fact, FactState
from scoreline.engine.query import Cut, Query
from scoreline.periods import Period
from scoreline.planning.matrix import Matrix
from scoreline.workspace.attendance import attendance
from scoreline.workspace.ground import Ground
from scoreline.workspace.scores import frozen_cards

Key = tuple[str, str, str]


def facts_of(
    ground: Ground, proposed: Sequence[Matrix], ran: Mapping[tuple[Key, Period], Matrix], run: tuple[Period, ...]
) -> dict[tuple[Key, Period], dict[str, Fact]]:
    """Every member's facts in every period: one query for each kind of member.

    Of closed periods they are those that were frozen; of others, what was entered by hand stands where the data is missing.
    """
    kinds: dict[tuple[Cut, ...], set[str]] = defaultdict(set)
    cuts: dict[Key, tuple[Cut, ...]] = {}
    wanted: dict[Key, set[str]] = defaultdict(set)
    for matrix in (*proposed, *ran.values()):
        key = matrix.member.key
        if key not in cuts:
            cuts[key] = reasons.cuts_of(ground.engine, matrix.member)
        wanted[key] |= {row.kpi for row in matrix.rows if row.kpi in ground.registry.kpis}
    for key, names in wanted.items():
        kinds[cuts[key]] |= names
    tables = {cut: ground.run(Query(tuple(sorted(names)), cut, run)) for cut, names in kinds.items() if names}
    series = {
        key: {kpi: tables[cuts[key]].series(kpi, matrix.member) for kpi in wanted[key]}
        for key, matrix in {matrix.member.key: matrix for matrix in proposed}.items()
    }
    days, place = attendance(ground), {period: number for number, period in enumerate(run)}
    found: dict[tuple[Key, Period], dict[str, Fact]] = {}
    for matrix in proposed:
        key = matrix.member.key
        if days.gone(matrix.member, matrix.period):
            found[key, matrix.period] = dict.fromkeys(wanted[key], Fact(None, FactState.NOT_APPLICABLE))
        else:
            found[key, matrix.period] = {kpi: facts[place[matrix.period]] for kpi, facts in series[key].items()}
    for period in run:
        _agreed(ground, period, found)
    return found


def _agreed(ground: Ground, period: Period, found: dict[tuple[Key, Period], dict[str, Fact]]) -> None:
    """Put what was frozen of a closed period, or entered by hand of an open one, in place of the data's facts."""
    from scoreline.state.closings import closings
    from scoreline.state.entered import entered

    if closings(ground.path, period=period, results=False):
        for key, card in frozen_cards(ground, period).items():
            if (facts := found.get((key, period))) is not None:
                facts |= {row.kpi: Fact(row.fact, row.state) for row in card.rows if row.kpi in facts}
        return
    for (*member, kpi), entry in entered(ground.path, period).items():
        facts = found.get(((member[0], member[1], member[2]), period))
        if facts is not None and kpi in facts and facts[kpi].state is FactState.MISSING:
            facts[kpi] = entry.fact
