"""docs/reference/measures.md: every shipped measure."""

from __future__ import annotations

from collections.abc import Iterable

from tools.reference.markdown import code, joined, table

from scoreline.kpis.model import Measure
from scoreline.kpis.registry import Resolved, shipped
from scoreline.kpis.relations import relations

_WITHIN = {"basket_hours": "`basket_hours` hours", "half_year": "six months"}
_HEAD = """# The measures

This page is made from the definitions in `src/scoreline/kpis/catalogue` by `make docs`; change them there. The formulas of
[the KPIs](kpis.md), and those of your own, are made of measures. What `from` names is a [table of the mart](mart.md), or one of
the relations below that are derived from those tables."""


def page() -> str:
    """The page's text."""
    derived = [
        [code(name), item.doc + ".", ", ".join(_linked(t) for t in item.needs)]
        for name, item in sorted(relations().items())
        if item.derived
    ]
    return joined(
        _HEAD,
        measure_table(shipped().measures[name] for name in sorted(shipped().measures)),
        "## Derived relations",
        table(["relation", "its rows", "made of"], derived),
    )


def measure_table(measures: Iterable[Resolved]) -> str:
    """Measures as a table: what they mean, and how they are computed."""
    rows = []
    for resolved in measures:
        item = resolved.measure
        from_ = code(item.from_) if resolved.relation.derived else f"[{code(item.from_)}](mart.md#{item.from_})"
        rows.append([code(item.name), item.doc, from_, code(f"{item.aggregate}({item.argument})"), code(item.where or ""), counted(item)])
    return table(["measure", "meaning", "from", "aggregate", "where", "counted"], rows)


def counted(item: Measure) -> str:
    """When a measure's rows count, in words."""
    if item.during:
        until = f" until before {code(item.during[1])}" if len(item.during) > 1 else " on"
        return f"at the period's {item.stands}, from {code(item.during[0])}{until}"
    words = [f"by {code(item.at or '')}"]
    if item.known_by:
        words.append(f"where {code(item.known_by)} lies before the period's end")
    if item.within:
        words.append(f"in the last {_WITHIN.get(str(item.within), f'{item.within} days')} that the data covers")
    if item.seen:
        words.append({"first": "values never seen before", "again": "values seen in the period before too"}[item.seen])
    if item.known_from:
        words.append(f"where {' or '.join(map(code, item.known_from))} has values at all")
    if item.optional:
        words.append("none where the table was never loaded")
    return ", ".join(words)


def _linked(name: str) -> str:
    return f"[{code(name)}](mart.md#{name})"
