"""Addresses of the pages that look into goals: why figures changed, whether quotas are right, what is paid, what would have been."""

from __future__ import annotations

from django.urls import path

from scoreline.web.pages import explain, pay, quotas

paths = [
    path("explain/", explain.page, name="explain"),
    path("pay/", pay.page, name="pay"),
    path("quotas/", quotas.page, name="quotas"),
]
