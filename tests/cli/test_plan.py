"""scoreline plan split, and the how-to about it, on the demo."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest
import simplejson
from typer.testing import CliRunner

from scoreline.cli.main import app
from scoreline.errors import PlanError, WorkbookError
from tests.cli.conftest import Run, run_in

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "split-a-goal.md").read_text("utf-8")
FULL, EVEN, _ = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
PINNED = EVEN + "".join(re.findall(r"one line more, `(.*?)`", PAGE)) + "\n"


@pytest.fixture(scope="module")
def planner(demo: tuple[Path, str]) -> Run:
    """Runs a command in the demo, where the how-to's files are."""
    folder = demo[0] / "demo"
    for name, text in (("plan", FULL), ("even", EVEN), ("asia", PINNED)):
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return run_in(folder)


def rows(planner: Run, *args: str) -> list[dict[str, str]]:
    done = planner("plan", "split", *args, "--format", "csv")
    assert (done.returncode, done.stderr) == (0, "")
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_the_how_tos_plan_adds_up_over_members_and_periods(planner: Run) -> None:
    found = rows(planner, "plan.yaml", "--per", "month")
    amounts = {(row["member"], row["period"]): Decimal(row["amount"]) for row in found}
    above = {row["member"]: row["above"] for row in found}
    assert amounts["Company", "2026"] == 2_400_000
    assert amounts["Asia", "2026"] == 600_000
    below = defaultdict(list)
    for member, parent in above.items():
        below[parent].append(member)
    for member in above:
        months = [f"2026-{month:02}" for month in range(1, 13)]
        assert sum(amounts[member, month] for month in months) == amounts[member, "2026"]
        for period in ("2026", *months) if below[member] else ():
            assert sum(amounts[part, period] for part in below[member]) == amounts[member, period]


def test_a_pinned_quarter_holds(planner: Run) -> None:
    found = simplejson.loads(planner("plan", "split", "plan.yaml", "--format", "json").stdout, use_decimal=True)
    assert [row["amount"] for row in found if (row["member"], row["period"]) == ("Hamburg", "2026-Q1")] == [120_000]


def test_the_preview_is_as_the_page_shows_it(planner: Run) -> None:
    shown = re.findall(r"```text\n(.*?)```", PAGE, re.S)[0]
    said = planner("plan", "split", "asia.yaml", "--against", "even.yaml").stdout
    assert [line.rstrip() for line in said.splitlines()] == shown.splitlines()


def test_against_itself_nothing_moves(planner: Run) -> None:
    assert "Nothing moves." in planner("plan", "split", "even.yaml", "--against", "even.yaml").stdout


def test_the_error_on_the_page_is_as_it_says(planner: Run, demo: tuple[Path, str]) -> None:
    (demo[0] / "demo" / "plan.yaml").write_text(f"{FULL}  - {{member: Hà Nội, amount: 700000}}\n", "utf-8")
    done = planner("plan", "split", "plan.yaml")
    (demo[0] / "demo" / "plan.yaml").write_text(FULL, "utf-8")
    assert done.returncode == 1
    assert " ".join(done.stderr.split()) in " ".join(PAGE.split())


def test_a_joiner_of_a_team_carries_nothing_before_the_first_day(planner: Run, demo: tuple[Path, str]) -> None:
    file = demo[0] / "demo" / "team.yaml"
    text = "goal: {kpi: order_count, member: Asia, period: 2026, amount: 1000}\ntime: {to: week}\nmembers: {method: head count"
    file.write_text(f"{text}}}\n", "utf-8")
    last = rows(planner, "team.yaml")[-1]["member"]
    file.write_text(f"{text}, ramp: [25, 50, 75], joiners: {{{last}: 2026-04-15}}}}\n", "utf-8")
    found = {row["period"]: int(row["amount"]) for row in rows(planner, "team.yaml") if row["member"] == last}
    assert found["2026-Q1"] == 0
    assert 0 < found["2026-Q2"] < found["2026-Q4"]
    assert found["2026"] == sum(amount for period, amount in found.items() if period != "2026")


