"""The translations: whole, compiled, and with the same values in them as the English texts."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from scoreline.web import messages
from scoreline.web.messages import LANGUAGES, compiled, po_file, read, texts

VALUES = re.compile(r"%\((\w+)\)s")


def values(text: str) -> set[str]:
    """The names of the values that a text takes."""
    return set(VALUES.findall(text)) | {name for _, name, _, _ in Formatter().parse(text) if name and "%(" not in text}


@pytest.fixture(scope="module")
def known(web: None) -> dict[messages.Text, str]:
    return texts()


def test_texts_are_found_in_templates_code_scoring_and_catalogue(known: dict[messages.Text, str]) -> None:
    assert {"Overview", "Beyond target", "Counted as {index}, the floor.", "Win rate"} <= {text for text, _ in known}
    assert len(known) > 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(known: dict[messages.Text, str], language: str) -> None:
    catalog = read(language)
    lacking = []
    for text, context in known:
        found = catalog.get(text if isinstance(text, str) else text[0], context)
        strings = (found.string if isinstance(found.string, tuple) else (found.string,)) if found else ("",)
        if not all(strings):
            lacking.append(text)
    assert not lacking, "run python -m scoreline.web.messages, translate these, and run it again"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_left_over(known: dict[messages.Text, str], language: str) -> None:
    wanted = {(text if isinstance(text, str) else text[0], context) for text, context in known}
    found = {(item.id if isinstance(item.id, str) else item.id[0], item.context) for item in read(language) if item.id}
    assert found == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_take_the_same_values(language: str) -> None:
    for item in read(language):
        if not item.id:
            continue
        ids = (item.id,) if isinstance(item.id, str) else item.id
        strings = (item.string,) if isinstance(item.string, str) else item.string
        for string in strings:
            assert values(string) == values(ids[-1]), ids


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_file_is_up_to_date(language: str) -> None:
    file = po_file(language)
    assert file.with_suffix(".mo").read_bytes() == compiled(read(language)), "run python -m scoreline.web.messages"
