"""What people agreed in the made-up workspace: October runs, September is closed with late data, August was restated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.insight import linting
from scoreline.insight.past import Trend
from scoreline.insight.smart import Answer, Check, Letter, Smart
from scoreline.insight.standing import Against, Rank, Standing, Verdict
from scoreline.periods import Period, parse
from scoreline.planning.carries import Carry
from scoreline.planning.disputes import Dispute, Kind, Record, Remark, Stand
from scoreline.planning.fingerprint import canonical, fingerprint, plain
from scoreline.planning.lifecycle import Agreement, Part, Signature
from scoreline.planning.matrix import Matrix
from scoreline.scoring.messages import Message
from scoreline.scoring.scorecard import Scorecard
from scoreline.state.audit_search import Found, Names
from scoreline.state.chain import GENESIS, Checked, Entry, check
from scoreline.state.frozen import Basis, Closing, Result
from scoreline.state.services import about
from scoreline.workspace.pending import LateRow, Pending

if TYPE_CHECKING:
    from tests.web.fake import FakeWorkspace

MANAGER = "Eva <Lind>"
_FROZEN: dict[str, list[Result]] = {}
STEPS: tuple[tuple[Part, ...], ...] = (
    (),
    (Part.PROPOSAL,),
    (Part.PROPOSAL, Part.MEMBER),
    (Part.PROPOSAL, Part.MEMBER, Part.MANAGER),
)
"""How far the matrices of an open month are signed, one after another."""


@dataclass(frozen=True)
class FakeLife:
    """The methods of a workspace's life that pages call."""

    workspace: FakeWorkspace
    today: dt.date = dt.date(2026, 11, 3)

    def agreements(self, period: str | Period, member: Member | None = None) -> list[Agreement]:
        found = [one for one in self.workspace.matrices() if one.period.label == self._label(period)]
        closed = self._label(period) in ("2026-08", "2026-09")
        return [_signed(matrix, STEPS[3 if closed else n % 4]) for n, matrix in enumerate(found) if member in (None, matrix.member)]

    def closings(self, period: str | Period | None = None, *, results: bool = True) -> tuple[Closing, ...]:
        if not self.workspace.agreed or self.workspace.empty:
            return ()
        august, september = parse("2026-08"), parse("2026-09")
        found = (
            self._closing(august, 1, 3, results_too=results, unsigned="two are <ill>"),
            self._closing(august, 2, 5, results_too=results, reason="an invoice came late"),
            self._closing(september, 1, 6, results_too=results),
        )
        return tuple(one for one in found if period is None or one.period.label == self._label(period))

    def _results(self, period: Period) -> list[Result]:
        """What was frozen of a month, worked out once for all tests: it is always the same."""
        if period.label not in _FROZEN:
            _FROZEN[period.label] = [
                Result(one.matrix, self.workspace.score(one.matrix.member, period), [name.plain for name in one.signatures])
                for one in self.agreements(period)
            ]
        return _FROZEN[period.label]

    def _closing(self, period: Period, version: int, data: int, *, results_too: bool, reason: str = "", unsigned: str = "") -> Closing:
        results = self._results(period) if results_too else []
        if version == 1:
            results = [replace(one, card=replace(one.card, total=Decimal(77))) for one in results]
        at = dt.datetime(2026, 10, data, 9, 30, tzinfo=dt.UTC)
        return Closing(period, version, at, "Olga Meier", reason, Basis(data, "9f2c", unsigned=unsigned), tuple(results))

    def to_date(self, member: Member, period: str | Period) -> Scorecard:
        """Half of a month is covered: of the first row, half of the plan; the whole is beside, and some of it was carried over."""
        card = self.workspace.score(member, period)
        first, *others = card.rows
        half = {name: level / 2 for name in ("base", "norm", "target") if isinstance(level := getattr(first, name), Decimal)}
        full = {"full_base": first.base, "full_norm": first.norm, "full_target": first.target}
        row = replace(first, **half, **full, carried=Decimal("12.5"), disputes=(2,))  # type: ignore[arg-type]
        note = Message("total.to_date", {"days": "15", "all": "30"})
        return replace(card, rows=(row, *others), provisional=True, notes=(note, *card.notes))

    def pending(self, period: str | Period | None = None) -> list[Pending]:
        when = parse("2026-09")
        if self._label(period or when) != when.label:
            return []
        anna, boris, *_ = self.workspace.members("person")
        rows = (LateRow("gross", {"value": Decimal("12.34"), "id": "o<1>", "_file": "late.csv", "_row": 7}),)
        was, is_ = Fact(Decimal(100), FactState.VALUE), Fact(Decimal("112.34"), FactState.VALUE)
        carried = Carry(boris, "activities", when, parse("2026-10"), Decimal(-1), 1, 7, "not <worth> it", "Olga Meier")
        zero, count = Fact(0, FactState.ZERO), Fact(3, FactState.VALUE)
        return [
            Pending(when, 1, anna, "revenue", "Revenue", "money", was, is_, redefined=False, rows=rows),
            Pending(when, 1, boris, "win_rate", "Win rate", "percent", Fact(None, FactState.UNDEFINED), was, redefined=True),
            Pending(when, 1, boris, "activities", "Activities", "count", count, zero, redefined=False, carried=(carried,)),
        ]

    @staticmethod
    def _label(period: str | Period) -> str:
        return period if isinstance(period, str) else period.label


