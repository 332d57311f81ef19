"""The answers of scoreline dispute, in the forms that they are written in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from scoreline.cli.output import DASH, Column, Sheet
from scoreline.cli.values import mark

if TYPE_CHECKING:
    from scoreline.kpis.registry import Registry
    from scoreline.planning.disputes import Dispute
    from scoreline.reports.formats import Formats

_KEYS = ("number", "period", "member", "kpi", "version", "fact", "state", "record", "missing", "stand", "opened_by", "opened_at")
_SAID = ("at", "by", "kind", "text")


def sheet(found: Sequence[Dispute], registry: Registry, show: Formats) -> Sheet:
    """The disputes as a table."""
    return Sheet(
        columns=[
            Column("No.", number=True), Column("Period"), Column("Member"), Column("KPI"), Column("Figure", number=True), Column("About"),
            Column("Stand"), Column("Opened by"), Column("Opened"),
        ],
        shown=[
            [
                str(one.number), one.period.label, one.member.name, _title(one, registry), _figure(one, registry, show), one.subject,
                one.stand.value, one.remarks[0].by, show.time(one.remarks[0].at),
            ]
            for one in found
        ],
        keys=_KEYS,
        rows=[[_flat(one)[key] for key in _KEYS] for one in found],
        notes=[] if found else ["No figure is in dispute."],
    )  # fmt: skip


def remarks(one: Dispute, registry: Registry, show: Formats) -> Sheet:
    """What was said in a dispute, in order."""
    stand = one.settlement if one.ended else one.stand.value
    why = " ".join(one.remarks[-1].text.split()).removesuffix(".") if one.ended else ""
    since = f", version {one.version}" if one.version else ""
    return Sheet(
        columns=[Column("When"), Column("Who"), Column("What"), Column("Text")],
        shown=[[show.time(said.at), said.by, said.kind.value, said.text or DASH] for said in one.remarks],
        keys=_SAID,
        rows=[[said.at, said.by, said.kind.value, said.text] for said in one.remarks],
        title=f"Dispute {one.number}: {_title(one, registry)} of {one.member.name}, {show.period(one.period)}",
        notes=[f"The figure was {_figure(one, registry, show)}{since}. About: {one.subject}. It is {stand}{why and ': ' + why}."],
    )


def data(one: Dispute) -> dict[str, Any]:
    """Everything, for JSON."""
    said = [dict(zip(_SAID, (each.at, each.by, each.kind.value, each.text), strict=True)) for each in one.remarks]
    record = one.record and {"table": one.record.table, "id": one.record.id, "source": one.record.source}
    return {**_flat(one), "record": record, "mart_version": one.mart_version, "settled_by": one.settled_by, "remarks": said}


def _flat(one: Dispute) -> dict[str, Any]:
    return {
        "number": one.number,
        "period": one.period.label,
        "member": one.member.name,
        "kpi": one.kpi,
        "version": one.version,
        "fact": one.fact.value,
        "state": one.fact.state.value,
        "record": one.record and one.record.text,
        "missing": one.missing,
        "stand": one.stand.value,
        "opened_by": one.remarks[0].by,
        "opened_at": one.remarks[0].at,
    }


def _title(one: Dispute, registry: Registry) -> str:
    return registry.kpis[one.kpi].title if one.kpi in registry.kpis else one.kpi


def _figure(one: Dispute, registry: Registry, show: Formats) -> str:
    unit = registry.kpis[one.kpi].unit if one.kpi in registry.kpis else ""
    return show.value(one.fact.value, unit) + mark(one.fact.state.value)