def test_a_plan_is_saved_after_it_was_shown_and_its_versions_stay(planner: Run, demo: tuple[Path, str]) -> None:
    folder = demo[0] / "demo"
    runner = CliRunner()

    def run(*args: str) -> str:
        done = runner.invoke(app, ["plan", *args, "--workspace", str(folder)])
        assert done.exception is None, done.exception
        return done.stdout

    even, asia = str(folder / "even.yaml"), str(folder / "asia.yaml")
    with pytest.raises(PlanError, match="No plan of this goal is saved"):
        runner.invoke(app, ["plan", "split", asia, "--against", "saved", "--workspace", str(folder)], catch_exceptions=False)
    assert "Saved version 1 of revenue of Company, 2026" in run("apply", even, "--as", "Olga", "--reason", "the board")
    moved = run("split", asia, "--against", "saved")
    assert "+37,500.00" in moved and "Against version 1, saved by Olga." in moved
    said = run("apply", asia, "--as", "Kate", "--reason", "the fair in Tokyo", "--over", "1")
    assert "+37,500.00" in said and "Saved version 2" in said
    with pytest.raises(PlanError, match="You looked at version 1, but Kate saved version 2 meanwhile"):
        args = ["apply", even, "--as", "Olga", "--reason", "no", "--over", "1", "--workspace", str(folder)]
        runner.invoke(app, ["plan", *args], catch_exceptions=False)
    for version, amount in (("1", "62500"), ("2", "100000")):
        found = run("show", "revenue", "--period", "2026", "--member", "Asia", "--version", version, "--format", "csv")
        assert [row["amount"] for row in csv.DictReader(io.StringIO(found)) if row["period"] == "2026-Q1"] == [amount]
    listed = list(csv.DictReader(io.StringIO(run("list", "--format", "csv"))))
    assert [(row["kpi"], row["of"], row["version"], row["by"]) for row in listed] == [
        ("revenue", "Company", "1", "Olga"), ("revenue", "Company", "2", "Kate"),
    ]  # fmt: skip


