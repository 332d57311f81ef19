"""What a ready matrix says, and its text as a matrix file whose levels are still to be set."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from scoreline.engine.members import COMPANY
from scoreline.planning.matrix import KpiFacts

_WIDTH = 120
_HEAD = (
    "A ready matrix: {role}. {about} It is what to start from: take out rows that answer no question of yours, change weights (their sum "
    "is exactly 1) and reasons, and set base, norm and target of each row. Without levels the file is refused."
)
_BETTER = {"up": "more is better", "down": "less is better"}


@dataclass(frozen=True)
class ReadyRow:
    """A KPI, its weight (None: an indicator), the question it answers in this role, and why it weighs what it weighs."""

    kpi: str
    weight: Decimal | None
    question: str
    why: str
    result: bool = False
    undefined: str = ""


@dataclass(frozen=True)
class ReadyMatrix:
    """The matrix of a role. `of` is the kind of member whose facts it is about: a person, a team, the company."""

    role: str
    of: str
    about: str
    rows: tuple[ReadyRow, ...]


def as_file(ready: ReadyMatrix, kpis: Mapping[str, KpiFacts], member: str = "", period: str = "") -> str:
    """The matrix as a file to edit. Member and period are left open where they are not given, the levels always are."""
    lines = [
        *textwrap.wrap(_HEAD.format(role=ready.role, about=ready.about), _WIDTH, initial_indent="# ", subsequent_indent="# "),
        "matrices:",
        f"  - {ready.of}: {_text(member or (COMPANY.name if ready.of == COMPANY.kind else 'NAME'))}",
        f"    period: {period or 'PERIOD'}",
        "    rows:",
    ]
    for row in ready.rows:
        lines += _row(row, kpis[row.kpi])
    return "\n".join(lines) + "\n"


def _row(row: ReadyRow, kpi: KpiFacts) -> list[str]:
    lines = [f"      - kpi: {row.kpi}  # {kpi.title}"]
    if row.weight is None:
        lines.append("        kind: indicator")
    else:
        better = _BETTER.get(kpi.direction, "write which direction is better, too")
        lines += [
            f"        weight: {row.weight}",
            f"        base:  # set it, in {kpi.unit}: the lowest acceptable level; {better}",
            "        norm:  # set it: the planned level that must be reached",
            "        target:  # set it: what to strive for; it may equal the norm",
        ]
    if row.undefined:
        lines.append(f"        undefined: {row.undefined}")
    if row.result:
        lines.append("        result: true")
    return [*lines, f"        question: {_text(row.question)}", f"        why: {_text(row.why)}"]


def _text(text: str) -> str:
    """The text as YAML reads it back, whatever it holds."""
    return json.dumps(text, ensure_ascii=False)
