"""Types: the shipped definitions bind, and an expression that does not fit its columns is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoreline.engine import binding
from scoreline.errors import DefinitionError
from scoreline.kpis import registry


def test_every_shipped_measure_binds() -> None:
    binding.check(registry.shipped().measures.values())


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ("{from: deals, sum: amount + opened_at, at: closed_on}", "does not fit its columns"),
        ("{from: deals, sum: name, at: closed_on}", "is varchar, not a number"),
        ("{from: deals, count: id, at: closed_on, where: amount}", "is decimal(18,4), not a condition"),
        ("{from: deals, count: id, at: closed_on, where: closed_on > amount}", "does not fit its columns"),
    ],
)
def test_a_type_that_does_not_fit_is_refused(tmp_path: Path, measure: str, said: str) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(f"measures:\n  odd: {measure}\n", "utf-8")
    with pytest.raises(DefinitionError) as caught:
        binding.check(registry.with_own([own]).measures.values())
    assert "own.yaml, line 2, measure odd" in str(caught.value)
    assert said in str(caught.value)
