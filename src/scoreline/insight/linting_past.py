"""What the past says against a matrix: norms that never or always were reached, rows that measure the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from scoreline.insight.linting import Remark, Rule
from scoreline.insight.past import Past
from scoreline.insight.smart import Often, Smart
from scoreline.planning.matrix import Kind, Matrix
from scoreline.scoring.backtest_rows import CORRELATED, Alike, Weighed, alike


def lint_past(matrix: Matrix, checked: Sequence[Smart], pairs: Sequence[Alike]) -> list[Remark]:
    """The remarks about a matrix whose rows were held against the past (`checked`), and the rows of it that go together (`pairs`)."""
    scored = {row.kpi for row in matrix.rows if row.kind is Kind.SCORED}
    found = [remark for one in checked if one.kpi in scored for remark in _reached(one)]
    for pair in pairs:
        if {pair.one, pair.other} <= scored:
            what, do = f"It measures much the same as {pair.other}.", "Keep the one that you act on; together they weigh double."
            seen = f"correlation {pair.correlation:.2f} over {pair.pairs} past values, more than {CORRELATED}"
            found.append(Remark(Rule.ALIKE, pair.one, what, seen, do))
    return found


def _reached(one: Smart) -> Iterator[Remark]:
    for level in one.reached:
        if level.level == "norm" and level.often in (Often.NEVER, Often.ALWAYS):
            own, peers = (f"{share.count} of {share.of}" for share in (level.own, level.peers))
            seen = f"{own} past periods of the member's, {peers} of the peers'"
            if level.often is Often.NEVER:
                what, do = "The norm was never reached.", "Set it to what can be reached, or say what will be different."
                yield Remark(Rule.NEVER_REACHED, one.kpi, what, seen, do)
            else:
                what, do = "The norm was always reached.", "It asks for nothing: raise it, or only watch the row."
                yield Remark(Rule.ALWAYS_REACHED, one.kpi, what, seen, do)


def going_together(pasts: Mapping[str, Sequence[Past]], down: Collection[str]) -> tuple[Alike, ...]:
    """The KPIs that are correlated over .9 over the past periods of all these members; `down` are those of which less is better."""
    values = {kpi: {past.member.key: past.values for past in some} for kpi, some in pasts.items()}
    found = []
    for key in sorted({key for some in values.values() for key in some}):
        own = {kpi: some[key] for kpi, some in values.items() if key in some}
        for together in zip(*own.values(), strict=True):
            known = {
                kpi: (0.0, float(-value if kpi in down else value)) for kpi, value in zip(own, together, strict=True) if value is not None
            }
            found.append(Weighed(None, False, known))
    return alike(found)
