"""Write all reference pages, and take away those of KPIs that are gone: python -m tools.reference."""

from __future__ import annotations

from tools.reference.pages import FOLDER, OF_KPIS, pages

wanted = pages()
for name, text in wanted.items():
    (FOLDER / name).parent.mkdir(exist_ok=True)
    (FOLDER / name).write_text(text, encoding="utf-8")
for page in (FOLDER / OF_KPIS).glob("*.md"):
    if f"{OF_KPIS}/{page.name}" not in wanted:
        page.unlink()