GOAL = "goal: {kpi: revenue, period: 2026, amount: 1000000}\n"
TIME = "time: {to: quarter, method: even}\n"
MEMBERS = "members: {levels: [region], method: even}\n"
REFUSED = {
    "no goal": ("time: {}", "line 1: period is missing."),
    "an unknown field": (GOAL + "tme: {}", 'line 2: "tme" is not known here. Did you mean "time"?'),
    "an unknown KPI": (GOAL.replace("revenue", "revenu"), 'Did you mean "revenue"?'),
    "a ratio": (GOAL.replace("revenue", "win_rate"), "line 1: Win rate does not add up"),
    "an odd period": (GOAL.replace("2026", "2026-13"), "line 1"),
    "half a cent": (GOAL.replace("1000000", "10.005") + TIME + MEMBERS, "10.005 is no multiple of 0.01."),
    "no number": (GOAL.replace("1000000", "many"), "line 1: amount is not a number."),
    "a longer period": (GOAL.replace("2026", "2026-01") + TIME + MEMBERS, "line 2: A month is not split into quarters."),
    "an unknown method": (GOAL + "time: {method: evn}", 'line 2: "evn" is no method. Did you mean "even"?'),
    "an unknown level": (GOAL + TIME + "members: {levels: [regoin]}", 'line 3: There is no level "regoin". Did you mean "region"?'),
    "an unknown role": (GOAL + TIME + "members: {roles: [boss]}", 'line 3: There is no role "boss".'),
    "an unknown member": (GOAL + TIME + MEMBERS + "pins:\n  - {member: Asja, amount: 1}", 'line 5: There is no "Asja" in the plan.'),
    "another year": (
        GOAL + TIME + MEMBERS + "pins:\n  - {period: 2027-Q1, amount: 1}",
        'line 5: "2027-Q1" is no period of the plan of 2026.',
    ),
    "two pins": (
        GOAL + TIME + MEMBERS + "pins:\n  - {member: Asia, amount: 1}\n  - {member: Asia, amount: 2}",
        "line 6: Asia in 2026 is pinned twice.",
    ),
    "too much": (
        GOAL + TIME + MEMBERS + "pins:\n  - {member: Asia, amount: 1000001}",
        "line 5, Asia in 2026 (1,000,001.00): This is more than Company",
    ),
    "a missing day": (
        GOAL
        + "time: {method: even, periods: [{name: A, from: 2026-01-01, to: 2026-06-29}, {name: B, from: 2026-07-01, to: 2026-12-31}]}\n"
        + MEMBERS,
        "line 2, A, B: 2026-06-30 is in no period.",
    ),
    "a day off outside": (
        GOAL + "time: {method: working days, closed: [2027-01-04]}\n" + MEMBERS,
        "line 2: The day off 2027-01-04 lies outside",
    ),
    "no history": (GOAL.replace("2026", "2028") + "time: {to: quarter}\n" + MEMBERS, "line 2, 2028-Q1: revenue of 2027-Q1"),
    "a joiner too late": (
        GOAL + TIME + "members: {method: even, joiners: {Anna Brandt: 2027-02-01}}",
        "line 3, Anna Brandt: 2027-02-01 lies after",
    ),
    "an unknown absence": (GOAL + TIME + "members: {absences: yes please}", 'line 3: "yes please" is no absences.'),
    "an odd ramp": (GOAL + TIME + "members: {ramp: [25, 150]}", "line 3: 150 is no percentage from 0 to 100."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_wrong_files_are_refused_with_the_place(demo: tuple[Path, str], name: str) -> None:
    text, what = REFUSED[name]
    folder = demo[0] / "demo"
    (folder / "wrong.yaml").write_text(text, "utf-8")
    with pytest.raises(PlanError) as caught:
        args = ["plan", "split", str(folder / "wrong.yaml"), "--workspace", str(folder)]
        CliRunner().invoke(app, args, catch_exceptions=False)
    assert "wrong.yaml, line " in caught.value.text
    assert what in caught.value.text


def test_amounts_edited_in_a_workbook_are_pins_that_hold(demo: tuple[Path, str], tmp_path: Path) -> None:
    folder, file, path = demo[0] / "demo", tmp_path / "even.yaml", tmp_path / "plan.xlsx"

    def run(*args: str) -> str:
        done = CliRunner().invoke(app, ["plan", *args, "--workspace", str(folder)], catch_exceptions=False)
        assert done.exit_code == 0
        return done.stdout

    file.write_text(EVEN, "utf-8")
    run("export", str(file), str(path))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    place = next(cell for row in sheet.iter_rows(min_row=6, min_col=4) for cell in row if not cell.protection.locked)
    name = sheet.cell(place.row, 1).value.strip()
    place.value = 0.005
    book.save(path)
    with pytest.raises(WorkbookError, match=rf"plan.xlsx, .*!{place.coordinate}: 0.005 is no multiple of 0.01. Round it"):
        run("pins", str(path))
    place.value = 1e30
    book.save(path)
    with pytest.raises(WorkbookError, match=rf"plan.xlsx, .*!{place.coordinate}: It holds .*, which is too large"):
        run("pins", str(path))
    place.value = 1234.5
    book.save(path)
    pins = run("pins", str(path))
    assert f'member: "{name}"' in pins and "amount: 1234.5}" in pins
    file.write_text(EVEN + pins, "utf-8")
    found = csv.DictReader(io.StringIO(run("split", str(file), "--format", "csv")))
    amounts = {(row["member"], row["period"]): row["amount"] for row in found}
    assert Decimal(amounts[name, sheet.cell(5, place.column).value]) == Decimal("1234.5")
