"""Reading the user's YAML files safely, with the line of every value at hand for error messages.

What is read is the plain part of YAML 1.2: mappings, lists, text, numbers, true, false, null. Anchors, aliases and tags are
refused (an alias bomb is a few lines that unfold into gigabytes), and so are keys that stand twice. Keys are text. Dates,
yes, no and 007 stay text; a number with a point becomes a Decimal, exactly as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from scoreline.errors import ScorelineError

Step = str | int
MAX_BYTES = 16 * 2**20
MAX_DEPTH = 40

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,29})")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]{0,29})?(\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?")
_WORDS: Mapping[str, object] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


@dataclass(frozen=True)
class Lines:
    """Where each value of a file stands. A path is the keys and positions that lead to it: ("matrices", 0, "member")."""

    file: Path
    _lines: Mapping[tuple[Step, ...], int]

    def line(self, *path: Step) -> int:
        """The line, counted from 1, of the value at that path, or of the nearest thing around it."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def where(self, *path: Step) -> str:
        """`matrix.yaml, line 12`, for the `where` of an error."""
        return f"{self.file.name}, line {self.line(*path)}"


def load(path: Path, error: type[ScorelineError] = ScorelineError) -> tuple[Any, Lines]:
    """The file's value (None where it is empty) and the line lookup. Mistakes are raised as `error`, naming file and line."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise error(f"The file is larger than {MAX_BYTES // 2**20} MB.", where=path.name, do="Split it.")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise error(f'"{path}" cannot be read: {problem.strerror}.', do="Check the name and the rights.") from None
    except UnicodeDecodeError as problem:
        raise error(f"Byte {problem.start} is not UTF-8.", where=path.name, do="Save the file as UTF-8.") from None
    return loads(text, path, error)


def loads(text: str, path: Path, error: type[ScorelineError] = ScorelineError) -> tuple[Any, Lines]:
    """The same for text that was read already; `path` only names it in messages."""
    builder = _Builder(path.name, error)
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            builder.take(event)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        place = f"{path.name}, line {mark.line + 1}" if mark else path.name
        raise error(f"This is not YAML: {problem.problem}.", where=place, do="Check indents, colons and quotes.") from None
    except yaml.YAMLError as problem:
        reason = " ".join(str(problem).split())
        raise error(f"This is not YAML: {reason}.", where=path.name, do="Look for control characters.") from None
    return builder.value, Lines(path, builder.lines)


@dataclass
class _Open:
    """A list or mapping that is still being filled."""

    value: list[Any] | dict[str, Any]
    path: tuple[Step, ...]
    key: str | None = None


@dataclass
class _Builder:
    """Builds the value from the parser's events with a stack, so that no depth of nesting can exhaust Python's own."""

    file: str
    error: type[ScorelineError]
    value: Any = None
    lines: dict[tuple[Step, ...], int] = field(default_factory=dict)
    documents: int = 0
    stack: list[_Open] = field(default_factory=list)

    def take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._wrong(line, "Anchors and aliases (& and *) are not read.", "Write the values out.")
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            if event.tag:
                raise self._wrong(line, f'The tag "{event.tag}" is not read.', "Take it out.")
            self._open([] if isinstance(event, yaml.SequenceStartEvent) else {}, line)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self.stack.pop()
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise self._wrong(line, "A second document begins here.", "Keep one document (one ---) in a file.")

    def _scalar(self, event: Any, line: int) -> None:
        if event.tag and event.tag != "!":
            raise self._wrong(line, f'The tag "{event.tag}" is not read.', "Take it out.")
        top = self.stack[-1] if self.stack else None
        if top and isinstance(top.value, dict) and top.key is None:
            self._key(top, event.value, line)
        else:
            plain = event.implicit[0] and not event.style
            self._put(_plain(event.value) if plain else event.value, line)

    def _key(self, top: _Open, key: str, line: int) -> None:
        if key in top.value:
            first = self.lines[(*top.path, key)]
            raise self._wrong(line, f'The key "{key}" stands twice, first in line {first}.', "Keep one of them.")
        top.key = key
        self.lines[(*top.path, key)] = line

    def _open(self, value: list[Any] | dict[str, Any], line: int) -> None:
        if self.stack and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None:
            raise self._wrong(line, "A key must be text.", "Put braces and brackets in quotes if they belong to the text.")
        if len(self.stack) >= MAX_DEPTH:
            raise self._wrong(line, f"Values are nested more than {MAX_DEPTH} deep.", "Write it flatter.")
        self.stack.append(_Open(value, self._put(value, line)))

    def _put(self, value: Any, line: int) -> tuple[Step, ...]:
        """Puts a value into what is open and returns its path. A value under a key keeps the key's line."""
        if not self.stack:
            self.value = value
            self.lines[()] = line
            return ()
        top = self.stack[-1]
        if isinstance(top.value, list):
            path: tuple[Step, ...] = (*top.path, len(top.value))
            top.value.append(value)
            self.lines[path] = line
        else:
            assert top.key is not None  # noqa: S101  (a value follows its key)
            path = (*top.path, top.key)
            top.value[top.key], top.key = value, None
        return path

    def _wrong(self, line: int, what: str, do: str) -> ScorelineError:
        return self.error(what, where=f"{self.file}, line {line}", do=do)


def _plain(text: str) -> object:
    """The value of unquoted text."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if any(sign.isdigit() for sign in text) and _DECIMAL.fullmatch(text):
        return Decimal(text)
    return text
