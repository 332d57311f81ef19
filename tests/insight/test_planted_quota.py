"""The region of the made-up company whose quotas are far too high is found, and is not found where it was left out.

Twenty companies, each as large as those of tests/demo. All of one is the same with and without the truth but its quotas (a test in
tests/demo holds that), so each is drawn once, and its quotas twice.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from scoreline.demo import build
from scoreline.demo.truths import macros, truths
from scoreline.engine.members import Member
from scoreline.insight.calibration import Aim, Held, Verdict, calibrate
from scoreline.planning.levels import Direction
from tests.demo.conftest import SCALE

SEEDS = range(1, 21)
TRUTH = truths()["high_quota"]
BEFORE = [subject.name for subject in build.SUBJECTS[: [subject.name for subject in build.SUBJECTS].index("orders") + 1]]
YEAR = f"""
    WITH sold AS (
        SELECT v.member_id, v.valid_from, v.base, v.norm, v.target, coalesce(sum(l.amount), 0) AS sold
        FROM made_levels v LEFT JOIN made_orders o ON o.owner_id = v.member_id AND o.status <> 'cancelled'
            AND o.ordered_at >= v.valid_from AND o.ordered_at < v.valid_to
        LEFT JOIN made_order_lines l ON l.order_id = o.id
        WHERE year(v.valid_from) = {TRUTH.figures["year"]} GROUP BY ALL
    )
    SELECT member_id, sum(s.base), sum(norm), sum(target), sum(sold) FROM sold s
    JOIN made_people p ON p.id = s.member_id AND p.hired_on + 90 <= s.valid_from
    JOIN made_memberships m ON m.person_id = s.member_id AND m.valid_from <= s.valid_from AND coalesce(m.valid_to > s.valid_from, true)
    JOIN all_teams t ON t.id = m.team_id WHERE t.parent_id = '{TRUTH.figures["region"]}' GROUP BY 1 ORDER BY 1
"""


def verdict(con: duckdb.DuckDBPyConnection) -> Verdict:
    people = [
        Held(Member("person", id, id), Decimal(sold), Aim(Direction.UP, *(Decimal(level) for level in (norm, base, target))))
        for id, base, norm, target, sold in con.execute(YEAR).fetchall()
    ]
    return calibrate(str(TRUTH.figures["region"]), people).verdict


def verdicts(seed: int, workdir: Path) -> tuple[Verdict, Verdict]:
    """The region's verdict in the company of a seed with its quotas far too high, and with quotas from history."""
    with duckdb.connect() as con:
        build._prepare(con, workdir, SCALE, seed)
        for subject in [*BEFORE, "levels"]:
            con.execute(build._sql(subject))
        planted = verdict(con)
        for macro in macros([TRUTH.name]).splitlines():
            con.execute(macro.replace("CREATE TEMP", "CREATE OR REPLACE TEMP"))
        for made in ("seat_quarters", "seasons", "quotas"):
            con.execute(f"DROP TABLE {made}")
        con.execute("DROP VIEW made_levels")
        con.execute(build._sql("levels"))
        return planted, verdict(con)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Verdict, Verdict]]:
    return [verdicts(seed, tmp_path_factory.mktemp("seed")) for seed in SEEDS]


def test_the_planted_quota_is_found(found: list[tuple[Verdict, Verdict]]) -> None:
    assert sum(planted is Verdict.TOO_HIGH for planted, _ in found) >= 19


def test_without_it_nothing_is_reported(found: list[tuple[Verdict, Verdict]]) -> None:
    assert sum(plain is Verdict.TOO_HIGH for _, plain in found) <= 2
