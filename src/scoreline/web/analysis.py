"""Addresses of the pages that look into goals: why figures changed, whether quotas are right, what is paid, what would have been."""

from __future__ import annotations

from django.urls import path

from scoreline.web.pages import backtest, explain, pay, plan, quotas

paths = [
    path("backtest/", backtest.page, name="backtest"),
    path("explain/", explain.page, name="explain"),
    path("pay/", pay.page, name="pay"),
    path("plan/", plan.page, name="plan"),
    path("quotas/", quotas.page, name="quotas"),
]
