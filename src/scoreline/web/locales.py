"""The four languages of the pages, and how Django's and babel's names for them meet."""

from __future__ import annotations

import tomllib
from pathlib import Path

LANGUAGE_NAMES = {"en": "English", "zh-hans": "简体中文", "vi": "Tiếng Việt", "ru": "Русский"}
"""Django's code of each language and its own name for itself."""

_BABEL = {"en": "en", "zh-hans": "zh_Hans", "vi": "vi", "ru": "ru"}


def babel_name(code: str | None) -> str:
    """babel's name for a language of Django's; English where there is none."""
    return _BABEL.get((code or "en").lower(), "en")


def language_code(workspace: Path | None) -> str:
    """The language that a workspace's scoreline.toml sets as its own; English where it sets none that the pages speak."""
    if workspace is None:
        return "en"
    try:
        settings = tomllib.loads((workspace / "scoreline.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "en"
    wanted = str(settings.get("locale", "en")).lower().replace("_", "-")
    if wanted.startswith("zh"):
        return "zh-hans"
    return wanted.split("-")[0] if wanted.split("-")[0] in LANGUAGE_NAMES else "en"
