"""Any history of loads and definitions: refreshed states give every cell as a full rebuild does, for all KPIs."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from scoreline.engine import refresh
from scoreline.engine.plan import State
from scoreline.engine.refresh import Found, Refresher
from scoreline.kpis import registry
from scoreline.kpis.registry import Registry
from scoreline.mart.contracts import TABLES
from scoreline.mart.store import Mart
from tests.engine import histories
from tests.engine.histories import IDS, UNTIL, cells, company, different, engine, kpis_of, load, make

CUTS: list[tuple[str, ...]] = [("person",), ("team",), (), ("segment",), ("product",), ("customer",), ("channel",), ("person", "category")]
FACTS = (
    "orders",
    "order_lines",
    "deals",
    "activities",
    "leads",
    "quotes",
    "invoices",
    "payments",
    "refunds",
    "visits",
    "customers",
    "stages",
)
SOME = 8
"""KPIs asked in a history; all histories together ask each of them many times."""
HISTORIES = int(os.environ.get("SCORELINE_HISTORIES", "30"))
"""How many histories are tried: few at a desk, 200 in continuous integration (.ci/run)."""
WEEKLY = CUTS[:3]
OTHER = """
measures:
  sold: {from: order_lines, sum: amount, at: ordered_on, where: quantity > 2}
  own_pipeline: {from: deals, count: id, during: [opened_on, closed_on], where: amount > 2}
kpis:
  own_count: {title: O, dimension: process, question: Q?, formula: own_pipeline, unit: count, direction: up}
"""


@dataclass(frozen=True)
class Step:
    """What happens: rows of some tables come, or go, for more or fewer covered days; or the definitions change; then somebody asks."""

    kind: str
    tables: tuple[str, ...]
    seed: int
    few: int
    asks: bool


steps = st.builds(
    Step,
    st.sampled_from(["come", "come", "come", "go", "redefine", "later"]),
    st.lists(st.sampled_from([*FACTS, *FACTS, *sorted(TABLES)]), min_size=2, max_size=4, unique=True).map(tuple),
    st.integers(0, 10**6),
    st.integers(1, 3),
    st.sampled_from([False, False, True]),
)


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company in its first version, with the states of all its KPIs."""
    folder = histories.found(tmp_path_factory.mktemp("start"))
    load(Mart(folder / "mart"), folder, company(1))
    for by in CUTS:
        on = engine(folder, registry.shipped(), keeping=True)
        for per in ("month", "week") if by in WEEKLY else ("month",):
            cells(on, kpis_of(by), by, per)
    return folder


def happen(folder: Path, step: Step, held: dict[str, list[Any]], end: dt.date) -> None:
    """Load what a step brings."""
    chance, mart = random.Random(step.seed), Mart(folder / "mart")
    tables = {}
    for name in step.tables:
        keys = TABLES[name].key
        rows = {tuple(row[key] for key in keys): row for row in held[name]}
        if step.kind == "go":
            for key in chance.sample(sorted(rows, key=repr), min(step.few, len(rows))):
                del rows[key]
        else:
            for _ in range(step.few):
                row = make(name, chance, chance.randrange(IDS * 4))
                rows[tuple(row[key] for key in keys)] = row
        held[name] = tables[name] = list(rows.values())
    load(mart, folder, tables, mode="snapshot" if step.kind == "go" else "upsert", ends=end)


DONE: Counter[str] = Counter()


@pytest.fixture(scope="module", autouse=True)
def counted() -> Any:
    """Count what becomes of states, so that the test shows that it tests refreshing."""
    real = Refresher.look

    def counting(self: Refresher, state: State) -> Found | None:
        found = real(self, state)
        if self.kept.folder is None:
            return found
        DONE["rebuilt" if found is None else "redone" if found.months else "kept"] += 1
        return found

    patch = pytest.MonkeyPatch()
    patch.setattr(Refresher, "look", counting)
    patch.setattr(refresh, "_FEW", 1000)  # never rebuild because much is touched
    yield
    patch.undo()


@cache
def other() -> Registry:
    """Definitions of which some are others."""
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / "own.yaml"
        own.write_text(OTHER, "utf-8")
        return registry.with_own([own])


questions = st.sampled_from(CUTS).flatmap(
    lambda by: st.tuples(
        st.just(by),
        st.sampled_from(["month", "month", "week"] if by in WEEKLY else ["month"]),
        st.lists(st.sampled_from(kpis_of(by)), min_size=SOME, max_size=SOME, unique=True),
        st.sampled_from(["then", "then", "then", "then", "today"]),
    )
)


@settings(max_examples=HISTORIES, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
@given(story=st.lists(steps, min_size=1, max_size=3), question=questions)
def test_refreshed_states_are_those_of_a_full_rebuild(
    start: Path, tmp_path_factory: pytest.TempPathFactory, story: list[Step], question: Any
) -> None:
    by, per, kpis, owner = question
    folder = tmp_path_factory.mktemp("history") / "w"
    shutil.copytree(start, folder, copy_function=os.link)  # what is there is never changed, only replaced

    def answer(*, keeping: bool) -> Any:
        on = engine(folder, definitions, keeping=keeping)
        try:
            return cells(on, tuple(kpis), by, per, owner)
        finally:
            on.con.close()

    try:
        held = {name: list(rows) for name, rows in company(1).items()}
        definitions, end = registry.shipped(), UNTIL
        for step in story:
            if step.kind == "redefine":
                definitions = other() if definitions is registry.shipped() else registry.shipped()
            else:
                end = end + dt.timedelta(days=1) if step.kind == "later" else end
                happen(folder, step, held, end)
            if step.asks:
                answer(keeping=True)
        before = Counter(DONE)
        refreshed, rebuilt = answer(keeping=True), answer(keeping=False)
        event("redone" if DONE["redone"] > before["redone"] else "none redone")
        assert not different(refreshed, rebuilt)
        if story[-1].seed % 4 == 0:
            assert not different(answer(keeping=True), rebuilt)
    finally:
        shutil.rmtree(folder)


def test_the_histories_were_refreshed_and_not_rebuilt() -> None:
    assert DONE["redone"] > HISTORIES // 2 and DONE["kept"] > HISTORIES // 2, DONE
