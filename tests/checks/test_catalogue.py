"""Every KPI of the catalogue is in the product, has a check query, and is compared somewhere."""

from __future__ import annotations

from scoreline.kpis.registry import shipped
from tests.checks.answers import Answers
from tests.checks.catalogue import IDS
from tests.checks.queries import KPIS


def test_the_catalogue_is_whole() -> None:
    assert len(IDS) == len(set(IDS)) == 81


def test_every_id_has_a_check_query() -> None:
    assert set(KPIS) == set(IDS)


def test_every_id_is_in_the_product() -> None:
    assert set(shipped().kpis) == set(IDS)


def test_every_id_has_data_to_be_compared_on(hanoi_answers: Answers, berlin_answers: Answers) -> None:
    assert hanoi_answers.known | berlin_answers.known == set(IDS)