@dataclass(frozen=True)
class FakeDisputes:
    """Two disputes of September: one about a record, refused, and one about a record that is missing, which is open."""

    workspace: FakeWorkspace

    def list(self, period: str | Period | None = None, *, ended: bool | None = False) -> tuple[Dispute, ...]:
        when = parse("2026-09")
        if not self.workspace.agreed or FakeLife._label(period or when) != when.label:
            return ()
        anna, boris, *_ = self.workspace.members("person")
        at = dt.datetime(2026, 10, 7, 8, 15, tzinfo=dt.UTC)
        opened = Remark(Kind.OPENING, boris.name, at, "It was <b>won</b>.")
        refused = (
            Remark(Kind.OPENING, anna.name, at, ""), Remark(Kind.ANSWER, MANAGER, at, "I will look."),
            Remark(Kind.RESOLUTION, MANAGER, at, "It was cancelled."),
        )  # fmt: skip
        fact = Fact(Decimal("1250.50"), FactState.VALUE)
        found = (
            Dispute(anna, when, "revenue", 1, Record("orders", "o4"), "", fact, 6, 1, Stand.REFUSED, None, refused),
            Dispute(boris, when, "win_rate", 0, None, "deal <7>", Fact(None, FactState.UNDEFINED), 6, 2, Stand.OPEN, None, (opened,)),
        )
        return tuple(one for one in found if ended in (None, one.ended))


