"""docs/reference/kpis.md, from the shipped definitions."""

from __future__ import annotations

from tools.reference.markdown import code, joined, table

from scoreline.kpis.dimensions import DIMENSIONS
from scoreline.kpis.model import Kpi
from scoreline.kpis.registry import Registry, shipped

_HEAD = """# The KPIs

This page is made from the definitions in `src/scoreline/kpis/catalogue` by `make docs`; change them there. A workspace
adds its own definitions, or replaces shipped ones, with YAML files in its folder `kpis`.

A **measure** is one aggregate over the rows of one table, dated by one day of the row. A **KPI** is a formula over
measures. One id is one number: a variant has an id of its own. A ratio whose denominator is 0 is undefined, never 0."""

_ORDER = ("financial", "customer", "process", "online store", "capability")


def page() -> str:
    """The page's text."""
    registry = shipped()
    groups = {name: [kpi for kpi in registry.kpis.values() if kpi.dimension == name] for name in _ORDER}
    contents = "\n".join(
        f"- {name.capitalize()}: {', '.join(f'[{kpi.id}](#{kpi.id})' for kpi in group)}" for name, group in groups.items() if group
    )
    sections = [
        section
        for name, group in groups.items()
        if group
        for section in (f"# {name.capitalize()}", *(_kpi(kpi, registry) for kpi in group))
    ]
    cuts = joined("# Cuts", "`--by` takes one or more of:", ", ".join(code(name) for name in DIMENSIONS) + ".").strip()
    return joined(_HEAD, contents, *sections, "# Measures", _measures(registry), cuts)


def _kpi(kpi: Kpi, registry: Registry) -> str:
    facts = [
        ["formula", code(kpi.formula)],
        ["unit", kpi.unit],
        ["better", {"up": "more", "down": "less", "none": "neither"}[kpi.direction]],
        ["adds up over time", "yes" if registry.additive(kpi.id) else "no: computed anew for each period"],
        ["dated by", kpi.attribution],
        ["why it matters", kpi.rationale],
        ["beware", kpi.traps],
        ["may judge", "teams only" if kpi.use == "team only" else ""],
    ]
    return joined(f"## {kpi.id}", f"**{kpi.title}.** {kpi.question}", table(["", ""], [fact for fact in facts if fact[1]])).strip()


def _measures(registry: Registry) -> str:
    rows = []
    for name, resolved in sorted(registry.measures.items()):
        item = resolved.measure
        day = item.at or " to ".join(item.during or ())
        aggregate = f"{item.aggregate}({item.argument})"
        rows.append([code(name), item.doc, code(item.from_), code(aggregate), code(day), code(item.where or "")])
    return table(["measure", "meaning", "of", "aggregate", "day", "where"], rows)
