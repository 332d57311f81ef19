"""What holds of every split."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scoreline.errors import PlanError
from scoreline.planning.decompose.split import Question, Values, split
from scoreline.planning.decompose.tree import Tree, tree
from tests.planning.decompose.trees import adds_up, questions

LAWS = settings(deadline=None, max_examples=60)


def within(node: int, top: int, found: Tree) -> bool:
    """Whether a node lies below another."""
    return node != top and top in found.line(node)


def pinned(asked: Question, values: Values, data: st.DataObject, most: int = 4) -> Question:
    """The question with some cells pinned: all of them could hold, since they are the cells of another split of the same amount."""
    cells = st.tuples(st.integers(0, len(asked.members.keys) - 1), st.integers(0, len(asked.times.keys) - 1))
    return replace(asked, pins={cell: values[cell[0]][cell[1]] for cell in data.draw(st.sets(cells, max_size=most))})


@LAWS
@given(questions())
def test_parts_sum_to_their_wholes_on_any_path(asked: Question) -> None:
    assert adds_up(asked, split(asked))


@LAWS
@given(questions())
def test_every_cell_lies_within_a_unit_of_its_share(asked: Question) -> None:
    """A member's part of a period: its own sum * its parent's part of that period / its parent's sum."""
    values = split(asked)
    members, times = asked.members, asked.times
    for node in members.inner:
        for time in times.inner:
            whole = values[node][time]
            for row in members.children[node]:
                for column in times.children[time]:
                    assert not whole or abs(values[row][column] * whole - values[row][time] * values[node][column]) < whole


@LAWS
@given(questions())
def test_every_sum_lies_within_a_unit_of_its_share(asked: Question) -> None:
    values = split(asked)
    members, times = asked.members, asked.times
    held = dict(zip(times.leaves, asked.time_weights, strict=True))
    weights = [sum((held[leaf] for leaf in times.leaves if time in times.line(leaf)), Fraction(0)) for time in range(len(times.keys))]
    for time in times.inner:
        for child in times.children[time]:
            assert not weights[time] or abs(values[0][child] - values[0][time] * weights[child] / weights[time]) < 1
    for node in members.inner:
        whole = sum(asked.member_weights[child] for child in members.children[node])
        for child in members.children[node]:
            assert abs(values[child][0] - values[node][0] * asked.member_weights[child] / whole) < 1


@LAWS
@given(questions(ramps=True))
def test_ramps_add_up_too(asked: Question) -> None:
    try:
        values = split(asked)
    except PlanError as problem:
        assert "Nobody is there" in problem.what or "weight" in problem.what
    else:
        assert adds_up(asked, values)


@LAWS
@given(questions(), questions(), st.data())
def test_pins_hold_or_are_refused_by_name(asked: Question, other: Question, data: st.DataObject) -> None:
    """Whatever is pinned holds, and all adds up; what cannot hold is refused, naming a pin."""
    weights = [*other.member_weights, *[Fraction(1)] * len(asked.member_weights)][: len(asked.member_weights)]
    leaves = [*other.time_weights, *[Fraction(1)] * len(asked.time_weights)][: len(asked.time_weights)]
    try:
        source = split(replace(asked, member_weights=weights, time_weights=leaves))
    except PlanError:
        source = split(asked)
    question = pinned(asked, source, data)
    try:
        values = split(question)
    except PlanError as problem:
        assert any(f"{asked.members.keys[a]} in {asked.times.keys[b]}" in problem.text for a, b in question.pins)
    else:
        assert adds_up(question, values)
        assert all(values[a][b] == pin for (a, b), pin in question.pins.items())


@LAWS
@given(questions(ramps=True), st.data())
def test_pins_hold_beside_ramps_or_are_refused(asked: Question, data: st.DataObject) -> None:
    try:
        question = pinned(asked, split(asked), data)
        values = split(question)
    except PlanError:
        return
    assert adds_up(question, values)
    assert all(values[a][b] == pin for (a, b), pin in question.pins.items())