@dataclass(frozen=True)
class FakeInsights:
    """What pages ask of the past: a clear strength, something that may be chance, too few to tell, and one that is not judged."""

    workspace: FakeWorkspace

    def standing(self, members: Sequence[Member], *kpis: str, until: str | Period | None = None, months: int = 12) -> list[Standing]:
        half, rare = Fraction(1, 2), Fraction(1, 1000)
        level, rising, falling = Decimal(180_000), Trend(Decimal("1200"), 0.7, rare), Trend(Decimal("-1.5"), -0.6, rare)
        strong, chance, weak = Against(11, 1, rare), Against(4, 3, half), Against(0, 9, rare)
        return [
            one
            for who in members
            for one in (
                Standing(who, "revenue", 12, 12, level, level - 999, level + 999, rising, Rank(1, 24, 1), strong, Verdict.STRENGTH, ""),
                Standing(
                    who, "win_rate", 12, 8, Decimal(42), Decimal(40), Decimal(45), None, Rank(9, 24, 0), chance, Verdict.LIKE_PEERS, ""
                ),
                Standing(who, "sales_cycle", 12, 9, Decimal(48), Decimal(40), Decimal(50), falling, None, weak, Verdict.WEAKNESS, ""),
                Standing(who, "activities", 12, 3, None, None, None, None, None, None, Verdict.TOO_FEW, ""),
                Standing(who, "new_customers", 12, 12, level, level, level, Trend(level, 0.1, half), None, None, Verdict.NOT_JUDGED, ""),
            )
        ]

    def smart(self, *, member: Member, period: Period) -> list[Any]:
        """Every row is SMART but for its review."""
        checks = tuple(
            Check(letter, Answer.NO if letter is Letter.TIME_BOUND else Answer.YES, f"{letter} <evidence>.") for letter in Letter
        )
        matrix = next(one for one in self.workspace.matrices() if (one.member, one.period) == (member, period))
        return [SimpleNamespace(matrix=matrix, rows=tuple(Smart(row.kpi, checks, ()) for row in matrix.rows))]

    def lint(self, matrices: Sequence[Matrix]) -> list[tuple[Matrix, linting.Remark]]:
        rule = next(iter(linting.Rule))
        return [
            (matrix, linting.Remark(rule, "revenue", "The norm is too near.", "5 % above the base.", "Raise it.")) for matrix in matrices
        ]


def _signed(matrix: Matrix, parts: tuple[Part, ...]) -> Agreement:
    name = fingerprint(matrix)
    at = dt.datetime(2026, 9, 28, 8, 15, tzinfo=dt.UTC)
    return Agreement(matrix, tuple(Signature(part, matrix.member.name if part is Part.MEMBER else MANAGER, at, name) for part in parts))


@dataclass(frozen=True)
class FakeTrail:
    """The methods of an audit trail that pages call: Anna's matrix of October was applied, changed, and proposed."""

    workspace: FakeWorkspace
    tampered: bool = False

    @property
    def _entries(self) -> list[Entry]:
        matrices = self.workspace.matrices()
        if not matrices:
            return []
        matrix = next(one for one in matrices if one.period.label == "2026-10")
        new = plain(matrix)
        old: dict[str, Any] = {**new, "rows": [{**new["rows"][0], "weight": "0.3", "why": "It was <easier>."}, *new["rows"][1:]]}
        changes: list[tuple[str, object, object, str]] = [
            ("matrix", None, old, "matrix.yaml"), ("matrix", old, new, "matrix.yaml"), ("proposal", None, {"by": MANAGER}, ""),
            *(("fact", None, {"value": str(number)}, "the <mail> of Monday") for number in range(40)),
        ]  # fmt: skip
        found: list[Entry] = []
        for number, (kind, was, is_, why) in enumerate(changes, start=1):
            before, after = (None if value is None else canonical(value) for value in (was, is_))
            at = dt.datetime(2026, 10, 1, 8, number, tzinfo=dt.UTC)
            last = found[-1].hash if found else GENESIS
            what = about(matrix) if kind != "fact" else f"activities of Farid Haddad, {number}"
            entry = Entry(number, at, "kate" if kind == "matrix" else MANAGER, kind != "matrix", kind, what, before, after, why, last)
            found.append(replace(entry, hash=entry.sealed))
        return found

    def search(
        self, about: str = "", *, exactly: bool = False, kind: str = "", by: str = "", limit: int | None = None, offset: int = 0
    ) -> Found:
        fits = [
            one for one in reversed(self._entries)
            if (one.about == about if exactly else about.lower() in one.about.lower()) and kind in ("", one.kind) and by in ("", one.by)
        ]  # fmt: skip
        return Found(tuple(fits[offset : None if limit is None else offset + limit]), len(fits))

    @property
    def names(self) -> Names:
        return Names(("fact", "matrix", "proposal"), (MANAGER, "kate"))

    def verify(self, noted: str = "") -> Checked:
        entries = self._entries
        if self.tampered:
            entries[1] = replace(entries[1], why="nothing to see")
        return check(entries, len(entries), entries[-1].hash, noted) if entries else check((), 0, GENESIS)
