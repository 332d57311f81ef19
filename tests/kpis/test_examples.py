"""Every worked example of the catalogue, computed by the product from the rows that it shows."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest

from scoreline.kpis import examples, registry
from tests.checks.comparing import agrees
from tests.kpis import worked

KPIS = sorted(registry.shipped().kpis)
SIDE_BY_SIDE = 2


@pytest.fixture(scope="module")
def answers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Future[worked.Cell]]:
    """What the product says of each example that a test of this run asks for, computed some side by side."""
    asked = [item.callspec.params["kpi"] for item in request.session.items if item.path == request.path and hasattr(item, "callspec")]
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        return {kpi: pool.submit(_answer, tmp_path_factory.mktemp(kpi), kpi) for kpi in asked if kpi in examples.shipped()}


def _answer(folder: Path, kpi: str) -> worked.Cell:
    example = examples.shipped()[kpi]
    return worked.cell(worked.workspace(folder, example, registry.shipped()), example)


def test_every_kpi_has_an_example() -> None:
    assert sorted(examples.shipped()) == KPIS


@pytest.mark.parametrize("kpi", KPIS)
def test_the_example_comes_out(kpi: str, answers: dict[str, Future[worked.Cell]]) -> None:
    assert kpi in answers, f"There is no worked example: write src/scoreline/kpis/examples/{kpi}.yaml"
    found, example = answers[kpi].result(), examples.shipped()[kpi]
    assert not found.lacking, "the example's rows do not cover its period"
    assert agrees(found.value, example.value), f"the product says {found.value}, the example {example.answer}: {example.working}"
    for label, wanted in example.beside.items():
        value = found.beside.get(label)
        assert agrees(value, None if wanted == examples.UNDEFINED else Decimal(wanted)), f"{label}: {value}, the example {wanted}"
