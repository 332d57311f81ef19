"""Who may say what in a dispute, and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.errors import PeriodError
from scoreline.periods import parse
from scoreline.planning.dispute_rules import answered, commented, refuse_opener, refuse_unnamed_record, resolved
from scoreline.planning.disputes import Dispute, Kind, Record, Remark, Stand

ANNA, WEST = Member("person", "Anna Snelling", "7", "crm"), Member("team", "West", "w", "crm")
NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
KATE = {"Kate"}
O4 = Record("orders", "o4", "crm")


def said(by: str, text: str = "so it is", kind: Kind = Kind.COMMENT) -> Remark:
    return Remark(kind, by, NOON, text)


def dispute(member: Member = ANNA, opener: str = "Anna Snelling", record: Record | None = O4) -> Dispute:
    fact = Fact(Decimal(130), FactState.VALUE)
    opened = said(opener, kind=Kind.OPENING)
    return Dispute(member, parse("2026-02"), "revenue", 0, record, "", fact, 1, number=3, remarks=(opened,))


def test_its_life() -> None:
    one = answered(dispute(), said("kate", kind=Kind.ANSWER), KATE)
    assert (one.stand, one.ended) == (Stand.ANSWERED, False)
    one = commented(one, said("Boris"))
    one = resolved(one, said("Olga", "", Kind.RESOLUTION), Stand.RESTATED, 2)
    assert (one.stand, one.settled_by, one.ended) == (Stand.RESTATED, 2, True)
    assert [(remark.kind, remark.by) for remark in one.remarks] == [
        (Kind.OPENING, "Anna Snelling"), (Kind.ANSWER, "kate"), (Kind.COMMENT, "Boris"), (Kind.RESOLUTION, "Olga"),
    ]  # fmt: skip


def test_a_person_disputes_the_own_matrix_only() -> None:
    refuse_opener(dispute(), " anna  snelling", KATE)
    refuse_opener(dispute(), "7", KATE)
    with pytest.raises(PeriodError, match="revenue of Anna Snelling, 2026-02: Kate may not dispute it: it is the matrix of Anna"):
        refuse_opener(dispute(), "Kate", KATE)


def test_a_teams_matrix_is_disputed_by_whoever_did_not_propose_it() -> None:
    refuse_opener(dispute(WEST), "Anna Snelling", KATE)
    with pytest.raises(PeriodError, match="KATE proposed the matrix of West"):
        refuse_opener(dispute(WEST), "KATE", KATE)


@pytest.mark.parametrize(
    ("by", "managers", "what"),
    [
        ("Anna Snelling", KATE, "Nobody answers an own"),
        ("Boris", KATE, "Boris may not answer it: Kate does"),
        ("7", set(), "Nobody answers"),
    ],
)
def test_the_manager_answers(by: str, managers: set[str], what: str) -> None:
    with pytest.raises(PeriodError, match=rf"dispute 3 \(revenue of Anna Snelling, 2026-02\): {what}"):
        answered(dispute(), said(by), managers)


def test_where_nobody_proposed_it_anyone_else_answers() -> None:
    assert answered(dispute(), said("Boris"), set()).stand is Stand.ANSWERED


def test_who_opened_it_for_a_team_neither_answers_nor_resolves() -> None:
    one = dispute(WEST, "Anna Snelling")
    with pytest.raises(PeriodError, match="Nobody answers an own dispute"):
        answered(one, said("anna snelling"), set())
    with pytest.raises(PeriodError, match="Nobody resolves an own dispute"):
        resolved(answered(one, said("Kate"), KATE), said("Anna Snelling"), Stand.REFUSED, None)


def test_it_is_answered_before_it_is_resolved() -> None:
    with pytest.raises(PeriodError, match="It was not answered yet"):
        resolved(dispute(), said("Kate"), Stand.REFUSED, None)


@pytest.mark.parametrize("empty", ["", "  \n"])
def test_an_answer_a_comment_and_a_refusal_say_something(empty: str) -> None:
    with pytest.raises(PeriodError, match="It says nothing"):
        answered(dispute(), said("Kate", empty), KATE)
    with pytest.raises(PeriodError, match="It says nothing"):
        commented(dispute(), said("Boris", empty))
    with pytest.raises(PeriodError, match="A refusal needs a reason"):
        resolved(answered(dispute(), said("Kate"), KATE), said("Kate", empty), Stand.REFUSED, None)


def test_it_names_a_record_or_says_which_is_missing() -> None:
    refuse_unnamed_record(dispute())
    refuse_unnamed_record(replace(dispute(record=None), missing="the order of 3 March"))
    for odd in (dispute(record=None), replace(dispute(), missing="the order of 3 March"), replace(dispute(record=None), missing=" ")):
        with pytest.raises(PeriodError, match="It must be about a record, or say which one is missing"):
            refuse_unnamed_record(odd)


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["answer", "comment", *(end for end in (Stand.CORRECTED, Stand.RESTATED, Stand.REFUSED))]),
        st.sampled_from(["Anna Snelling", "Kate", "Boris"]),
        st.sampled_from(["", "yes"]),
    ),
    max_size=8,
)


@given(_STEPS)
def test_whatever_is_tried_what_was_said_stays_and_an_end_is_the_end(steps: list[tuple[str, str, str]]) -> None:
    one = dispute()
    for step, by, text in steps:
        remark = said(by, text)
        try:
            if step == "answer":
                new = answered(one, remark, KATE)
            elif step == "comment":
                new = commented(one, remark)
            else:
                new = resolved(one, remark, Stand(step), None)
        except PeriodError:
            continue
        assert not one.ended
        assert new.remarks == (*one.remarks, remark)
        one = new
    assert not one.ended or (one.remarks[-1].by != "Anna Snelling" and any(remark.by == "Kate" for remark in one.remarks))
