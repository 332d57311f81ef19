"""The translations: gather every text that the pages show, bring the .po files up to date, and compile them.

    python -m scoreline.web.messages        after a text was added or changed; then translate what is new in locale/*/*/django.po
    python -m scoreline.web.messages        once more, to compile

babel does all of it, so no gettext tools are needed. The compiled .mo files are kept beside the .po files, so that an
installation needs no step of its own; a test fails where one is out of date or a text has no translation.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from scoreline.kpis.registry import shipped
from scoreline.scoring.messages import ENGLISH

HERE = Path(__file__).parent
LOCALE = HERE / "locale"
LANGUAGES = ("zh_Hans", "vi", "ru")
_KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}

_OF_A_KPI = (
    "title", "question", "rationale", "strategic_priority", "attribution", "traps", "data", "used_for", "not_used_for",
)  # fmt: skip
"""The fields of a definition that pages show in the reader's language. Worked examples stay in English."""

Text = tuple[str | tuple[str, str], str | None]
"""An English text, or its singular and plural, and the context that tells it from an equal one."""


def texts() -> dict[Text, str]:
    """Every text with the place where it stands first."""
    found: dict[Text, str] = {}
    for text, place in _every():
        found.setdefault(text, place)
    return found


def _every() -> Iterator[tuple[Text, str]]:
    for file in sorted((HERE / "templates").rglob("*.html")):
        source = templatize(file.read_text("utf-8"))
        yield from _calls("\n".join(line.strip() for line in source.splitlines()), file)
    for file in [*sorted((HERE / "pages").glob("*.py")), *sorted((HERE / "templatetags").glob("*.py"))]:
        yield from _calls(file.read_text("utf-8"), file)
    for sentence in ENGLISH.values():
        yield (sentence, None), "scoring/messages.py"
    for kpi in shipped().kpis.values():
        for text in (*(getattr(kpi, name) for name in _OF_A_KPI), *kpi.beside):
            if text:
                yield (text, None), "kpis/catalogue"
    for measure in shipped().measures.values():
        if measure.measure.doc:
            yield (measure.measure.doc, None), "kpis/catalogue"


def _calls(source: str, file: Path) -> Iterator[tuple[Text, str]]:
    """The texts in the gettext calls of a source."""
    place = file.relative_to(HERE.parent).as_posix()
    calls: Any = extract_python(io.BytesIO(source.encode()), _KEYWORDS, [], {"encoding": "utf-8"})
    for _line, name, arguments, _notes in calls:
        given = arguments if isinstance(arguments, tuple) else (arguments,)
        parts: list[str] = [part for part in given if isinstance(part, str)]
        if not parts:
            continue
        if name == "pgettext":
            yield (parts[1], parts[0]), place
        elif name == "ngettext":
            yield ((parts[0], parts[1]), None), place
        else:
            yield (parts[0], None), place


def po_file(language: str) -> Path:
    """The translations of a language."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """The catalogue of a language; an empty one where there is no file yet."""
    file = po_file(language)
    if not file.exists():
        return Catalog(locale=language, project="Scoreline", fuzzy=False)
    with file.open("rb") as opened:
        return read_po(opened, locale=language)


def updated(language: str) -> Catalog:
    """The catalogue with exactly the texts that the pages have now; translations of old ones are dropped."""
    old = read(language)
    new = Catalog(
        locale=language,
        project="Scoreline",
        version="0.1",
        fuzzy=False,
        header_comment="# Translations of the pages of Scoreline.",
        last_translator="Scoreline",
        language_team=language,
        msgid_bugs_address="-",
    )
    new.creation_date, new.revision_date = old.creation_date, old.revision_date
    for (text, context), place in sorted(texts().items(), key=lambda item: (item[1], str(item[0]))):
        known: Message | None = old.get(text if isinstance(text, str) else text[0], context)
        translation = known.string if known and isinstance(known.string, str) == isinstance(text, str) else ""
        empty = ("",) * new.num_plurals if isinstance(text, tuple) else ""
        message = new.add(text, translation or empty, [(place, 0)], context=context)
        if "{" in str(text):  # not for the % operator, though babel takes "% o" for one
            message.flags.discard("python-format")
    return new


def compiled(catalog: Catalog) -> bytes:
    """The catalogue as an .mo file."""
    target = io.BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def main() -> None:
    """Bring all languages up to date."""
    for language in LANGUAGES:
        catalog = updated(language)
        file = po_file(language)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as opened:
            write_po(opened, catalog, width=0, include_lineno=False, sort_output=False)
        file.with_suffix(".mo").write_bytes(compiled(catalog))


if __name__ == "__main__":
    main()
