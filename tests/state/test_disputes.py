"""Disputes are kept in order with author and time, on both databases, each step in the trail."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from scoreline.engine.facts import Fact, FactState
from scoreline.errors import PeriodError, ScorelineError
from scoreline.periods import parse
from scoreline.planning.dispute_rules import answered, commented, resolved
from scoreline.planning.disputes import Dispute, Kind, Record, Remark, Stand
from scoreline.state import audit
from scoreline.state.disputes import dispute, disputes, open_dispute, say
from tests.state.test_services import ANNA

JULY = parse("2017-07")
RECORD = Record("orders", "o4 张", "crm")


def new(record: Record | None = RECORD, missing: str = "", period: str = "2017-07") -> Dispute:
    return Dispute(ANNA, parse(period), "revenue", 1, record, missing, Fact(Decimal("130.10"), FactState.VALUE), 4)


def opened(home: Path, which: Dispute | None = None) -> Dispute:
    return open_dispute(home, which or new(), text="sold by me", managers={"Kate"}, by="Anna")


def test_what_was_said_is_kept_in_order_and_in_the_trail(home: Path) -> None:
    one = opened(home)
    say(home, one.number, Kind.ANSWER, "I look at it", lambda old, said: answered(old, said, {"Kate"}), by="Kate")
    say(home, one.number, Kind.COMMENT, "thank you", commented, by="Anna")
    made = say(home, one.number, Kind.RESOLUTION, "late", lambda old, said: resolved(old, said, Stand.RESTATED, 2), by="Olga")
    found = dispute(home, one.number)
    assert found == made
    assert [(said.kind, said.by, said.text) for said in found.remarks] == [
        (Kind.OPENING, "Anna", "sold by me"), (Kind.ANSWER, "Kate", "I look at it"), (Kind.COMMENT, "Anna", "thank you"),
        (Kind.RESOLUTION, "Olga", "late"),
    ]  # fmt: skip
    assert sorted(said.at for said in found.remarks) == [said.at for said in found.remarks]
    assert (found.record, found.fact, found.mart_version, found.version) == (RECORD, Fact(Decimal("130.10"), FactState.VALUE), 4, 1)
    entries = audit.trail(home)
    assert [(entry.kind, entry.by, entry.why) for entry in entries] == [
        ("dispute", "Anna", "sold by me"), ("dispute answer", "Kate", "I look at it"), ("dispute comment", "Anna", "thank you"),
        ("dispute resolution", "Olga", "late"),
    ]  # fmt: skip
    assert {entry.about for entry in entries} == {f"dispute {one.number} (revenue of Anna, 2017-07)"}
    assert json.loads(entries[0].after or "")["record"] == {"table": "orders", "id": "o4 张", "source": "crm"}
    assert [json.loads(text or "")["stand"] for text in (entries[3].before, entries[3].after)] == ["answered", "restated"]
    assert audit.verify(home).problem == ""


def test_a_record_may_be_behind_several_figures_and_a_figure_on_several_records(home: Path) -> None:
    first = opened(home)
    others = [replace(new(), kpi="order_count"), new(period="2017-08"), new(Record("orders", "o5", "crm"))]
    assert [opened(home, one).number for one in others] == [first.number + more for more in (1, 2, 3)]


def test_they_are_listed_by_period_and_by_whether_they_ended(home: Path) -> None:
    first, second = opened(home), opened(home, new(None, "the order of 3 July", "2017-Q3"))
    say(home, first.number, Kind.ANSWER, "no", lambda old, said: answered(old, said, set()), by="Kate")
    say(home, first.number, Kind.RESOLUTION, "no", lambda old, said: resolved(old, said, Stand.REFUSED, None), by="Kate")
    assert [one.number for one in disputes(home)] == [first.number, second.number]
    assert [one.number for one in disputes(home, ended=True)] == [first.number]
    assert [(one.number, one.missing) for one in disputes(home, ended=False)] == [(second.number, "the order of 3 July")]
    assert [one.number for one in disputes(home, period=JULY)] == [first.number]
    assert opened(home).number > second.number, "it may be opened anew"


def test_a_refused_step_changes_nothing(home: Path) -> None:
    one = opened(home)
    entries = audit.trail(home)
    for refused, match in (
        (lambda: opened(home), f"It is in dispute already, as number {one.number}"),
        (lambda: open_dispute(home, new(None), text="", managers=(), by="Anna"), "about a record"),
        (lambda: open_dispute(home, new(period="2017-08"), text="", managers=(), by="Kate"), "it is the matrix of Anna"),
        (lambda: open_dispute(home, new(period="2017-08"), text="", managers=(), by=" "), "who acts"),
        (lambda: say(home, one.number, Kind.COMMENT, " ", commented, by="Kate"), "It says nothing"),
        (lambda: say(home, one.number + 1, Kind.COMMENT, "x", commented, by="Kate"), f"There is no dispute {one.number + 1}"),
        (lambda: dispute(home, one.number + 1), f"There is no dispute {one.number + 1}"),
    ):
        with pytest.raises(PeriodError, match=match):
            refused()
    assert disputes(home) == (one,)
    assert audit.trail(home) == entries


def test_of_two_who_resolve_it_at_once_one_does(home: Path) -> None:
    one = opened(home)
    say(home, one.number, Kind.ANSWER, "no", lambda old, said: answered(old, said, set()), by="Kate")

    def attempt(_: int) -> bool:
        def step(old: Dispute, said: Remark) -> Dispute:
            return resolved(old, said, Stand.REFUSED, None)

        try:
            say(home, one.number, Kind.RESOLUTION, "no", step, by="Kate")
        except ScorelineError as refused:
            assert "It is refused since" in refused.text
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(4))) == [False, False, False, True]
    assert len(dispute(home, one.number).remarks) == 3


def test_there_are_none_where_there_is_no_state(tmp_path: Path) -> None:
    assert disputes(tmp_path) == ()
    with pytest.raises(PeriodError, match="There is no dispute 1"):
        dispute(tmp_path, 1)
    assert list(tmp_path.iterdir()) == []
