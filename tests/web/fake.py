"""A made-up workspace with the public methods of the real one, for tests of how pages show odd cases."""

from __future__ import annotations

import datetime as dt
import random
from contextlib import nullcontext
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from scoreline.engine.availability import Availability
from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import COMPANY, Member
from scoreline.errors import MartError, MatrixError, QueryError
from scoreline.kpis.registry import shipped
from scoreline.mart.staged import Span
from scoreline.periods import Grain, Period, at, between, parse
from scoreline.planning.levels import Direction, Levels
from scoreline.planning.matrix import Kind, Matrix, MatrixRow
from scoreline.scoring.scorecard import Scorecard
from scoreline.scoring.total import score
from scoreline.settings import Settings
from tests.web.fake_life import FakeDisputes, FakeInsights, FakeLife, FakeTrail

FIRST, LAST = dt.date(2024, 1, 1), dt.date(2026, 11, 1)
TEAMS = {"North": ("t1", "Northern Europe"), "South": ("t2", "Mediterranean"), "East": ("t3", "Asia"), "West": ("t4", "America")}
NAMES = [
    "Anna Snelling", "Boris Petrov", "Chen Wei", "Đặng Thu Hà", "Elena Rossi", "Farid Haddad", "Grace Okafor", "Hugo Lindqvist",
    "Ines Carvalho", "Jonas Weber", "Keiko Tanaka", "Liam O'Connor", "Marta Nowak", "Nadia Benali", "Oskar Virtanen",
    "Priya Raman", "Quentin Dubois", "Rosa Jiménez", "Sergei Volkov", "Tomás Herrera", "Uma Krishnan", "Viktor Horvát",
    "Wendy Zhang", "Yusuf Demir",
]  # fmt: skip
PEOPLE = [Member("person", name, f"p{n:02}", "demo") for n, name in enumerate(NAMES)]
TEAM_MEMBERS = [Member("team", name, id, "demo") for name, (id, _) in TEAMS.items()]
SIZES = {
    "revenue": 180_000.0, "gross": 0.0, "win_rate": 42.0, "sales_cycle": 48.0, "new_customers": 14.0, "activities": 160.0,
    "opportunities_created": 34.0, "average_order_value": 2_400.0, "retention_rate": 88.0, "weighted_pipeline": 620_000.0,
    "order_count": 75.0, "quote_to_close_cohort": 37.0, "exit_rate": 21.0,
}  # fmt: skip
ROWS = {"revenue": ".35", "win_rate": ".20", "sales_cycle": ".15", "new_customers": ".15", "activities": ".15"}


@dataclass(frozen=True)
class Table:
    """Rows as dictionaries, with the state of each figure."""

    rows: list[dict[str, Any]]
    places: list[dict[str, Any]]
    by: tuple[str, ...]
    kpis: tuple[str, ...]
    notes: tuple[str, ...] = ()
    mart_version: int = 7
    definitions: str = "9f2c1a7be044"

    def to_pylist(self) -> list[dict[str, Any]]:
        return self.rows

    @property
    def ids(self) -> Table:
        return Table(self.places, [], (), ())

    @property
    def beside(self) -> Any:
        """For a KPI with a number beside it, 7 in every row."""
        import pyarrow as pa

        labels = [f"{kpi}: {label}" for kpi in self.kpis for label in shipped().kpis[kpi].beside]
        return pa.table({label: [7] * len(self.rows) for label in labels})

    def facts(self, kpi: str) -> list[Fact]:
        found = (row[kpi] for row in self.rows)
        return [value if isinstance(value, Fact) else Fact(value, FactState.VALUE) for value in found]


@cache
def matrix_of(member: Member, period: Period) -> Matrix:
    """What every member of a kind agreed: the same levels in every month."""
    crowd = 6 if member.kind == "team" else 1
    rows = []
    for kpi, weight in ROWS.items():
        size = Decimal(str(SIZES[kpi])) * (crowd if kpi in ("revenue", "new_customers", "activities") else 1)
        down = kpi == "sales_cycle"
        factors = ("1.25", "0.95", "0.8") if down else ("0.7", "1.1", "1.35")
        base, norm, target = (size * Decimal(factor) for factor in factors)
        levels = Levels(Direction.DOWN if down else Direction.UP, base, norm, target)
        rows.append(MatrixRow(kpi, Kind.SCORED, Decimal(weight), levels))
    rows.append(MatrixRow("weighted_pipeline", Kind.INDICATOR))
    return Matrix(member, period, tuple(rows))


