"""The audit trail as a chain of values: whatever is done to it afterwards shows, and where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from scoreline.state.chain import GENESIS, Entry, check

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
TEXTS = st.text(max_size=20)


def chain(texts: Sequence[str]) -> list[Entry]:
    """Entries that follow each other, about these texts."""
    made: list[Entry] = []
    for place, text in enumerate(texts):
        previous = made[-1].hash if made else GENESIS
        entry = Entry(place + 1, NOON + dt.timedelta(microseconds=place), "kate", True, "matrix", text, None, text, "", previous)
        made.append(replace(entry, hash=entry.sealed))
    return made


def problem(entries: Sequence[Entry], written: Sequence[Entry]) -> str:
    """What is said of the entries where others were written."""
    return check(entries, len(written), written[-1].hash if written else GENESIS).problem


@given(st.lists(TEXTS))
def test_what_was_only_added_to_holds(texts: list[str]) -> None:
    made = chain(texts)
    found = check(made, len(made), made[-1].hash if made else GENESIS)
    assert (found.problem, found.entries) == ("", len(made))


@given(st.lists(TEXTS, min_size=1, max_size=8), st.data())
def test_a_changed_field_is_named(texts: list[str], data: st.DataObject) -> None:
    made = chain(texts)
    place = data.draw(st.integers(0, len(made) - 1))
    change = data.draw(
        st.sampled_from(
            [
                {"by": "karl"}, {"named": False}, {"kind": "fact"}, {"about": made[place].about + "!"}, {"before": ""},
                {"after": None}, {"why": "because"}, {"at": NOON - dt.timedelta(days=1)}, {"hash": "f" * 64},
            ]
        )
    )  # fmt: skip
    tampered = [*made[:place], replace(made[place], **change), *made[place + 1 :]]
    assert problem(tampered, made).startswith(f"Entry {place + 1} was changed or moved")


@given(st.lists(TEXTS, min_size=1, max_size=8), st.data())
def test_a_missing_entry_is_named(texts: list[str], data: st.DataObject) -> None:
    made = chain(texts)
    place = data.draw(st.integers(0, len(made) - 1))
    assert problem(made[:place] + made[place + 1 :], made).startswith(f"Entry {place + 1} is missing")


@given(st.lists(TEXTS, min_size=2, max_size=8), st.data())
def test_exchanged_entries_are_named(texts: list[str], data: st.DataObject) -> None:
    """Their numbers exchanged as well, so that they stand in each other's place."""
    made = chain(texts)
    one, other = sorted(data.draw(st.permutations(range(len(made))))[:2])
    moved = list(made)
    moved[one], moved[other] = replace(made[other], number=one + 1), replace(made[one], number=other + 1)
    assert problem(moved, made).startswith(f"Entry {one + 1} was changed or moved")


@given(st.lists(TEXTS, min_size=1, max_size=8), st.data())
def test_an_entry_replaced_by_a_fitting_one_is_found_by_what_follows(texts: list[str], data: st.DataObject) -> None:
    made = chain(texts)
    place = data.draw(st.integers(0, len(made) - 1))
    forged = replace(made[place], by="nobody")
    forged = replace(forged, hash=forged.sealed)
    said = problem([*made[:place], forged, *made[place + 1 :]], made)
    last = place == len(made) - 1
    assert said == (
        f"Entry {place + 1} was put in by other means."
        if last
        else f"Entry {place + 2} does not follow entry {place + 1}: one of them was replaced."
    )


def test_a_whole_new_chain_lacks_what_was_noted() -> None:
    made, forged = chain(["a", "b"]), chain(["a", "c"])
    assert check(made, 2, made[-1].hash, made[0].hash).noted is True
    assert check(forged, 2, forged[-1].hash, made[1].hash).noted is False
    assert check(forged, 2, forged[-1].hash).noted is None
