"""Commands for the reader to copy: the pages only read, the command line acts."""

from __future__ import annotations

import re
import shlex

from scoreline.engine.members import Member
from scoreline.web.pages.links import members_by_id
from scoreline.web.pages.reading import Reading

_PLAIN = re.compile(r"[\w.,@:/+-]+")
_QUOTED = re.compile(r"[\w.,@:/+'() -]+")


def command(*words: str) -> str:
    """`scoreline` and these words as one line. Words that a shell could take for something else are quoted."""
    return " ".join(("scoreline", *(quoted(word) for word in words)))


def quoted(word: str) -> str:
    """One word of a command line, in double quotes where they do, which every shell knows."""
    if _PLAIN.fullmatch(word):
        return word
    return f'"{word}"' if _QUOTED.fullmatch(word) else shlex.quote(word)


def of_member(reading: Reading, member: Member) -> tuple[str, ...]:
    """The options that name a member: by name, or by id where others have the name too."""
    if member.kind == "company":
        return "--member", member.name, "--kind", member.kind
    same = [one for one in members_by_id(reading, member.kind).values() if one.name == member.name]
    kind = () if member.kind == "person" else ("--kind", member.kind)
    return "--member", member.name if len(same) < 2 else member.id, *kind
