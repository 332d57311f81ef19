"""The how-to on own KPIs: its example is right, and it names every field and notice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scoreline.engine import binding
from scoreline.kpis import registry
from scoreline.kpis.formula import CALENDAR, SHIFTS, WHOLE
from scoreline.kpis.model import Kpi, Measure

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "define-a-kpi.md").read_text("utf-8")


def test_the_example_is_read(tmp_path: Path) -> None:
    own = tmp_path / "kpis" / "own.yaml"
    own.parent.mkdir()
    own.write_text(re.findall(r"```yaml\n(.*?)```", PAGE, re.S)[0], "utf-8")
    found = registry.with_own([own])
    binding.check(measure for measure in found.measures.values() if measure.own)
    assert found.own("large_order_share")
    assert found.notices == ("The KPI items_per_order is retired by kpis/own.yaml, line 26.",)
    assert found.notices[0] in PAGE


@pytest.mark.parametrize("model", [Measure, Kpi])
def test_every_field_is_explained(model: type[Measure] | type[Kpi]) -> None:
    fields = [info.alias or name for name, info in model.model_fields.items() if name not in ("name", "id", "origin")]
    assert [field for field in fields if f"`{field}`" not in PAGE] == []


def test_every_function_of_formulas_is_explained() -> None:
    assert [name for name in (*SHIFTS, WHOLE, "sqrt") if f"`{name}(x)`" not in PAGE] == []
    assert [name for name in CALENDAR if f"`{name}`" not in PAGE] == []
