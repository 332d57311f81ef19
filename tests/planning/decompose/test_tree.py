"""Trees, whatever the order they are given in."""

from __future__ import annotations

import pytest

from scoreline.errors import PlanError
from scoreline.planning.decompose.tree import tree


def test_siblings_follow_each_other_by_name() -> None:
    found = tree({"b2": "b", "a": "top", "top": None, "b": "top", "b1": "b"})
    assert found.keys == ("top", "a", "b", "b1", "b2")
    assert found.children == (range(1, 3), range(0), range(3, 5), range(0), range(0))
    assert found.line(4) == [4, 2, 0]


@pytest.mark.parametrize(
    ("above", "what"),
    [
        ({"a": None, "b": None}, "One member must stand at the top, but there: a, b."),
        ({"a": None, "b": "c"}, '"c", above "b", is not in the plan.'),
        ({"a": None, "b": "c", "c": "b"}, '"b" stands above itself.'),
    ],
)
def test_what_is_no_tree_is_refused(above: dict[str, str | None], what: str) -> None:
    with pytest.raises(PlanError) as caught:
        tree(above)
    assert what in caught.value.text
