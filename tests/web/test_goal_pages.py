"""The pages of a period's life: what they say of each state, and which step comes next."""

from __future__ import annotations

import re
import shlex
from html import unescape
from typing import Any

import pytest
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st
from typer.core import TyperGroup
from typer.main import get_command

from scoreline.cli.main import app
from scoreline.planning.fingerprint import SHOWN, canonical, fingerprint
from scoreline.web.pages.commands import command
from scoreline.web.pages.differences import Difference, differences
from tests.web.fake import FakeWorkspace
from tests.web.fake_life import MANAGER
from tests.web.test_pages import source, text


@pytest.fixture
def anna(workspace: FakeWorkspace) -> str:
    """The fingerprint of Anna's matrix of October, as it is shown."""
    matrix = next(one for one in workspace.matrices() if one.member.name == "Anna Snelling" and one.period.label == "2026-10")
    return fingerprint(matrix)[:SHOWN]


def test_the_goals_page_counts_the_states_of_a_month(client: Client) -> None:
    assert "Draft 21 Agreed 0 Running 7 Closed 0 Restated 0" in text(client, "/goals/?period=2026-10")
    assert "Draft 0 Agreed 0 Running 0 Closed 0 Restated 0" in text(client, "/goals/?period=2026-11")
    assert "Closed 28 Restated 0" in text(client, "/goals/?period=2026-09")
    assert "Closed 0 Restated 28" in text(client, "/goals/?period=2026-08")


def test_the_goals_page_says_how_agreeing_and_closing_stand(client: Client) -> None:
    october, september = text(client, "/goals/?period=2026-10"), text(client, "/goals/?period=2026-09")
    assert "7 of 28 matrices are agreed." in october and "It is open." in october
    assert "scoreline period close --period 2026-10 --as NAME" in october
    assert "Version 1, by Olga Meier." in september and "scoreline period close" not in september
    assert "scoreline period restate --period 2026-09 --reason TEXT --as NAME" in september
    assert "It is not over." in text(client, "/goals/?period=2026-11")
    assert "1 figure is in dispute." in september and "in dispute" not in october


def test_a_quarter_shows_its_months(client: Client) -> None:
    found = text(client, "/period/?period=2026-Q3")
    assert "No matrix for exactly Q3 2026" in found and "It can be closed on the matrices of its months." in found
    assert "August 2026 0 0 0 0 28 September 2026 0 0 0 28 0" in found


def test_goals_without_matrices_say_what_to_do(client: Client, workspace: FakeWorkspace) -> None:
    workspace.agreed = False
    assert "There is no matrix yet." in text(client, "/goals/")
    assert "scoreline matrix apply matrix.yaml --as NAME" in text(client, "/period/")
    assert "Nothing was agreed yet" in text(client, "/audit/")


def test_goals_without_data_say_what_to_do(client: Client, workspace: FakeWorkspace) -> None:
    workspace.empty = True
    for page in ("/goals/", "/period/", "/pending/"):
        assert "No data yet" in text(client, page)


def test_a_month_says_who_signed_and_what_each_matrix_waits_for(client: Client, anna: str) -> None:
    found = text(client, "/period/?period=2026-10")
    assert "The period is over and open." in found
    assert re.search(rf"Boris Petrov Draft [\d.]+ {MANAGER} – Boris Petrov, {MANAGER} Read", found)
    assert re.search(rf"Chen Wei Draft [\d.]+ {MANAGER} Chen Wei {MANAGER} Read", found)
    assert 'scoreline period propose --member "Anna Snelling" --period 2026-10 --as MANAGER' in found
    assert "scoreline period close" not in found


def test_what_comes_next_is_signing_what_was_read(client: Client, anna: str) -> None:
    found = text(client, "/agreement/?member=person:demo:p01&period=2026-10")
    assert 'scoreline period sign --member "Boris Petrov" --period 2026-10 --read' in found
    assert f"It waits for: Boris Petrov, {MANAGER}" in found
    nobody = text(client, "/agreement/?member=person:demo:p00&period=2026-10")
    assert "Nobody has proposed it yet." in nobody and f"Fingerprint of what is signed: {anna}" in nobody


def test_a_provisional_total_is_said_to_be_one(client: Client) -> None:
    found = text(client, "/period/?period=2026-10")
    assert "provisional, 85%" in found


def test_a_closed_month_says_what_is_in_dispute_and_what_is_pending(client: Client) -> None:
    found = text(client, "/period/?period=2026-09")
    assert "Boris Petrov Closed 77.0 1 in dispute" in found
    assert "3 frozen figures are others today. Look at the late data" in found
    assert found.count("in dispute") == 1