@LAWS
@given(questions(), st.data())
def test_pins_on_what_is_there_change_no_sum(asked: Question, data: st.DataObject) -> None:
    """Cells pinned to what they are anyway can hold, and leave all totals as they are."""
    values = split(asked)
    again = split(pinned(asked, values, data))
    assert adds_up(asked, again)
    assert again[0] == values[0]
    assert [row[0] for row in again] == [row[0] for row in values]


@LAWS
@given(questions(), st.data())
def test_a_weight_moves_only_siblings_and_those_below_them(asked: Question, data: st.DataObject) -> None:
    node = data.draw(st.integers(0, len(asked.members.keys) - 1))
    assume(node)
    weights = list(asked.member_weights)
    weights[node] += data.draw(st.integers(1, 100))
    before, after = split(asked), split(replace(asked, member_weights=weights))
    parent = asked.members.parents[node]
    for other in range(len(weights)):
        if not within(other, parent, asked.members):
            assert before[other] == after[other]


@LAWS
@given(questions(), st.data())
def test_a_pin_that_has_room_moves_only_siblings_and_those_below_them(asked: Question, data: st.DataObject) -> None:
    """A pin has room where it is no more than the parent's amount, and a sibling with weight takes up the difference."""
    before = split(asked)
    node = data.draw(st.integers(0, len(asked.members.keys) - 1))
    time = data.draw(st.integers(0, len(asked.times.keys) - 1))
    assume(node)
    parent = asked.members.parents[node]
    assume(any(asked.member_weights[other] for other in asked.members.children[parent] if other != node))
    after = split(replace(asked, pins={(node, time): data.draw(st.integers(0, before[parent][time]))}))
    for other in range(len(asked.members.keys)):
        if not within(other, parent, asked.members):
            assert before[other] == after[other]


@LAWS
@given(questions(ramps=True), st.randoms())
def test_the_order_of_the_input_does_not_matter(asked: Question, random: object) -> None:
    """The same trees, named in another order, are the same trees: every number in them is."""
    above = {
        key: (asked.members.keys[parent] if parent >= 0 else None)
        for key, parent in zip(asked.members.keys, asked.members.parents, strict=True)
    }
    keys = list(above)
    random.shuffle(keys)  # type: ignore[attr-defined]
    assert tree({key: above[key] for key in keys}) == asked.members


@LAWS
@given(questions(), st.data())
def test_a_refused_question_changes_nothing(asked: Question, data: st.DataObject) -> None:
    """A pin larger than the goal is refused; the question is as it was, and so is its answer."""
    before = split(asked)
    cell = (data.draw(st.integers(0, len(asked.members.keys) - 1)), data.draw(st.integers(0, len(asked.times.keys) - 1)))
    pins = {cell: asked.amount + 1}
    try:
        split(replace(asked, pins=pins))
    except PlanError as problem:
        assert asked.members.keys[cell[0]] in problem.text
    else:
        raise AssertionError("it was not refused")
    assert pins == {cell: asked.amount + 1}
    assert split(asked) == before


@LAWS
@given(questions(), st.data())
def test_pins_of_one_level_that_can_hold_do(asked: Question, data: st.DataObject) -> None:
    """Where members stand on one level and all have weight, cells of any other split of the same goal can be pinned together."""
    flat = tree({"Company": None} | {f"M{number}": "Company" for number in range(data.draw(st.integers(1, 5)))})
    weights = st.integers(1, 50).map(Fraction)
    sizes = len(flat.keys), len(asked.times.leaves)
    drawn = [[data.draw(st.lists(weights, min_size=size, max_size=size)) for size in sizes] for _ in range(2)]
    one, other = (Question(asked.amount, flat, asked.times, *pair) for pair in drawn)
    question = pinned(one, split(other), data, most=8)
    values = split(question)
    assert adds_up(question, values)
    assert all(values[a][b] == pin for (a, b), pin in question.pins.items())
