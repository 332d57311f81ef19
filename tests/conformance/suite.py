"""The conformance suite: the same questions to every engine, held against DuckDB's answers."""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.conformance.companies import COMPANIES, Asked
from tests.conformance.comparing import differences
from tests.conformance.running import Running
from tests.conformance.traps import Traps

CUTS: dict[tuple[str, ...], tuple[str, ...]] = {
    (): ("month", "week", "quarter"),
    ("person",): ("month",), ("team:region",): ("week",), ("location",): ("quarter",), ("product",): ("week",), ("category",): ("month",),
    ("customer",): ("week",), ("segment",): ("quarter",), ("deal_kind",): ("month",), ("campaign",): ("week",), ("channel",): ("quarter",),
    ("contact_method",): ("month",), ("device",): ("week",), ("page_kind",): ("month",), ("person", "segment"): ("quarter",),
}  # fmt: skip
"""Each cut at one grain, and the company at each: states of days make weeks, states of months the others."""
LARGE_CUTS = ((), ("team:region",), ("segment",), ("channel",))
SLOW_CUTS = ((), ("team:region",))


OWN = """
measures:
  over_one: {from: order_lines, sum: quantity / (quantity - 1), at: ordered_on}
  dear_lines: {from: order_lines, count: id, at: ordered_on, where: amount / (quantity - 2) > 10}
kpis:
  over_one_sum: {title: Over one, dimension: process, question: How?, direction: up, formula: over_one, unit: ratio}
  dear_line_count: {title: Dear, dimension: process, question: How?, direction: up, formula: dear_lines, unit: count}
"""
"""Measures of a workspace's own, which divide by zero in some rows."""


def _allowed(asked: Asked, cut: tuple[str, ...]) -> bool:
    """Whether the company has the level of teams that a cut names, and any KPI that it can be cut by."""
    kinds = {row[0] for row in asked.ws.engine.con.execute("SELECT DISTINCT kind FROM teams").fetchall()}
    levels = {name.partition(":")[2] for name in cut if ":" in name}
    known = {item.kpi for item in asked.ws.availability() if item.ok}
    names = {name.partition(":")[0] for name in cut}
    return levels <= kinds and any(names <= set(asked.ws.cuts(kpi)) for kpi in known)


class Kpis:
    """All KPIs that the data allows. An engine that is not `quick` to answer is asked once for the finest cells, and for a few others."""

    quick = True

    @pytest.mark.parametrize("company", ["hanoi", "berlin"])
    def test_finest_cells(self, running: Running, company: str) -> None:
        asked = running.asked[company]
        together: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for item in asked.ws.availability():
            if item.ok:
                together[tuple(sorted(asked.ws.cuts(item.kpi)))].append(item.kpi)
        wrong = []
        for cut, kpis in sorted(together.items()):
            # attributes follow from the rows that they are of, and teams from people
            finest = tuple(
                name
                for name in cut
                if name not in ("team", "location_kind", "location_region", "category", "segment", "industry", "country")
            )
            found = asked.ask(running.workspace(company), finest, "week", tuple(kpis))
            wrong += differences(asked.wanted(finest, "week", tuple(kpis)), found)
        assert not wrong, "\n".join(wrong)

    @pytest.mark.parametrize("cut", CUTS, ids=lambda cut: " and ".join(cut) or "company")
    @pytest.mark.parametrize("company", COMPANIES)
    def test_cells(self, running: Running, company: str, cut: tuple[str, ...]) -> None:
        asked = running.asked[company]
        if not _allowed(asked, cut) or (company == "halden" and cut not in LARGE_CUTS) or not (self.quick or cut in SLOW_CUTS):
            return
        wrong = []
        for per in CUTS[cut][: None if self.quick and company != "halden" else 1]:
            wrong += differences(asked.wanted(cut, per), asked.ask(running.workspace(company), cut, per))
        assert not wrong, "\n".join(wrong)

    def test_own_measures(self, running: Running) -> None:
        asked, found = running.asked["hanoi"], []
        for name, lines in (("own here", ""), ("own there", running.lines["hanoi"])):
            space = running.spaces[name] = asked.elsewhere(running.folder / name, lines)
            (space.path / "kpis" / "own.yaml").write_text(OWN, "utf-8")
            found.append(asked.ask(space, ("category",), "month", ("over_one_sum", "dear_line_count")))
        assert any(row["over_one_sum"] for row in found[0].to_pylist())
        assert not differences(*found)

    def test_every_kpi_is_asked_for(self, running: Running) -> None:
        asked = {item.kpi for each in running.asked.values() for item in each.ws.availability() if item.ok}
        assert asked == {kpi.id for kpi in running.asked["hanoi"].ws.registry.kpis.values() if kpi.status != "retired"}

    @pytest.mark.parametrize("company", ["hanoi", "berlin"])
    def test_data_allows_the_same(self, running: Running, company: str) -> None:
        assert running.workspace(company).availability() == running.asked[company].ws.availability()


class Reasons:
    """The numbers explained, and the rows behind them."""

    @pytest.mark.parametrize(
        ("kpi", "member", "kind", "period"),
        [
            ("revenue", None, None, "2024-02"),
            ("win_rate", "Bob", "person", "2024-02"),
            ("weighted_pipeline", "North", "team", "2024-02"),
            ("sales_cycle", "Alder", "customer", "2024-01"),
            ("churn_rate", None, None, "2024-Q1"),
            ("collection_rate", "Shop", "location", "2024-02"),
        ],
    )
    def test_rows(self, running: Running, kpi: str, member: str | None, kind: str | None, period: str) -> None:
        asked, here = running.asked["hanoi"].ws, running.workspace("hanoi")
        who = asked.member(member, kind) if member else None
        wanted, found = asked.why(kpi, who, period), here.why(kpi, who, period)
        assert (found.fact, found.substituted, found.parts) == (wanted.fact, wanted.substituted, wanted.parts)
        for part in wanted.parts:
            rows = asked.why_rows(kpi, who, period, part.name), here.why_rows(kpi, who, period, part.name)
            assert rows[1] == rows[0]


class Suite(Kpis, Reasons, Traps):
    """Every KPI, why a number is what it is, and what engines are known to do otherwise."""