def test_every_version_of_a_closed_period_can_be_read(client: Client) -> None:
    newest, first = text(client, "/period/?period=2026-08"), text(client, "/period/?period=2026-08&version=1")
    assert "Look at the late data" not in newest
    assert "Version 2, frozen on" in newest and "Anna Snelling Restated 77.0" not in newest
    assert "You are reading version 1. Version 2 stands now." in first and "Anna Snelling Closed 77.0" in first
    assert "closed all the same: two are <ill>" in first and "an invoice came late" in first
    assert 'href="/?period=2026-08&amp;as_of=3"' in source(client, "/period/?period=2026-08")
    assert "There is no version" in text(client, "/period/?period=2026-08&version=9", 404)


def test_an_earlier_data_version_knows_no_later_closing(client: Client) -> None:
    assert "Closed 28 Restated 0" in text(client, "/goals/?period=2026-08&as_of=4")
    assert "It is open." in text(client, "/goals/?period=2026-08&as_of=2")


def test_an_agreement_shows_its_rows_and_what_was_changed(client: Client) -> None:
    found = text(client, "/agreement/?member=person:demo:p00&period=2026-10")
    assert "Revenue How much did our customers buy from us" in found
    assert "35% $126,000 $198,000 $243,000" in found
    assert "watched – – –" in found
    assert "rows · revenue · weight 0.3 → 0.35" in found
    assert "rows · revenue · why It was <easier>. → –" in found
    assert "Nadia Benali has no matrix for March 2025" in text(client, "/agreement/?member=person:demo:p13&period=2025-03")


def test_an_agreement_shows_the_five_checks_and_what_looks_wrong(client: Client) -> None:
    found = text(client, "/agreement/?member=person:demo:p00&period=2026-10")
    assert "KPI Specific Measurable Achievable Relevant Time-bound Revenue yes specific <evidence>." in found
    assert "no time-bound <evidence>." in found
    assert "revenue: The norm is too near. 5 % above the base. Raise it." in found
    frozen = text(client, "/agreement/?member=person:demo:p00&period=2026-09")
    assert "SMART" not in frozen and "What looks wrong" not in frozen


def test_late_data_stands_beside_what_was_frozen(client: Client) -> None:
    found = text(client, "/pending/?period=2026-09")
    assert "3 frozen figures are others today." in found
    assert "Anna Snelling Revenue $100.00 $112.34 +$12.34 1 late row" in found
    assert "Boris Petrov Win rate undefined 100.0% – The KPI was redefined" in found
    assert "Activities 3 0 −3 Rows were taken out October 2026: −1 not <worth> it, Olga Meier" in found
    assert 'period carry revenue --member "Anna Snelling" --from 2026-09 --into 2026-10 --reason TEXT --as NAME' in found
    assert "12.34 o<1> late.csv 7" in found
    assert "scoreline period restate --period 2026-09 --reason TEXT --as NAME" in found
    assert "Nothing is pending" in text(client, "/pending/?period=2026-08")
    assert "This period is open" in text(client, "/pending/?period=2026-10")


def test_the_trail_is_read_page_by_page_and_narrowed_down(client: Client) -> None:
    found = text(client, "/audit/")
    assert "Rows 1 to 25 of 43" in found and "43 Fact entered by hand" in found
    assert "Rows 26 to 43 of 43" in text(client, "/audit/?page=2")
    narrowed = text(client, "/audit/?about=anna&kind=matrix")
    assert "Rows 1 to 2 of 2" in narrowed and "kate (name of the account)" in narrowed
    assert "rows · revenue · weight 0.3 → 0.35" in narrowed
    assert "No entry fits" in text(client, "/audit/?by=kate&kind=fact")
    assert 'value="Eva &lt;Lind&gt;"' in source(client, "/audit/?by=Eva+<Lind>")


def test_the_trail_is_checked_when_asked(client: Client, workspace: FakeWorkspace) -> None:
    assert "Check it now" in text(client, "/audit/")
    newest = workspace.trail.search().entries[0].hash
    found = text(client, "/audit/?check=1")
    assert "whole All 43 entries hold together." in found and f"scoreline audit verify --noted {newest}" in found
    workspace.tampered = True
    found = text(client, "/audit/?check=1")
    assert "tampered with The first 1 entries hold together. Then: Entry 2 was changed or moved" in found


ANNA = "/member/person/demo/p00/"


def test_a_member_page_says_how_far_the_matrix_has_come(client: Client) -> None:
    draft, closed = source(client, f"{ANNA}?period=2026-10"), source(client, f"{ANNA}?period=2026-09")
    assert '<span class="status">Draft</span>' in draft and '<span class="status">Closed</span>' in closed
    assert 'href="/agreement/?member=person%3Ademo%3Ap00&amp;period=2026-10"' in draft
    first = text(client, f"{ANNA}?period=2026-08&version=1")
    assert "Total 77.0" in first and "You are reading version 1. Version 2 stands now." in first
    assert "Closed on 2026-10-03 by Olga Meier: these are the figures of then, version 1." in first


