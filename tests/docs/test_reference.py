"""The committed reference pages say what the code says, and leave nothing out."""

from __future__ import annotations

import pytest
from tools.reference import commands
from tools.reference.pages import FOLDER, pages

from scoreline.kpis import examples
from scoreline.kpis.registry import shipped
from scoreline.mart.contracts import TABLES

KPIS = list(shipped().kpis)


@pytest.fixture(scope="module")
def wanted() -> dict[str, str]:
    return pages()


@pytest.mark.parametrize("name", ["mart.md", "kpis.md", "measures.md", "cli.md", *(f"kpis/{kpi}.md" for kpi in KPIS)])
def test_page_is_up_to_date(wanted: dict[str, str], name: str) -> None:
    """`make docs` writes it anew."""
    assert (FOLDER / name).read_text(encoding="utf-8") == wanted[name]


def test_no_page_is_left_of_a_kpi_that_is_gone() -> None:
    assert sorted(page.stem for page in (FOLDER / "kpis").glob("*.md")) == sorted(KPIS)


def test_every_table_and_column_is_named(wanted: dict[str, str]) -> None:
    page = wanted["mart.md"]
    for table in TABLES.values():
        section = page.split(f"\n## {table.name}\n")[1].split("\n## ")[0]
        assert [name for name in table.names if f"| `{name}` |" not in section] == []


@pytest.mark.parametrize("id", KPIS)
def test_every_kpi_says_what_its_definition_says(wanted: dict[str, str], id: str) -> None:
    kpi, page = shipped().kpis[id], wanted[f"kpis/{id}.md"]
    assert f"(kpis/{id}.md)" in wanted["kpis.md"]
    said = [kpi.question, kpi.rationale, kpi.strategic_priority, kpi.attribution, kpi.traps, kpi.data, kpi.used_for, kpi.not_used_for]
    assert [text for text in said if text not in page] == []
    assert f"`{id} = {kpi.formula}`" in page
    for label, text in kpi.beside.items():
        assert f"| {label} | `{text}` |" in page
    for part in shipped().every_part(id):
        assert f"| `{part.name}` |" in page
    assert [cut for cut in kpi.needs_cut if f"`{cut}`" not in page.split("## Cuts")[1]] == []


@pytest.mark.parametrize("id", list(examples.shipped()))
def test_a_worked_example_is_shown_with_all_its_rows(wanted: dict[str, str], id: str) -> None:
    example, page = examples.shipped()[id], wanted[f"kpis/{id}.md"].split("## Worked example")[1].split("\n## ")[0]
    assert example.story in page and example.answer in page and example.working.rstrip(".").replace("*", "\\*") in page
    for table, rows in example.rows.items():
        section = page.split(f"**{table}**")[1].split("**")[0]
        assert section.count("\n|") == len(rows) + (2 if rows else 0)


def test_every_command_and_option_is_documented(wanted: dict[str, str]) -> None:
    page = wanted["cli.md"]
    for name, command in commands.commands():
        section = page.split(f"\n## scoreline {name}\n")[1].split("\n## ")[0]
        for parameter in command.params:
            if parameter.name != "help":
                assert parameter.help, f"{name} {parameter.name} has no help"
                assert parameter.help.replace("|", "\\|") in section
                assert parameter.opts[0] in section or str(parameter.metavar) in section
