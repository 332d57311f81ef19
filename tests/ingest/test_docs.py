"""The example of docs/how-to/write-a-mapping.md does what the page says."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from scoreline.ingest.file_spec import FileSpec
from tests.ingest.staging_help import rows, run

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "write-a-mapping.md").read_text("utf-8")


def test_the_example_loads(tmp_path: Path) -> None:
    orders, customers = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)
    (mapping,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    result = run(tmp_path, {"orders.csv": orders, "customers.csv": customers}, mapping, refused_limit=0)
    assert rows(result, "order_lines", "id, amount, _row") == [("1001", Decimal(1250), 2), ("1002", Decimal("99.9"), 3)]
    assert rows(result, "orders", "id, ordered_at::DATE::VARCHAR, status, currency") == [
        ("1001", "2026-02-03", "complete", "EUR"), ("1002", "2026-02-04", "cancelled", "EUR")]  # fmt: skip
    assert rows(result, "customers", "name, country, segment")[0] == ("Bright Windows", "Vietnam", "retail")
    assert result.unknown_references == ()


def test_every_key_of_a_file_is_explained() -> None:
    for name in FileSpec.model_fields:
        assert f"`{name}`" in PAGE, name
