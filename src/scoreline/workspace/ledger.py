"""From records to pay: the rows of the mart behind a fact with what is credited for each, and the ledger of a saved pay-out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoreline.engine import why as reasons
from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.errors import IncentiveError, QueryError, ScorelineError
from scoreline.insight.quotient import quotient, signs
from scoreline.periods import Period
from scoreline.scoring.exact import decimal, exact
from scoreline.scoring.payout import Payout
from scoreline.state import payouts
from scoreline.workspace.ground import Ground

_ALL = 1_000_000
_SHOWN = 3


@dataclass(frozen=True)
class Record:
    """A row of the mart behind a fact, the share of it that is credited, and with what, in the KPI's unit."""

    kpi: str
    part: str
    day: dt.date | None
    id: str
    share: Decimal
    credited: Decimal
    source: str
    file: str
    row: int


@dataclass(frozen=True)
class Ledger:
    """A saved pay-out with the records behind each of its facts, and why some have none."""

    payout: Payout
    records: Mapping[str, Sequence[Record]]
    notes: tuple[str, ...]


def ledger(ground: Ground, who: Member, period: Period) -> Ledger:
    """The ledger of a person's saved pay-out, its records as the data had them when the period was closed.

    IncentiveError where nothing was saved.
    """
    found = payouts.payouts(ground.path, member=who, period=period)
    if not found:
        raise IncentiveError(
            "No pay-out is saved.", where=f"{who.name}, {period.label}", do="Save one with: scoreline pay FILE --period PERIOD --save."
        )
    (payout,) = found
    then = Ground(ground.path, payout.mart_version)
    held: dict[str, Sequence[Record]] = {}
    notes: list[str] = []
    for basis in payout.statement.basis:
        try:
            held[basis.kpi] = records(then, basis.kpi, who, period)
        except ScorelineError as problem:
            held[basis.kpi] = ()
            notes.append(f"{basis.title}: {problem.text}")
            continue
        note = _differs(Fact(basis.fact, basis.state), held[basis.kpi])
        notes += [f"{basis.title}: {note}"] if note else []
    return Ledger(payout, held, tuple(notes))


def _differs(fact: Fact, found: Sequence[Record]) -> str:
    """Why records do not sum to a fact; empty where they do."""
    if fact.value is None or fact.state not in (FactState.VALUE, FactState.ZERO):
        return ""
    total = sum((exact(record.credited) for record in found), exact(0))
    if total == exact(fact.value):
        return ""
    return f"the records sum to {decimal(total)}, the fact is {fact.value}: it was entered by hand, or carries a correction."


def records(ground: Ground, kpi: str, who: Member, period: Period) -> list[Record]:
    """The records behind a fact, in order of day; what they are credited with sums to it. QueryError where it is no sum or count."""
    found = quotient(ground.registry, kpi)
    if found.under is not None:
        raise QueryError(f"{kpi} is a ratio: its records do not sum to it.", do="`scoreline why` shows the records of each part.")
    lines = []
    for part, sign in signs(found.over).items():
        page = reasons.rows(ground.engine, kpi, who, period, part, _ALL, 0)
        measure = ground.registry.measures[part].measure
        place = {name: position for position, name in enumerate(page.columns)}
        for row in page.rows:
            value = exact(row[place["value"]]) if measure.aggregate == "sum" else exact(1)
            share = exact(row[place["_share"]]) if "_share" in place else exact(1)
            id, credited = str(row[place["id"]]) if "id" in place else "", decimal(sign * found.scale * value * share)
            origin = (row[place[name]] for name in ("_source", "_file", "_row"))
            lines.append(Record(kpi, part, row[place[measure.day]], id, decimal(share), credited, *origin))
    return sorted(lines, key=lambda line: (line.day or dt.date.min, line.id, line.part))


def refuse_overshared(ground: Ground) -> None:
    """IncentiveError where more than all of a deal or order is credited to people: it would be paid for more than once."""
    engine = ground.engine
    if not engine.coverage.mart.has("credits"):
        return
    with engine.lock:
        rows = engine.con.execute(
            """SELECT what, id, _source, sum(share), min(_file), min(_row), count(*) OVER ()
               FROM (SELECT 'deal' AS what, deal_id AS id, _source, share, _file, _row, kind FROM credits
                     UNION ALL SELECT 'order', order_id, _source, share, _file, _row, kind FROM credits)
               WHERE kind = 'share' AND id IS NOT NULL GROUP BY ALL HAVING sum(share) > 1 ORDER BY ALL LIMIT ?""",
            [_SHOWN],
        ).fetchall()
    if rows:
        said = ", ".join(
            f"{what} {id} of {source}: {share.normalize():f} ({file}, {row})" for what, id, source, share, file, row, _ in rows
        )
        more = f" and {rows[0][-1] - _SHOWN} more" if rows[0][-1] > _SHOWN else ""
        raise IncentiveError(
            f"More than all of a record is credited: {said}{more}.", where="credits", do="Let the shares of each deal or order sum to 1."
        )
