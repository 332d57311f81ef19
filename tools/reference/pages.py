"""All reference pages by file name."""

from __future__ import annotations

from pathlib import Path

from tools.reference import commands, kpis, mart

FOLDER = Path(__file__).parents[2] / "docs" / "reference"


def pages() -> dict[str, str]:
    """File name -> the text that it must hold."""
    return {"mart.md": mart.page(), "kpis.md": kpis.page(), "cli.md": commands.page()}
