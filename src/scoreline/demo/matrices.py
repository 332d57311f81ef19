"""The matrices of the made-up company for each month of its last year: one for each person with a role and for each team.

Levels come from the twelve months before the month's quarter, as the KPIs themselves give them; nothing is known beforehand.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from scoreline.demo import company
from scoreline.demo.levels import Usual, levels, usual
from scoreline.demo.plans import ROLES, TEAM, TEAMS, Row
from scoreline.engine.members import Member
from scoreline.periods import Grain, Period, between, parse
from scoreline.workspace import Workspace

YEAR = company.END.year - 1
MOST = 1500
"""Members that matrices are written for at most; a file may hold 16 MB."""

Months = Mapping[Period, float]


@dataclass(frozen=True)
class Post:
    """Somebody who is judged: a person in a role, or a team, with the plan's rows and the days on which it holds."""

    member: Member
    plan: str
    rows: tuple[Row, ...]
    start: dt.date
    end: dt.date


def write_matrices(workspace: Workspace, path: Path) -> None:
    """Write the matrix file of the demo that the workspace holds."""
    lines = ["# Made with the demo: levels are those of the twelve months before each quarter.", "matrices:"]
    for by, posts in _posts(workspace).items():
        lines += _matrices(posts[:MOST], _history(workspace, by, posts), workspace.additive)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _posts(workspace: Workspace) -> dict[str, list[Post]]:
    """Who is judged, by the dimension that their figures are cut by: the levels of the team tree, then the people."""
    rows = workspace.engine.con.execute
    found: dict[str, list[Post]] = {}
    teams = {member.id: member for member in workspace.members("team")}
    for id, kind in rows("SELECT id, kind FROM teams ORDER BY id").fetchall():
        base = id.split("-")[0]
        post = Post(teams[id], base if base in TEAMS else kind, TEAMS.get(base, TEAM), dt.date.min, dt.date.max)
        found.setdefault(f"team:{kind}", []).append(post)
    people = {member.id: member for member in workspace.members("person")}
    held = rows("SELECT person_id, role, valid_from, valid_to FROM memberships ORDER BY person_id, valid_from").fetchall()
    found["person"] = [Post(people[id], role, ROLES[role], start, end or dt.date.max) for id, role, start, end in held if role in ROLES]
    return found


def _history(workspace: Workspace, by: str, posts: Iterable[Post]) -> Mapping[tuple[str, str], Months]:
    """What each member reached: (id, KPI) -> month -> value. Months without a value are left out."""
    kpis = sorted({row.kpi for post in posts for row in post.rows if row.weight})
    found: dict[tuple[str, str], dict[Period, float]] = defaultdict(dict)
    answer = workspace.kpi(*kpis, by=by, per="month", start=f"{YEAR - 1}-01", end=f"{YEAR}-09")
    ids = [cast(str | None, list(ids.values())[-1]) for ids in answer.ids.to_pylist()]
    months = [parse(label) for label in answer.table.column("period").to_pylist()]
    for kpi in kpis:
        for id, month, value in zip(ids, months, answer.table.column(kpi).to_pylist(), strict=True):
            if id and value is not None:
                found[id, kpi][month] = float(value)
    return found


def _matrices(posts: Sequence[Post], history: Mapping[tuple[str, str], Months], additive: frozenset[str]) -> Iterator[str]:
    for month in between(dt.date(YEAR, 1, 1), dt.date(YEAR + 1, 1, 1), Grain.MONTH):
        quarter = dt.date(YEAR, (month.start.month - 1) // 3 * 3 + 1, 1)
        before = list(between(quarter.replace(year=YEAR - 1), quarter, Grain.MONTH))
        now = [post for post in posts if post.start <= month.start and month.end <= post.end]
        known = {(post, row.kpi): _known(post, history.get((post.member.id, row.kpi), {}), before) for post in now for row in post.rows}
        peers = {key: usual(values) for key, values in _by_plan(known).items()}
        seasons = {kpi: _season(history, kpi, month) for kpi in {row.kpi for post in now for row in post.rows} & additive}
        for post in now:
            yield f"  - {post.member.kind}: {post.member.id}  # {post.member.name}"
            yield f"    period: {month.label}"
            yield "    rows:"
            for row in post.rows:
                yield from _row(row, known[post, row.kpi], peers[post.plan, row.kpi], seasons.get(row.kpi, 1))


def _known(post: Post, months: Months, before: Sequence[Period]) -> list[float]:
    """The values of the months before in which the post was held from the first day to the last."""
    return [months[month] for month in before if month in months and post.start <= month.start and month.end <= post.end]


def _by_plan(known: Mapping[tuple[Post, str], list[float]]) -> dict[tuple[str, str], list[list[float]]]:
    found: dict[tuple[str, str], list[list[float]]] = defaultdict(list)
    for (post, kpi), values in known.items():
        found[post.plan, kpi].append(values)
    return found


def _season(history: Mapping[tuple[str, str], Months], kpi: str, month: Period) -> float:
    """How the whole company's month a year before stood to that year's mean month."""
    sums: dict[int, float] = defaultdict(float)
    for (_, of), months in history.items():
        if of == kpi:
            for when, value in months.items():
                if when.start.year == YEAR - 1:
                    sums[when.start.month] += value
    total = sum(sums.values())
    return 12 * sums[month.start.month] / total if total else 1


def _row(row: Row, months: list[float], peers: Usual | None, season: float) -> Iterator[str]:
    if not row.weight:
        yield f"      - {{kpi: {row.kpi}, kind: indicator}}"
        return
    base, norm, target = levels(row.kpi, months, peers or Usual(1, 1), season)
    more = (f", undefined: {row.undefined}" if row.undefined else "") + (", result: true" if row.result else "")
    yield f"      - {{kpi: {row.kpi}, weight: {row.weight}, base: {base}, norm: {norm}, target: {target}{more},"
    yield f'         why: "{row.why}"}}'