def test_a_running_period_is_held_against_the_plan_of_the_days_so_far(client: Client) -> None:
    so_far, full = text(client, f"{ANNA}?period=2026-11"), text(client, f"{ANNA}?period=2026-11&plan=full")
    assert "So far, provisional: plan and facts of 15 of 30 working days." in so_far
    assert "base $63,000 of $126,000 norm $99,000 of $198,000 target $121,500 of $243,000" in so_far
    assert "of which $13 carried over" in so_far and "Hold it against the full plan" in so_far
    assert "So far" not in full
    assert 'href="/disputes/?period=2026-11#dispute-2">in dispute' in source(client, f"{ANNA}?period=2026-11")
    assert "So far" not in text(client, f"{ANNA}?period=2026-10")


def test_disputes_show_what_was_said_and_the_next_step(client: Client) -> None:
    found = text(client, "/disputes/?period=2026-09")
    assert "1 figure is in dispute." in found
    assert "2 Boris Petrov , Win rate, September 2026 Open A record is missing: deal <7>" in found
    assert "scoreline dispute answer 2 --text TEXT --as MANAGER" in found and "dispute answer 1" not in found
    assert "About the record orders/o4 · the figure was $1,250.50 (version 1)" in found
    assert f"{MANAGER} · resolved it It was cancelled." in found
    assert found.index("Boris Petrov") < found.index("Anna Snelling")
    assert "No figure was disputed" in text(client, "/disputes/?period=2026-08")


def test_a_standing_says_strengths_weaknesses_and_their_evidence(client: Client) -> None:
    found = text(client, "/standing/?member=person:demo:p01&period=2026-09")
    assert "Where Boris Petrov stands October 2025 to September 2026" in found
    assert "Strengths Revenue Weaknesses Sales cycle" in found
    assert "rising, +$1,200 a month 1 of 24 shared Strength" in found and "more than chance gives." in found
    assert "falling, −1.5 a month – Weakness" in found
    assert "8 of 12 months have a value. Better than the peers' median in 4 of 7 months that differ from it, which may be chance." in found
    assert "– – – – Too few to tell 3 of 12 months have a value. Too few months" in found
    assert "Not judged 12 of 12 months have a value. The definition leaves open which way is better." in found
    assert 'scoreline matrix suggest --member "Boris Petrov" --period 2026-10' in found


@given(st.text("ab é張$`\\\"'!-;&|<>*~#%\n ", min_size=1, max_size=12))
@example("$(reboot)")
@example("O'Brien")
def test_a_shell_reads_a_command_as_it_was_meant(name: str) -> None:
    """Whatever a member is called, pasting the command runs nothing else: in double quotes a shell still reads some characters."""
    written = command("period", "show", "--member", name)
    assert shlex.split(written) == ["scoreline", "period", "show", "--member", name]
    word = written.removeprefix("scoreline period show --member ")
    assert not word.startswith('"') or not set(r'$`\!"') & set(word[1:-1])


def test_differences_name_the_fields_that_changed() -> None:
    old = canonical({"rows": [{"kpi": "revenue", "norm": "5", "steps": ["1", "2"]}, {"kpi": "calls", "norm": "7"}], "result": False})
    new = canonical({"rows": [{"kpi": "calls", "norm": "8"}, {"kpi": "revenue", "norm": "5", "steps": ["1", "3"]}], "result": True})
    assert differences(old, new) == (
        Difference(("result",), "no", "yes"),
        Difference(("rows", "calls", "norm"), "7", "8"),
        Difference(("rows", "revenue", "steps", "2"), "2", "3"),
    )
    assert differences(old, old) == differences(None, None) == ()
    assert differences(None, canonical({"by": "Kate", "total": None})) == (Difference(("by",), None, "Kate"),)


NAMING_COMMANDS = (
    "/goals/?period=2026-10", "/goals/?period=2026-08", "/period/?period=2026-10", "/period/?period=2026-11", "/pending/?period=2026-09",
    "/disputes/?period=2026-08", "/disputes/?period=2026-09", "/agreement/?member=person:demo:p00&period=2026-10",
    "/agreement/?member=person:demo:p01&period=2026-10", "/standing/?member=person:demo:p01", "/audit/?check=1",
)  # fmt: skip


def test_every_command_that_a_page_names_is_one(client: Client) -> None:
    """Its words are commands of the command line, and its options theirs."""
    pages = (source(client, address) for address in NAMING_COMMANDS)
    found = {unescape(line) for page in pages for line in re.findall(r"<code>(scoreline [^<]+)</code>", page)}
    assert len(found) > 20
    root: Any = get_command(app)
    for line in sorted(found):
        known = root
        words = shlex.split(line)[1:]
        while isinstance(known, TyperGroup):
            known = known.commands[words.pop(0)]
        options = {name for parameter in known.params for name in parameter.opts}
        assert {word for word in words if word.startswith("-")} <= options, line
