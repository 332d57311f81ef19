"""What a backtest found, as a table with notes and for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scoreline.cli.output import Sheet
    from scoreline.reports.formats import Formats
    from scoreline.scoring.backtest import Backtest, Spread

_BAR = 30
"""Letters of the longest bar of the distribution."""


def sheet(found: Backtest, show: Formats, title: str, members: int) -> Sheet:
    """The distribution as a table, all else as notes; CSV has a row for each member's gain."""
    from scoreline.cli.output import Column, Sheet

    bands = sorted({*(found.spread.bands if found.spread else ()), *(found.before.bands if found.before else ())})
    most = max((count for side in (found.spread, found.before) if side for count in side.bands.values()), default=1)
    lines = []
    for band in range(bands[0], bands[-1] + 1) if bands else ():
        counts = [side.bands.get(band, 0) if side else 0 for side in (found.before, found.spread)]
        lines.append([f"{10 * band} to {10 * band + 10}", *(show.number(count) for count in counts), "█" * round(_BAR * counts[1] / most)])
    gains = [[gain.member.kind, gain.member.name, gain.periods, gain.ran, gain.proposed, gain.change] for gain in found.gains]
    return Sheet(
        columns=[Column("Total"), Column("Ran", number=True), Column("Proposed", number=True), Column("")],
        shown=lines,
        keys=["kind", "member", "periods", "ran", "proposed", "change"],
        rows=gains,
        title=f"Totals of {show.number(found.trials)} matrices, {title}",
        notes=[*_of_totals(found, show), *_of_members(found, show, members), *_of_rows(found, show), *_of_pay(found, show)],
    )


def _of_totals(found: Backtest, show: Formats) -> list[str]:
    notes = []
    for name, side in (("Ran", found.before), ("Proposed", found.spread)):
        if side:
            quartiles = f"half of them from {show.number(side.low, 1)} to {show.number(side.high, 1)}"
            notes.append(f"{name}: median {show.number(side.median, 1)}, mean {show.number(side.mean, 1)}, {quartiles}.")
    if found.provisional or found.without:
        notes.append(f"{found.provisional} totals are provisional, and {found.without} matrices have none, since facts are not known.")
    return notes


def _of_members(found: Backtest, show: Formats, members: int) -> list[str]:
    winners = [gain for gain in found.gains if gain.change > 0]
    losers = [gain for gain in reversed(found.gains) if gain.change < 0]
    notes = []
    for word, some in (("gain", winners), ("lose", losers)):
        named = ", ".join(f"{gain.member.name} {show.number(gain.change, 1, signed=True)}" for gain in some[:members])
        notes.append(f"{len(some)} of {len(found.gains)} {word} against what ran{f': {named}' if named else ''}.")
    return notes if found.gains else ["Nothing ran in these periods to compare with."]


def _of_rows(found: Backtest, show: Formats) -> list[str]:
    notes = []
    for item in found.sensitivities:
        notes.append(
            f"{item.kpi}: a tenth more weight moves a total by {show.number(item.usual, 1)} points as a rule "
            f"({show.number(item.mean, 1, signed=True)} on average, {show.number(item.most, 1)} at most)."
        )
    for pair in found.alike:
        notes.append(f"{pair.one} and {pair.other} measure much the same: correlation {pair.correlation:.2f} over {pair.pairs} pairs.")
    for use in found.levels:
        if use.idle:
            who = "No one" if use.reached == 0 else "Everyone"
            notes.append(f"{who} reached the {use.level} of {use.kpi} ({use.reached} of {use.facts}).")
    return notes


def _of_pay(found: Backtest, show: Formats) -> list[str]:
    if found.pay is None:
        return []
    ran = "" if found.ran_pay is None else f", {show.money(found.ran_pay)} on what ran"
    return [f"The incentives would pay {show.money(found.pay)} on what is proposed{ran}, before draws."]


def data(found: Backtest) -> dict[str, Any]:
    """A backtest for JSON."""
    return {
        "trials": found.trials,
        "provisional": found.provisional,
        "without_total": found.without,
        "proposed": _spread(found.spread),
        "ran": _spread(found.before),
        "gains": [
            {
                "kind": gain.member.kind,
                "member": gain.member.name,
                "member_id": gain.member.id,
                "periods": gain.periods,
                "ran": gain.ran,
                "proposed": gain.proposed,
                "change": gain.change,
            }
            for gain in found.gains
        ],
        "sensitivities": [vars(item) for item in found.sensitivities],
        "alike": [vars(pair) for pair in found.alike],
        "levels": [{**vars(use), "idle": use.idle} for use in found.levels],
        "pay": found.pay,
        "ran_pay": found.ran_pay,
    }


def _spread(side: Spread | None) -> dict[str, Any] | None:
    return None if side is None else {**vars(side), "bands": {str(10 * band): count for band, count in side.bands.items()}}
