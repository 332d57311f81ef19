"""All reference pages by file name."""

from __future__ import annotations

from pathlib import Path

from tools.reference import commands, kpi_page, kpis, mart, measures

from scoreline.kpis.registry import shipped

FOLDER = Path(__file__).parents[2] / "docs" / "reference"
OF_KPIS = "kpis"
"""The folder of the KPIs' pages."""


def pages() -> dict[str, str]:
    """File name -> the text that it must hold."""
    each = {f"{OF_KPIS}/{kpi.id}.md": kpi_page.page(kpi) for kpi in shipped().kpis.values()}
    return {"mart.md": mart.page(), "kpis.md": kpis.page(), "measures.md": measures.page(), "cli.md": commands.page(), **each}