@dataclass
class FakeWorkspace:
    """The methods that pages call."""

    path: Path = Path("/tmp/acme")
    version: int = 7
    settings: Any = field(default_factory=Settings)
    registry: Any = field(default_factory=shipped)
    empty: bool = False
    agreed: bool = True
    tampered: bool = False
    seats: dict[str, str] = field(default_factory=lambda: {person.id: f"t{1 + n % 4}" for n, person in enumerate(PEOPLE)})

    def at(self, as_of: int | None) -> FakeWorkspace:
        """What opening it at a version gives. MartError for a version that there is not."""
        if as_of is not None and not 1 <= as_of <= self.version:
            raise MartError(f"There is no data version {as_of}.", where=str(self.path / "mart"), do="See scoreline history.")
        return self if as_of is None else FakeWorkspace(self.path, as_of, self.settings, self.registry, self.empty)

    def history(self) -> list[Any]:
        coverage = SimpleNamespace(span=SimpleNamespace(start=FIRST, end=LAST), assumed=False)
        table = SimpleNamespace(delta=3, rows=120_412, coverage=coverage, sources=("demo",))
        counts = SimpleNamespace(read=5000, new=4200, changed=120, unchanged=680, deleted=0, refused=3)
        return [
            SimpleNamespace(
                number=number, created_at=dt.datetime(2026, 10, number, 9, 30, tzinfo=dt.UTC), note=f"Load of day {number}",
                tables={"orders": table, "deals": table}, time_zone="UTC", definitions="9f2c", counts={"orders": counts, "deals": counts},
            )
            for number in range(1, 8)
        ]  # fmt: skip

    def last_period(self, per: str = "month") -> Period | None:
        return None if self.empty else at(dt.date(2026, 10, 1), Grain(per))

    def members(self, kind: str) -> list[Member]:
        known = {"person": PEOPLE, "team": TEAM_MEMBERS, "company": [COMPANY]}
        return known.get(kind, [Member(kind, f"{kind} {n}", f"{kind}{n}", "") for n in range(3)])

    def member(self, name: str, kind: str | None = None) -> Member:
        for member in [*PEOPLE, *TEAM_MEMBERS]:
            if name in (member.name, member.id):
                return member
        raise QueryError(f'There is no member "{name}".')

    def _value(self, kpi: str, member: Member, period: Period) -> Fact:
        size = SIZES.get(kpi)
        if size is None:
            return Fact(None, FactState.MISSING)
        seeded = random.Random(f"{kpi}{member.id}")
        skill = seeded.uniform(0.7, 1.35)
        additive = kpi in self.additive
        crowd = (24 if member.kind == "company" else 6 if member.kind == "team" else 1) if additive or kpi == "weighted_pipeline" else 1
        total, count = 0.0, 0
        for month in between(period.start, period.end, Grain.MONTH):
            noise = random.Random(f"{kpi}{member.id}{month.label}").gauss(1, 0.09 if crowd > 1 else 0.16)
            season = 1 + (0.12 if month.start.month in (11, 12, 3) else -0.05)
            growth = 1 + 0.011 * ((month.start.year - 2024) * 12 + month.start.month)
            down = kpi == "sales_cycle"
            total += (
                size * skill * noise * (season if additive else 1) * ((2 - growth * 0.85) if down else growth if additive else 1) * crowd
            )
            count += 1
        value = total if additive else total / max(count, 1)
        if member.id == "p03" and kpi == "win_rate":
            return Fact(None, FactState.UNDEFINED)
        if member.id == "p05" and kpi == "activities":
            return Fact(31, FactState.MISSING)
        if member.id == "p07" and kpi == "new_customers":
            return Fact(0, FactState.ZERO)
        if member.id == "p09" and kpi == "new_customers":
            return Fact(None, FactState.NOT_APPLICABLE)
        if kpi in ("revenue", "weighted_pipeline", "average_order_value"):
            return Fact(Decimal(f"{value:.2f}"), FactState.VALUE)
        if additive:
            return Fact(round(value), FactState.VALUE)
        return Fact(min(value, 100) if "rate" in kpi else value, FactState.VALUE)

    def kpi(self, *kpis: str, by: Any = None, per: str = "month", start: str = "", end: str = "") -> Table:
        cuts = [by] if isinstance(by, str) else list(by or [])
        if "product" in cuts:
            raise QueryError("revenue cannot be cut by product: the rows do not say.", do="Cut by person.")
        span = list(between(parse(start).start, parse(end).end, Grain(per)))
        members = self.members(cuts[0]) if cuts else [COMPANY]
        rows, places = [], []
        for member in members:
            for period in span:
                found = {kpi: self._value(self.registry.kpi(kpi).id, member, period) for kpi in kpis}
                places.append({"source": member.source, "id": member.id})
                rows.append({**({cuts[0]: member.name} if cuts else {}), "period": period.label, **found})
        return Table(rows, places, tuple(cuts), kpis)

    def cuts(self, kpi: str) -> list[str]:
        return ["person", "team", *self.registry.kpi(kpi).needs_cut]

    def period(self, label: Period | str) -> Period:
        return label if isinstance(label, Period) else parse(label)

    def scores(self, members: Any, period: Period) -> list[Scorecard]:
        return [self.score(member, period) for member in members]

    def trends(self, member: Member, kpis: Any, period: Period, count: int = 12) -> dict[str, list[Fact]]:
        span = [period]
        while len(span) < count:
            span.insert(0, span[0].previous())
        return {kpi: [self._value(kpi, member, month) for month in span] for kpi in kpis}

    @property
    def engine(self) -> Any:
        def execute(text: str, values: Any = None) -> Any:
            rows: list[Any] = [("demo", id, None) for id, _ in TEAMS.values()]
            if "memberships" in text:
                rows = [("demo", team, person) for person, team in self.seats.items()]
            return SimpleNamespace(fetchall=lambda: rows)

        return SimpleNamespace(lock=nullcontext(), con=SimpleNamespace(execute=execute))

    @property
    def additive(self) -> frozenset[str]:
        return frozenset(("revenue", "new_customers", "activities", "opportunities_created", "order_count"))

    @property
    def life(self) -> FakeLife:
        return FakeLife(self)

    @property
    def disputes(self) -> FakeDisputes:
        return FakeDisputes(self)

    @property
    def insights(self) -> FakeInsights:
        return FakeInsights(self)

    @property
    def trail(self) -> FakeTrail:
        return FakeTrail(self, self.tampered)

    def matrices(self) -> tuple[Matrix, ...]:
        if self.empty or not self.agreed:
            return ()
        months = list(between(dt.date(2026, 1, 1), LAST, Grain.MONTH))
        return tuple(matrix_of(member, month) for member in [*PEOPLE, *TEAM_MEMBERS] for month in months)

    def score(self, member: Member, period: Period | str) -> Scorecard:
        period = parse(period) if isinstance(period, str) else period
        if not self.agreed or period.start.year < 2026:
            raise MatrixError("There is no matrix for this period.")
        matrix = matrix_of(member, period)
        return score(matrix, {row.kpi: self._value(row.kpi, member, period) for row in matrix.rows}, self.registry.kpis)

    def availability(self) -> list[Availability]:
        return [
            Availability(
                kpi=kpi.id, title=kpi.title, ok=kpi.id in SIZES,
                missing=() if kpi.id in SIZES else ("quotes.sent_at", "invoices"),
                span=None if self.empty or kpi.id not in SIZES else Span(FIRST, LAST),
            )
            for kpi in self.registry.offered
        ]  # fmt: skip

    def why(self, kpi: str, member: Member | None = None, period: Period | str = "") -> Any:
        found = self.registry.kpi(kpi)
        period = parse(period) if isinstance(period, str) else period
        fact = self._value(kpi, member or COMPANY, period)
        parts = (
            SimpleNamespace(
                name="won_deals", meaning="Deals won in the period, by the day they were closed.", value=63, rows=63, period=period
            ),
            SimpleNamespace(name="closed_deals", meaning="Deals won or lost in the period.", value=150, rows=150, period=period),
        )
        return SimpleNamespace(
            kpi=kpi, title=found.title, question=found.question, formula=found.formula, member=member, period=period, fact=fact,
            parts=parts, substituted="100 * 63 / 150", mart_version=7, definitions="9f2c1a7be044", definition_version=found.version,
            sql="SELECT count(*) FROM deals\nWHERE closed_on >= DATE '2026-10-01'", notes=("Deals without an owner are left out.",),
        )  # fmt: skip

    def why_rows(self, kpi: str, member: Member | None = None, period: Any = "", part: str = "", limit: int = 50, offset: int = 0) -> Any:
        total = 63 if part == "won_deals" else 150
        rows = [
            (f"d{n:04}", "demo", dt.date(2026, 10, 1 + n % 30), Decimal("1250.5000") * n, "won", f"<b>Customer {n}</b>", None)
            for n in range(offset, min(offset + limit, total))
        ]
        return SimpleNamespace(columns=["id", "_source", "closed_on", "amount", "stage", "customer", "note"], rows=rows, total=total)
