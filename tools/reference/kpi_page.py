"""docs/reference/kpis/<id>.md: one page for each KPI."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tools.reference.kpis import BETTER
from tools.reference.markdown import code, joined, table
from tools.reference.measures import measure_table
from tools.reference.worked import worked_example

from scoreline.engine.query import allowed_cuts
from scoreline.kpis import examples, formula
from scoreline.kpis.formula import Name
from scoreline.kpis.model import Kpi
from scoreline.kpis.registry import Registry, Resolved, shipped
from scoreline.kpis.relations import Relation

_SHIFTS = {"previous": "{} of the period before", "year_ago": "{} of the same period a year before", "whole": "{} of all members together"}
_WORD = re.compile(r"[A-Za-z_]\w*")


def page(kpi: Kpi) -> str:
    """The page of a KPI."""
    registry = shipped()
    example = examples.shipped().get(kpi.id)
    return joined(
        f"# {kpi.title}",
        f"{code(kpi.id)} · {kpi.dimension} · [all KPIs](../kpis.md)",
        f"**{kpi.question}** {kpi.rationale}",
        _facts(kpi, registry),
        "## Formula",
        f"{code(f'{kpi.id} = {kpi.formula}')}{_built_on(kpi.formula, kpi, registry)}",
        f"In words: {written_in_words(kpi.formula)}.",
        f"As measures: {in_words(registry.formulas[kpi.id])}." if _built_on(kpi.formula, kpi, registry) else "",
        _relocated(measure_table(_measures(registry.parts(kpi.id), registry))),
        *_beside(kpi, registry),
        *(("## Worked example", worked_example(kpi, example)) if example else ()),
        "## Data needed",
        kpi.data,
        _tables(registry.every_part(kpi.id), registry),
        "## Cuts",
        _cuts(kpi, registry),
        *(("## Beware", kpi.traps) if kpi.traps else ()),
        *_use(kpi),
    )


def _facts(kpi: Kpi, registry: Registry) -> str:
    facts = [
        ["unit", kpi.unit],
        ["better", BETTER[kpi.direction]],
        ["attribution", kpi.attribution],
        ["adds up over time", "yes" if registry.additive(kpi.id) else "no: computed anew for each period"],
        ["serves", f"{kpi.strategic_priority} (a suggestion: name your own priority)" if kpi.strategic_priority else ""],
        ["may judge", "teams only, not single people" if kpi.use == "team only" else ""],
        ["status", kpi.status if kpi.status != "active" else ""],
    ]
    return table(["", ""], [fact for fact in facts if fact[1]])


def written_in_words(text: str) -> str:
    """A formula as it was written, its names as words: `100 × (revenue − revenue of the period before)`."""
    for shift, words in _SHIFTS.items():
        text = re.sub(rf"\b{shift}\((\w+)\)", lambda found, words=words: f"({words.format(found[1])})", text)  # type: ignore[misc]
    text = text.replace("end_day", "the day of the period's end")
    for sign, shown in ((" * ", " × "), (" / ", " ÷ "), (" - ", " − "), ("*", "×"), ("_", " ")):
        text = text.replace(sign, shown)
    return " ".join(text.split())


def in_words(node: formula.Node) -> str:
    """A formula with the names of its measures as words: `100 × won deals ÷ closed deals`."""

    def shown(leaf: Name) -> str:
        name = leaf.name.replace("_", " ")
        return f"({_SHIFTS[leaf.shift].format(name)})" if leaf.shift else name

    return formula.text(node, shown).replace("end_day", "the day of the period's end").replace("*", "\\*")


def _built_on(text: str, kpi: Kpi, registry: Registry) -> str:
    names = [name for name in dict.fromkeys(_WORD.findall(text)) if name in registry.kpis and name != kpi.id]
    names = [name for name in names if name not in registry.measures]
    return f", built on {', '.join(f'[{registry.kpis[name].title}]({name}.md)' for name in names)}" if names else ""


def _measures(parts: Iterable[Name], registry: Registry) -> list[Resolved]:
    return [registry.measures[name] for name in dict.fromkeys(leaf.name for leaf in parts)]


def _relocated(text: str) -> str:
    """A table for docs/reference as one for the folder below it."""
    return text.replace("](mart.md", "](../mart.md")


def _beside(kpi: Kpi, registry: Registry) -> list[str]:
    if not kpi.beside:
        return []
    rows = [[label, code(text), written_in_words(text)] for label, text in kpi.beside.items()]
    known = {leaf.name for leaf in registry.parts(kpi.id)}
    more = [leaf for node in registry.besides[kpi.id].values() for leaf in formula.leaves(node) if leaf.name not in known]
    parts = [_relocated(measure_table(_measures(more, registry)))] if more else []
    return [
        "## Beside it",
        "These numbers stand next to it. They are no part of it.",
        table(["number", "formula", "in words"], rows),
        *parts,
    ]


def _tables(parts: Iterable[Name], registry: Registry) -> str:
    needed: list[str] = []
    optional: list[str] = []
    for leaf in parts:
        resolved = registry.measures[leaf.name]
        relation = resolved.relation
        parents = {path[:1] for item in (resolved.argument, resolved.where) if item for path in item.tables}
        tables = [*relation.needs, *(relation.parents[parent[0]][1] for parent in sorted(parents))]
        (optional if resolved.measure.optional else needed).extend(tables)
        optional += _helpful(relation)
    needed = list(dict.fromkeys(needed))
    optional = [name for name in dict.fromkeys(optional) if name not in needed]
    return "\n".join(
        f"- {word}: {', '.join(f'[{code(name)}](../mart.md#{name})' for name in names)}"
        for word, names in (("Tables that it needs", needed), ("Tables that it uses where they are loaded", optional))
        if names
    )


def _helpful(relation: Relation) -> list[str]:
    return [*relation.optional, *([relation.history] if relation.history else [])]


def _cuts(kpi: Kpi, registry: Registry) -> str:
    cuts = ", ".join(code(name) for name in allowed_cuts(registry, kpi.id))
    needs = f" It is refused unless cut by {' or '.join(code(name) for name in kpi.needs_cut)}." if kpi.needs_cut else ""
    return (f"{cuts}.{needs} Every other cut is refused." if cuts else "None: it is a number of the whole company.") + (
        "" if cuts else needs
    )


def _use(kpi: Kpi) -> list[str]:
    lines = [("It will be used", kpi.used_for), ("It will not be used", kpi.not_used_for)]
    told = [f"- {word}: {text}" for word, text in lines if text]
    return ["## Use", "\n".join(told)] if told else []
