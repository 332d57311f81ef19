"""Write all reference pages: python -m tools.reference."""

from __future__ import annotations

from tools.reference.pages import FOLDER, pages

for name, text in pages().items():
    (FOLDER / name).write_text(text, encoding="utf-8")
