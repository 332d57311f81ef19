"""The committed reference pages say what the code says, and leave nothing out."""

from __future__ import annotations

import pytest
from tools.reference import commands
from tools.reference.pages import FOLDER, pages

from scoreline.kpis.registry import shipped
from scoreline.mart.contracts import TABLES


@pytest.mark.parametrize("name", ["mart.md", "kpis.md", "cli.md"])
def test_page_is_up_to_date(name: str) -> None:
    """`make docs` writes it anew."""
    assert (FOLDER / name).read_text(encoding="utf-8") == pages()[name]


def test_every_table_and_column_is_named() -> None:
    page = pages()["mart.md"]
    for table in TABLES.values():
        section = page.split(f"\n## {table.name}\n")[1].split("\n## ")[0]
        assert [name for name in table.names if f"| `{name}` |" not in section] == []


def test_every_kpi_has_its_question_and_formula() -> None:
    page = pages()["kpis.md"]
    for kpi in shipped().kpis.values():
        section = page.split(f"\n## {kpi.id}\n")[1].split("\n## ")[0]
        assert kpi.question in section
        assert f"`{kpi.formula}`".replace("|", "\\|") in section


def test_every_command_and_option_is_documented() -> None:
    page = pages()["cli.md"]
    for name, command in commands.commands():
        section = page.split(f"\n## scoreline {name}\n")[1].split("\n## ")[0]
        for parameter in command.params:
            if parameter.name != "help":
                assert parameter.help, f"{name} {parameter.name} has no help"
                assert parameter.help.replace("|", "\\|") in section
                assert parameter.opts[0] in section or str(parameter.metavar) in section
