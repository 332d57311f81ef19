"""Matrix files: what is read, and that every mistake names file, line, matrix and row."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from scoreline.engine.members import Member
from scoreline.errors import MatrixError
from scoreline.periods import Calendar
from scoreline.planning.levels import Direction, Levels, RangeLevels
from scoreline.planning.matrix import Kind, Matrix, Method, Undefined
from scoreline.planning.matrix_file import read_matrices
from scoreline.planning.people import Directory, Seat


@dataclass(frozen=True)
class Kpi:
    direction: str = "up"
    use: str = "any"
    title: str = "T"
    question: str = "?"
    unit: str = "count"


KPIS = {
    "revenue": Kpi(),
    "win_rate": Kpi(),
    "sales_cycle": Kpi("down"),
    "discount_rate": Kpi("down"),
    "method_share": Kpi("none"),
    "satisfaction": Kpi(use="team only"),
}
ANNA, BORIS = Member("person", "Anna Snelling", "a", "crm"), Member("person", "Boris Faz", "b", "crm")
WEST, ANNA_TEAM = Member("team", "West", "w", "crm"), Member("team", "Anna Snelling", "at", "crm")
TWIN_1, TWIN_2 = Member("person", "Li Wei", "1", "crm"), Member("person", "Li Wei", "2", "crm")
DIRECTORY = Directory([ANNA, BORIS, WEST, TWIN_1, TWIN_2], {"rep": [ANNA, BORIS]})


def read(tmp_path: Path, text: str, first_month: int = 1, directory: Directory = DIRECTORY) -> tuple[Matrix, ...]:
    file = tmp_path / "matrix.yaml"
    file.write_text(text, "utf-8")
    return read_matrices(file, directory=directory, kpis=KPIS, calendar=Calendar(first_month=first_month))


def test_a_whole_file(tmp_path: Path) -> None:
    """
    matrices:
      - member: Anna Snelling
        period: 2017-07
        rows:
          - kpi: revenue
            weight: 0.5
            base: 20000
            norm: 30000.50
            target: 40000
            why: It pays the rent.
          - {kpi: sales_cycle, weight: 0.25, base: 90, norm: 60, target: 50, method: ratio, floor: 10, cap: 130}
          - {kpi: discount_rate, weight: 0.25, base: [0, 20], norm: [5, 10], undefined: zero}
          - {kpi: win_rate, kind: indicator, question: Do we win?}
      - team: West
        periods: {from: 2017-Q1, to: 2017-Q4}
        rows:
          - {kpi: satisfaction, weight: 1, base: 1, norm: 2, target: 3, method: piecewise, at_target: 130}
    """
    matrices = read(tmp_path, str(test_a_whole_file.__doc__))
    anna = matrices[0]
    assert (anna.member, anna.period.label) == (ANNA, "2017-07")
    revenue, cycle, discount, rate = anna.rows
    assert revenue.levels == Levels(Direction.UP, Decimal(20000), Decimal("30000.50"), Decimal(40000))
    assert (revenue.weight, revenue.why, revenue.method, revenue.cap) == (
        Decimal("0.5"),
        "It pays the rent.",
        Method.BASE_NORM,
        None,
    )
    assert cycle.levels == Levels(Direction.DOWN, Decimal(90), Decimal(60), Decimal(50))
    assert (cycle.method, cycle.floor, cycle.cap, cycle.undefined) == (Method.RATIO, 10, 130, Undefined.NOT_APPLICABLE)
    assert discount.levels == RangeLevels(Decimal(0), Decimal(5), Decimal(10), Decimal(20))
    assert discount.undefined is Undefined.ZERO
    assert (rate.kind, rate.weight, rate.levels, rate.question) == (Kind.INDICATOR, None, None, "Do we win?")
    assert [(m.member, m.period.label) for m in matrices[1:]] == [(WEST, f"2017-Q{quarter}") for quarter in (1, 2, 3, 4)]
    assert matrices[1].rows[0].at_target == 130


ROW = "{kpi: revenue, weight: 1, base: 1, norm: 2, target: 3}"


def entry(who: str, when: str = "period: 2017-07", rows: str = ROW) -> str:
    return f"matrices:\n  - {who}\n    {when}\n    rows:\n      - {rows}\n"


@pytest.mark.parametrize(
    ("who", "members"),
    [
        ("member: Boris Faz", [BORIS]),
        ("member: b", [BORIS]),
        ("member: 1", [TWIN_1]),
        ("person: [Anna Snelling, Boris Faz]", [ANNA, BORIS]),
        ("role: rep", [ANNA, BORIS]),
        ("team: West", [WEST]),
    ],
)
def test_ways_to_name_members(tmp_path: Path, who: str, members: list[Member]) -> None:
    assert [matrix.member for matrix in read(tmp_path, entry(who))] == members


@pytest.mark.parametrize(
    ("when", "first_month", "labels"),
    [
        ("period: 2017", 1, ["2017"]),
        ("periods: [2017-07, 2017-Q3]", 1, ["2017-07", "2017-Q3"]),
        ("periods: {from: 2017-11, to: 2018-01}", 1, ["2017-11", "2017-12", "2018-01"]),
        ("period: 2018-Q1", 7, ["2018-Q1"]),
        ("period: 2017-W30", 1, ["2017-W30"]),
    ],
)
def test_ways_to_name_periods(tmp_path: Path, when: str, first_month: int, labels: list[str]) -> None:
    assert [matrix.period.label for matrix in read(tmp_path, entry("member: b", when), first_month)] == labels


def test_steps_may_leave_out_to(tmp_path: Path) -> None:
    rows = "{kpi: revenue, weight: 1, base: 1, norm: 2, target: 3, method: steps, steps: [{index: 0}, {from: 2, index: 100}]}"
    steps = read(tmp_path, entry("member: b", rows=rows))[0].rows[0].steps
    assert [(step.low, step.high, step.index) for step in steps] == [(None, 2, 0), (2, None, 100)]


def test_a_row_may_be_marked_as_a_result(tmp_path: Path) -> None:
    fields = "base: 1, norm: 2, target: 3"
    rows = f"rows: [{{kpi: revenue, weight: 0.5, {fields}, result: true}}, {{kpi: win_rate, weight: 0.5, {fields}}}]"
    (found,) = read(tmp_path, f"matrices: [{{member: Boris Faz, period: 2017-07, {rows}}}]")
    assert [row.result for row in found.rows] == [True, False]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("kpi: revenue, kind: indicator, result: true", "is watched only, so it is no result"),
        ("kpi: revenue, weight: 1, base: 1, norm: 2, target: 3, result: yes", 'result is "yes", which is neither true nor false'),
    ],
)
def test_what_is_no_result_is_refused(tmp_path: Path, row: str, words: str) -> None:
    with pytest.raises(MatrixError, match=words):
        read(tmp_path, f"matrices: [{{member: Boris Faz, period: 2017-07, rows: [{{{row}}}]}}]")


def test_a_kpi_for_teams_only_may_be_watched_for_a_person(tmp_path: Path) -> None:
    text = entry("member: b", rows=ROW + "\n      - {kpi: satisfaction, kind: indicator}")
    assert read(tmp_path, text)[0].rows[1].kind is Kind.INDICATOR


LEVELS = "base: 1, norm: 2, target: 3"
HALF = f"{{kpi: revenue, weight: 0.5, {LEVELS}}}"


def row(fields: str) -> str:
    return entry("member: b", rows=f"{{{fields}}}")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "no list of matrices"),
        ("matrices: []", 1, "no list of matrices"),
        (entry("member: b") + "matrix: 1", 6, '"matrix" is not known'),
        ("matrices: [Anna]", 1, "not a mapping"),
        (entry("membr: b"), 2, 'Did you mean "member"?'),
        (entry("member: Ana Sneling"), 2, 'There is no member "Ana Sneling". Did you mean "Anna Snelling"?'),
        (entry("team: Wets"), 2, 'There is no team "Wets". Did you mean "West"?'),
        (entry("person: West"), 2, 'There is no person "West"'),
        (entry("member: Li Wei"), 2, "names several: person 1, person 2"),
        (entry("role: reps"), 2, 'Did you mean "rep"?'),
        (entry("member: []"), 2, "names nobody"),
        (entry("member: {a: b}"), 2, "not a name"),
        ("matrices:\n  - period: 2017-07\n    rows:\n      - " + ROW, 2, "nobody's name"),
        (entry("member: b", "team: West"), 2, "member and team"),
        (entry("member: b", "period: 2017-13"), 3, '"2017-13" is not a period'),
        (entry("member: b", "period: "), 2, "either period or periods"),
        (entry("member: b", "periods: []"), 3, "empty"),
        (entry("member: b", "periods: {from: 2017-01}"), 3, "from and to"),
        (entry("member: b", "periods: {from: 2017-02, to: 2017-01}"), 3, "comes before"),
        (entry("member: b", "periods: {from: 2017-02, to: 2017-Q3}"), 3, "is a month and 2017-Q3 a quarter"),
        (entry("role: rep", "periods: {from: 1900-01-01, to: 2200-12-31}"), 2, "more than 200000"),
        ("matrices:\n  - member: b\n    period: 2017-07\n", 2, "no rows"),
        (entry("member: [b, b]"), 2, "two matrices for 2017-07, the first in line 2"),
        (entry("member: b") + entry("member: Boris Faz")[10:], 6, "two matrices for 2017-07, the first in line 2"),
        (entry("member: b", rows="5"), 5, "A row is not a mapping"),
        (row("weight: 1"), 5, "no kpi"),
        (row("kpi: revnue, weight: 1"), 5, 'There is no KPI "revnue". Did you mean "revenue"?'),
        (row("kpi: revenue, wieght: 1"), 5, 'Did you mean "weight"?'),
        (row("kpi: revenue, weight: 0.99, " + LEVELS), 4, "The weights sum to 0.99, not to 1."),
        (row("kpi: revenue, weight: 1, base: 2, norm: 2, target: 3"), 5, "Base and norm are the same (2)."),
        (row("kpi: revenue, weight: 1, base: 3, norm: 2, target: 1"), 5, "More is better here"),
        (row("kpi: sales_cycle, weight: 1, " + LEVELS), 5, "Less is better here"),
        (row("kpi: revenue, weight: 1, base: 1, norm: 2"), 5, "The row has no target."),
        (row("kpi: revenue, weight: 1, base: '20,000', norm: 2, target: 3"), 5, 'base is "20,000"'),
        (row("kpi: revenue, weight: yes, " + LEVELS), 5, 'weight is "yes", which is not a number'),
        (row("kpi: revenue, weight: true, " + LEVELS), 5, "not a number"),
        (row("kpi: revenue, weight: 1, base: 1, norm: 2, target: 1e28"), 5, "target is 1E+28, which is too large"),
        (row("kpi: revenue, direction: down, weight: 1, " + LEVELS), 5, "definition says up, not down"),
        (row("kpi: method_share, weight: 1, " + LEVELS), 5, "leaves open which way is better"),
        (row("kpi: revenue, direction: range, weight: 1, base: 1, norm: 2"), 5, "two bases and two norms"),
        (row("kpi: revenue, weight: 1, base: [1, 9], norm: 2"), 5, "two bases and two norms"),
        (row("kpi: revenue, weight: 1, base: [1, 9], norm: [2, 3, 4]"), 5, "norm has 3 numbers"),
        (row("kpi: revenue, weight: 1, base: [1, 9], norm: [2, 3], target: 3"), 5, "A range has no target"),
        (row("kpi: revenue, direction: up, weight: 1, base: [1, 9], norm: [2, 3]"), 5, "but base is a list"),
        (row("kpi: revenue, weight: 1, method: ration, " + LEVELS), 5, 'Did you mean "ratio"?'),
        (row("kpi: revenue, weight: 1, method: steps, steps: 5, " + LEVELS), 5, "not a table"),
        (row("kpi: revenue, weight: 1, method: steps, steps: [{to: 5}], " + LEVELS), 5, "no index"),
        (row("kpi: revenue, weight: 1, why: 5, " + LEVELS), 5, "not text"),
        (row("kpi: satisfaction, weight: 1, " + LEVELS), 5, "judges teams only, not Boris Faz"),
        (entry("member: b", rows=f"{HALF}\n      - {HALF}"), 4, "stands in two rows"),
        ("a: &a [1]\nb: [*a, *a]\n", 1, "aliases"),
    ],
)  # fmt: skip
def test_refused_with_file_line_and_words(tmp_path: Path, text: str, line: int, words: str) -> None:
    with pytest.raises(MatrixError) as caught:
        read(tmp_path, text)
    assert caught.value.where.startswith(f"matrix.yaml, line {line}"), caught.value.text
    assert words in caught.value.text
    assert caught.value.do


def test_an_error_names_matrix_and_row(tmp_path: Path) -> None:
    with pytest.raises(MatrixError) as caught:
        read(tmp_path, entry("member: b", rows="{kpi: revenue, weight: 1, base: 2, norm: 2, target: 3}"))
    assert caught.value.where == 'matrix.yaml, line 5, matrix of Boris Faz, 2017-07, row "revenue"'


def test_a_name_that_person_and_team_share_needs_its_kind(tmp_path: Path) -> None:
    directory = Directory([ANNA, ANNA_TEAM])
    with pytest.raises(MatrixError, match="names several: person a, team at"):
        read(tmp_path, entry("member: Anna Snelling"), directory=directory)
    assert read(tmp_path, entry("team: Anna Snelling"), directory=directory)[0].member is ANNA_TEAM


def test_a_role_is_for_those_who_hold_it_in_the_period(tmp_path: Path) -> None:
    """Anna leaves the role in July, Boris holds it from then on: each has the matrices of the own months, and nobody has two."""
    seats = {
        ANNA.key: [Seat("rep", dt.date(2017, 1, 1), dt.date(2017, 7, 10)), Seat("lead", dt.date(2017, 7, 10), dt.date.max)],
        BORIS.key: [Seat("rep", dt.date(2017, 7, 31), dt.date.max)],
    }
    directory = Directory([ANNA, BORIS], {"rep": [ANNA, BORIS], "lead": [ANNA]}, seats)
    row = "rows: [{kpi: revenue, weight: 1, base: 1, norm: 2, target: 3}]"
    text = f"matrices:\n  - {{role: rep, periods: {{from: 2017-06, to: 2017-08}}, {row}}}\n"
    found = read(tmp_path, text, directory=directory)
    assert [(one.member, one.period.label) for one in found] == [(ANNA, "2017-06"), (BORIS, "2017-07"), (BORIS, "2017-08")]
    both = read(tmp_path, text.replace("role: rep", "role: [rep, lead]"), directory=directory)
    assert len(both) == 5
    with pytest.raises(MatrixError, match=r"line 2: Nobody is in that role in 2016-06"):
        read(tmp_path, text.replace("2017-0", "2016-0"), directory=directory)
