"""Addresses of the pages."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from scoreline.web import analysis
from scoreline.web.pages import agreement, audit, disputes, goals, history, kpi, kpis, member, overview, pending, period, standing, why

urlpatterns = [
    path("", overview.page, name="overview"),
    path("members.csv", overview.table, name="overview_csv"),
    path("member/<str:kind>/<str:source>/<path:id>/", member.page, name="member"),
    path("company/", member.company, name="company"),
    path("kpis/", kpis.page, name="kpis"),
    path("kpi/<str:id>/", kpi.page, name="kpi"),
    path("kpi/<str:id>.csv", kpi.table, name="kpi_csv"),
    path("why/<str:id>/", why.page, name="why"),
    path("why/<str:id>.csv", why.table, name="why_csv"),
    path("goals/", goals.page, name="goals"),
    path("period/", period.page, name="period"),
    path("agreement/", agreement.page, name="agreement"),
    path("pending/", pending.page, name="pending"),
    path("disputes/", disputes.page, name="disputes"),
    path("standing/", standing.page, name="standing"),
    path("audit/", audit.page, name="audit"),
    *analysis.paths,
    path("history/", history.page, name="history"),
    path("language/", set_language, name="language"),
]

handler400 = "scoreline.web.pages.problems.bad_request"
handler403 = "scoreline.web.pages.problems.forbidden"
handler404 = "scoreline.web.pages.problems.not_found"
handler500 = "scoreline.web.pages.problems.broken"
