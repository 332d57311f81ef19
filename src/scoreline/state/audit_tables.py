"""The tables of the audit trail. Triggers refuse to change or delete its entries: see migration 0003.

A later migration must not let SQLite rebuild the table `audit`, as it does for a changed column: that would drop its triggers.
"""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """One entry. `previous` is unique, so that two writers cannot fork the chain."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200, blank=True)
    named = models.BooleanField()
    kind = models.CharField(max_length=60)
    about = models.TextField()
    before = models.TextField(null=True)
    after = models.TextField(null=True)
    why = models.TextField(blank=True)
    previous = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "audit"
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number}: {self.kind} of {self.about}"


class AuditHead(models.Model):
    """The newest entry's number and hash, in one row. Every writer locks it first, so they come one after another."""

    number = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_head"

    def __str__(self) -> str:
        return f"{self.number}: {self.hash}"
