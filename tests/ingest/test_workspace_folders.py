"""A whole workspace in folders with odd names: made and loaded, or refused at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoreline import workspace
from scoreline.errors import MartError
from tests.mart.staging import rows

MAPPING = """
source: shop
files: {buyers: buyers.csv}
tables:
  customers: {select: "SELECT id, name FROM buyers"}
"""


@pytest.mark.parametrize("name", ["Данные 张", "a#b", "100% sure", "it's", "c:d;e", "~x", "{a} & b"])
def test_a_whole_load_works_there(tmp_path: Path, name: str) -> None:
    source = tmp_path / name / "in"
    source.mkdir(parents=True)
    (source / "buyers.csv").write_text("id,name\na,Anna\n")
    (source / "shop.yaml").write_text(MAPPING)
    made = workspace.init(tmp_path / name / "acme")
    report = made.load(source, source / "shop.yaml")
    assert (report.version.number, report.changed) == (1, True)
    assert rows(workspace.open(made.path).snapshot, "customers", "id", "name") == [("a", "Anna")]
    assert list((made.path / ".staging").glob("*/*")) == []


@pytest.mark.parametrize("name", ["a?b", "a[b]", "a*b", "a=b"])
def test_a_folder_that_cannot_be_loaded_into_is_refused_at_once(tmp_path: Path, name: str) -> None:
    with pytest.raises(MartError, match="Choose a folder"):
        workspace.init(tmp_path / name)
    assert list(tmp_path.iterdir()) == []
