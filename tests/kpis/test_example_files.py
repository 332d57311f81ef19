"""Files of worked examples: what is read, and what is refused with file and line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from scoreline.errors import DefinitionError
from scoreline.kpis import examples, registry

WHOLE = """\
story: Two orders came in, one was cancelled.
settings: {customer_days: 90}
rows:
  orders:
    - {id: o1, owner_id: ann, ordered_at: 2024-02-03T10:00, status: complete}
    - {id: o2, owner_id: ann, ordered_at: 2024-02-04T10:00, status: cancelled}
period: 2024-02
by: {person: ann}
answer: "1"
working: One of two orders counts.
"""


def read(folder: Path, text: str) -> examples.Example:
    path = folder / "order_count.yaml"
    path.write_text(text, "utf-8")
    return examples.read(path)


def test_an_example_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, WHOLE)
    assert (found.kpi, found.value, found.by) == ("order_count", Decimal(1), {"person": "ann"})
    assert found.rows["orders"][1]["ordered_at"] == "2024-02-04T10:00"
    assert (found.workspace.customer_days, found.workspace.time_zone, found.workspace.currency) == (90, "UTC", "EUR")


def test_undefined_is_an_answer(tmp_path: Path) -> None:
    assert read(tmp_path, WHOLE.replace('"1"', "undefined")).value is None


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("orders:", "ordres:", 4, 'no table "ordres". Did you mean "orders"?'),
        ("{id: o2, owner_id", "{id: o2, owner", 6, 'orders has no column "owner". Did you mean "owner_id"?'),
        ("ordered_at: 2024-02-04T10:00", "ordered_on: 2024-02-04", 6, "ordered_on is filled at load. Give ordered_at."),
        ('"1"', '"one"', 9, '"one" is no exact number.'),
        ("period: 2024-02", "period: 2024-13", 7, "2024-13"),
        ("{person: ann}", "{persn: ann}", 8, 'Did you mean "person"?'),
        ("customer_days: 90", "customer_dais: 90", 2, 'Did you mean "customer_days"?'),
        ("story: Two", "tale: Two", 1, "story is absent"),
        ('answer: "1"', "answer: 1", 9, "answer is not what it should be"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        read(tmp_path, WHOLE.replace(old, new))
    assert f"order_count.yaml, line {line}" in str(caught.value)
    assert said in str(caught.value)


def test_every_shipped_example_is_of_a_shipped_kpi() -> None:
    assert set(examples.shipped()) <= set(registry.shipped().kpis)
