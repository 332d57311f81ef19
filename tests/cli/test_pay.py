"""scoreline pay on the made-up company, by the file that the how-to shows."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
import simplejson

from tests.cli.conftest import Run, run_in

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "pay-for-results.md").read_text("utf-8")
ALL = ("pay", "pay.yaml", "--period", "2025-Q4")


@pytest.fixture
def run(demo: tuple[Path, str]) -> Run:
    folder = demo[0] / "demo"
    (folder / "pay.yaml").write_text(re.findall(r"```yaml\n(.*?)```", PAGE, re.S)[0], "utf-8")
    (folder / "unmarked.yaml").write_text((folder / "matrix.yaml").read_text("utf-8").replace(", result: true", ""), "utf-8")
    return run_in(folder)


def test_everybody_of_the_roles_is_paid_and_the_sums_hold(run: Run) -> None:
    done = run(*ALL, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    found = simplejson.loads(done.stdout, use_decimal=True)
    assert {item["role"] for item in found} == {"account_executive", "channel_rep"}
    for item in found:
        assert sum(Decimal(line["amount"]) for line in item["lines"]) == item["paid"]
        assert item["role"] != "account_executive" or item["paid"] >= 600
    shown = run(*ALL).stdout
    assert "\nAll " in shown and "2025-Q4 is not closed: what it pays is provisional." in shown
    assert run(*ALL, "--matrices", "matrix.yaml", "--format", "json").stdout == done.stdout  # the saved ones are those of that file


def test_one_statement_adds_up_to_its_records(run: Run) -> None:
    found = simplejson.loads(run(*ALL, "--format", "json").stdout, use_decimal=True)
    who = max((item for item in found if item["role"] == "account_executive"), key=lambda item: Decimal(item["earned"]))
    table = run(*ALL, "--member", who["member"]).stdout
    assert "from 0% to 100%" in table and "Revenue: " in table
    done = run(*ALL, "--member", who["member"], "--records", "revenue", "--format", "json")
    records = simplejson.loads(done.stdout, use_decimal=True)
    assert sum(Decimal(record["credited"]) for record in records) == who["basis"][0]["fact"]
    more = simplejson.loads(run(*ALL, "--member", who["member"], "--what-if", "revenue=1e9", "--format", "json").stdout, use_decimal=True)
    assert more["earned"] == 4000


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((*ALL, "--matrices", "unmarked.yaml"), "not marked as a result"),
        ((*ALL[:3], "2025-11", *ALL[4:]), "but the file pays account_executive per quarter"),
        ((*ALL, "--what-if", "revenue=1"), "are of one person"),
        ((*ALL, "--member", "P102", "--what-if", "revenue"), '"revenue" is no what-if'),
        ((*ALL, "--save", "--as", "Olga"), "The period is not closed, so what it pays is provisional. Close it first"),
        ((*ALL, "--save", "--as", "Olga", "--told-at", "1"), "Only what a closed period froze is saved"),
    ],
)
def test_what_cannot_be_paid_is_said(run: Run, args: tuple[str, ...], words: str) -> None:
    done = run(*args)
    assert done.returncode == 1
    assert words in " ".join(done.stderr.split())


def test_the_page_explains_every_field() -> None:
    from scoreline.scoring.incentives_file import RULE, SCHEME

    assert [field for field in (*SCHEME, *RULE) if field != "rows" and f"| `{field}` |" not in PAGE] == []
