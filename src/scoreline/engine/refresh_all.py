"""Bringing everything on the shelf to the version of the mart that an engine stands on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from scoreline.engine import index, states
from scoreline.engine.engine import Engine
from scoreline.engine.kept import Pending
from scoreline.engine.plan import State
from scoreline.engine.query import Query, allowed_cuts, cut
from scoreline.engine.shelf import Entry
from scoreline.errors import QueryError
from scoreline.kpis.dimensions import DIMENSIONS, path
from scoreline.kpis.relations import relations
from scoreline.mart.staged import Progress, silent
from scoreline.periods import Grain, between


@dataclass
class Refreshed:
    """What became of the kept states: held already or untouched, some months redone, or worked out from all rows.

    `months` counts the months that were redone. `left` says of which states nothing could be made, and why.
    """

    version: int
    kept: int = 0
    redone: int = 0
    months: int = 0
    rebuilt: int = 0
    left: list[str] = field(default_factory=list)


def refresh_all(engine: Engine, *, everything: bool = False, progress: Progress = silent, wait: float = 0) -> Refreshed:
    """Have every state that was kept for any version hold for this one; with `everything` also those of all KPIs by person and company.

    Each state is on the shelf as soon as it is done, so that what was done stays when it is stopped. LockedError where another
    process is writing states; OSError where the folder cannot be written.
    """
    done, kept = Refreshed(engine.version), engine.kept
    if kept.shelf is None:
        return done
    kept.settle()
    stood, wanted = set(engine.held), list[State]()
    with engine.lock, kept.shelf.writing(wait), ThreadPoolExecutor(1) as writer:
        try:
            written = list[Future[None]]()
            wanted = _wanted(engine, everything)
            for place, state in enumerate(wanted):
                progress(f"Refreshing {state.relation.replace('_', ' ')}", place / len(wanted))
                try:
                    _one(engine, state, done)
                except QueryError as error:
                    done.left.append(error.text)
                written.append(writer.submit(kept.enter, _taken(engine)))
            _relations(engine)
            written.append(writer.submit(kept.enter, _taken(engine)))
        finally:
            kept.pending.clear()
            engine.refresher.close()
            _let_go(engine, stood, wanted)
        for item in written:
            item.result()
    progress("Refreshed", 1.0)
    return done


def _one(engine: Engine, state: State, done: Refreshed) -> None:
    """Have one state kept for this version, and count what it took."""
    kept, con = engine.kept, engine.con
    if kept.find(state):
        done.kept += 1
        return
    if index.exists(con, state.table):
        kept.later(Pending(state))
        done.rebuilt += 1
        return
    engine.prepared(state)
    engine.materialise(state)
    found = engine.refresher.look(state)
    if found and not found.months:
        kept.later(Pending(old=found.entry))
        done.kept += 1
    elif engine.refresher.make(state, found):
        assert found  # noqa: S101  it was made from it
        done.redone, done.months = done.redone + 1, done.months + len(found.months)
    else:
        engine.ensure(state)
        done.rebuilt += 1


def _taken(engine: Engine) -> list[Callable[[], Entry]]:
    """Take what is to be kept out of the connection."""
    items = list(engine.kept.pending)
    engine.kept.pending.clear()
    return engine.kept.taken(engine.con, items)


def _let_go(engine: Engine, stood: Collection[str], wanted: Iterable[State]) -> None:
    """Drop the tables that were not there before."""
    for table in {state.table for state in wanted} | set(engine.held):
        if table not in stood:
            engine.con.execute(f"DROP TABLE IF EXISTS {table}")
            engine.held.pop(table, None)


def _relations(engine: Engine) -> None:
    """Keep also the derived relations that were kept as rows, though no state asked for them."""
    kept, shelf = engine.kept, engine.kept.shelf
    assert shelf is not None  # noqa: S101  the caller holds it
    names = {entry.family.removeprefix(_ROWS) for number in kept.others() for entry in shelf.entries(number) if not entry.state}
    for name in sorted(names & relations().keys()):  # another release may have kept others
        wanted = kept.relation(name)
        held = shelf.find(engine.version, kept.made(engine.version), wanted.family, wanted.measures)
        lacks = (held is None or held.parameters != wanted.parameters) and not index.stands(engine.con, name)
        if not lacks:
            continue
        engine.define([name])
        engine.money.look(engine.con, relations()[name].reported)
        if states.materialise(engine.con, name, engine.refresher.relation):
            kept.later(Pending(relation=name))


_ROWS = "relation."


def _wanted(engine: Engine, everything: bool) -> list[State]:
    """The states that are kept for any version, as they are defined now; and, where asked for, the usual ones of all KPIs."""
    shelf, registry, found = engine.kept.shelf, engine.registry, dict[str, State]()
    assert shelf is not None  # noqa: S101  the caller holds it
    for number in [engine.version, *engine.kept.others()]:
        for held in (entry.state for entry in shelf.entries(number)):
            for name in held.get("measures", ()):
                if measure := registry.measures.get(name):
                    grain = Grain.DAY if measure.measure.within is not None else Grain(held["grain"])
                    _add(found, State.of(measure, tuple(held["bases"]), grain, held["whose"]))
    for state in usual(engine) if everything else ():
        for measure in state.measures:
            _add(found, replace(state, measures=(measure,)))
    return list(found.values())


def _add(found: dict[str, State], alone: State) -> None:
    """Put a measure to the others of the same state."""
    relation = alone.measures[0].relation
    if relation.by_period or any(base not in DIMENSIONS or path(relation, DIMENSIONS[base]) is None for base in alone.bases):
        return
    held = found.setdefault(alone.family, alone)
    every = {item.name: item for item in (*held.measures, *alone.measures)}
    found[alone.family] = replace(held, measures=tuple(every[name] for name in sorted(every)))


def usual(engine: Engine) -> list[State]:
    """The states of all KPIs by person, which serve teams too, and for the company, by month and by day."""
    found = list[State]()
    for names in (("person",), ()):
        cuts = tuple(cut(name) for name in names)
        good = tuple(kpi.id for kpi in engine.registry.offered if set(names) <= set(allowed_cuts(engine.registry, kpi.id)))
        for grain in (Grain.MONTH, Grain.DAY):
            query = Query(good, cuts, tuple(between(dt.date(2000, 1, 1), dt.date(2000, 1, 2), grain)))
            found += engine.states(query, engine.shape(query))
    return found
