"""docs/reference/kpis.md: the KPIs by dimension group, and the cuts."""

from __future__ import annotations

from tools.reference.markdown import code, joined, table

from scoreline.kpis.dimensions import DIMENSIONS
from scoreline.kpis.registry import shipped

_HEAD = """# The KPIs

This page and one for each KPI are made from the definitions in `src/scoreline/kpis/catalogue` by `make docs`; change them
there. A workspace [adds its own, replaces or retires shipped ones](../how-to/define-a-kpi.md) with YAML files in its folder
`kpis`.

A **[measure](measures.md)** is one aggregate over the rows of one table, dated by one day of the row. A **KPI** is a formula
over measures. One id is one number: a variant has an id of its own. A ratio whose denominator is 0 is undefined, never 0."""

ORDER = ("financial", "customer", "process", "online store", "capability")
BETTER = {"up": "more", "down": "less", "none": "neither"}


def page() -> str:
    """The page's text."""
    registry = shipped()
    groups = {name: [kpi for kpi in registry.kpis.values() if kpi.dimension == name] for name in ORDER}
    contents = " · ".join(f"[{_title(name)}](#{name.replace(' ', '-')}) ({len(group)})" for name, group in groups.items() if group)
    sections = [
        joined(
            f"## {_title(name)}",
            table(
                ["KPI", "question", "unit", "better"],
                [[f"[{kpi.title}](kpis/{kpi.id}.md)<br>{code(kpi.id)}", kpi.question, kpi.unit, BETTER[kpi.direction]] for kpi in group],
            ),
        ).strip()
        for name, group in groups.items()
        if group
    ]
    cuts = joined(
        "## Cuts",
        "`--by` takes one or more of: " + ", ".join(code(name) for name in DIMENSIONS) + ".",
        "`team` is each person's own team; `team:region` names a level of the tree. The page of each KPI says which cuts it allows. The"
        " others are refused, because they would count twice or because the rows do not say.",
    ).strip()
    return joined(_HEAD, contents, *sections, cuts)


def _title(name: str) -> str:
    return name.capitalize()
