"""Every worked example of the catalogue, computed by the product from the rows that it shows."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from scoreline.kpis import examples, registry
from tests.checks.comparing import agrees
from tests.kpis import worked

KPIS = sorted(examples.shipped())
SIDE_BY_SIDE = 2
Answer = tuple[Any, list[str]]


@pytest.fixture(scope="module")
def answers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Future[Answer]]:
    """What the product says of each example that a test of this run asks for, computed some side by side."""
    asked = [item.callspec.params["kpi"] for item in request.session.items if item.path == request.path and hasattr(item, "callspec")]
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        return {kpi: pool.submit(_answer, tmp_path_factory.mktemp(kpi), kpi) for kpi in asked}


def _answer(folder: Path, kpi: str) -> Answer:
    example = examples.shipped()[kpi]
    return worked.cell(worked.workspace(folder, example, registry.shipped()), example)


@pytest.mark.parametrize("kpi", KPIS)
def test_the_example_comes_out(kpi: str, answers: dict[str, Future[Answer]]) -> None:
    value, lacking = answers[kpi].result()
    example = examples.shipped()[kpi]
    assert not lacking, "the example's rows do not cover its period"
    assert agrees(value, example.value), f"the product says {value}, the example {example.answer}: {example.working}"
