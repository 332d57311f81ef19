"""The public face: open a workspace, load data into it, ask it for KPIs, scores and reasons.

    import scoreline

    ws = scoreline.open("acme")
    ws.kpi("win_rate", "revenue", by="team", per="quarter", start="2017-01", end="2017-12").to_pandas()
    ws.score("Anna Snelling", "2017-07").total
    ws.why("revenue", "Anna Snelling", "2017-07").substituted

A workspace opened so stands on one version of the mart: the newest, or the one named by `as_of`. What is read from it never
changes while it is open; after `load` it stands on the version that the load made.
"""

from __future__ import annotations

from scoreline.checking.report import Problem, Report
from scoreline.engine.availability import Availability
from scoreline.engine.result import KpiTable
from scoreline.engine.why import Part, RowPage, Why
from scoreline.ingest.load import LoadReport
from scoreline.scoring.scorecard import Scorecard
from scoreline.workspace.opening import init, open  # noqa: A004
from scoreline.workspace.workspace import Workspace

__all__ = [
    "Availability",
    "KpiTable",
    "LoadReport",
    "Part",
    "Problem",
    "Report",
    "RowPage",
    "Scorecard",
    "Why",
    "Workspace",
    "init",
    "open",
]
