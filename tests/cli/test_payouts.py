"""scoreline pay --save and scoreline payouts, in a company of six orders."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

import scoreline
from scoreline.cli.main import app
from scoreline.cli.payouts_text import of_payouts
from scoreline.cli.values import formats_of
from scoreline.scoring.incentives import Line
from scoreline.scoring.settlement import Cause, Entry
from tests import company
from tests.workspace.test_pay import MATRIX, PAY, publish_with


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ann sold 130 in January, Bob nothing; January is closed, and the workspace has its own file of incentives."""
    home = tmp_path_factory.mktemp("sellers")
    made = scoreline.init(home / "acme", currency="EUR")
    publish_with(made, home / "staged", company.ORDERS)
    ws = scoreline.open(made.path)
    (ws.path / "matrix.yaml").write_text(MATRIX, "utf-8")
    (ws.path / "incentives.yaml").write_text(PAY, "utf-8")
    ws.apply_matrices(ws.path / "matrix.yaml", by="Kate")
    ws.life.close("2024-01", by="Olga", unsigned="a trial")
    return ws.path


def run(folder: Path, *args: str) -> str:
    done = CliRunner().invoke(app, [*args, "--workspace", str(folder)])
    assert done.exception is None, done.exception
    return done.stdout


def test_what_is_saved_is_listed_and_shown_down_to_its_records(acme: Path) -> None:
    assert "No pay-out is saved yet" in run(acme, "payouts", "list")
    said = run(acme, "pay", "--period", "2024-01", "--save", "--as", "Olga", "--format", "json")
    assert [item["paid"] for item in json.loads(said)] == [16, 5]
    listed = list(csv.DictReader(io.StringIO(run(acme, "payouts", "list", "--format", "csv"))))
    assert [(row["person"], row["paid"], row["closed_version"], row["by"]) for row in listed] == [
        ("Ann", "16", "1", "Olga"), ("Bob, Jr.", "5", "1", "Olga"),
    ]  # fmt: skip
    shown = list(csv.DictReader(io.StringIO(run(acme, "payouts", "show", "--member", "Ann", "--period", "2024-01", "--format", "csv"))))
    assert [(row["step"], row["quantity"], row["amount"]) for row in shown] == [
        ("record", "130", ""), ("fact", "130", ""), ("norm", "100", ""), ("index", "130", ""),
        ("pays", "100", "10"), ("pays", "30", "6"), ("paid", "", "16"),
    ]  # fmt: skip
    assert "o4" in shown[0]["what"]
    told = json.loads(run(acme, "payouts", "show", "--member", "Ann", "--period", "2024-01", "--format", "json"))
    assert (told["paid"], told["saved_by"], told["data_version"], told["records"][0]["id"]) == (16, "Olga", 1, "o4")
    table = run(acme, "payouts", "show", "--member", "Bob, Jr.", "--period", "2024-01")
    assert "draw, owed from later earnings" in table and "Saved by Olga on" in table
    again = run(acme, "pay", "--period", "2024-01", "--format", "json")
    assert again == said
    assert "Paid already, and shown as saved: scoreline payouts show has the records." in run(acme, "pay", "--period", "2024-01")
    ws = scoreline.open(acme)
    ann = ws.insights.payouts()[0]
    entry = Entry(Line("revenue", "clawback", None, None, Decimal(-12)), Cause("revenue", "2023-12", Decimal(2), Decimal(1), 1, 2))
    sheet = of_payouts([replace(ann, statement=replace(ann.statement, corrections=(entry,)))], formats_of(ws))
    line = dict(zip([column.title for column in sheet.columns], sheet.shown[0], strict=True))
    assert (line["Earned"], line["Corrected"], line["Paid"], line["Owed"], line["Version"]) == (
        "16.00",
        "\N{MINUS SIGN}12.00",
        "16.00",
        "0.00",
        "1",
    )
