"""The tables of closed periods, and of facts entered by hand."""

from __future__ import annotations

from django.db import models

from scoreline.state.abstract import OfMember, OfPeriod
from scoreline.state.fields import ExactDecimalField


class EnteredFact(OfMember):
    """A fact that no system holds, or a decision about one that is missing, with its evidence or reason."""

    grain = models.CharField(max_length=10)
    starts_on = models.DateField()
    kpi = models.CharField(max_length=200)
    state = models.CharField(max_length=20)
    value = ExactDecimalField(null=True)
    evidence = models.TextField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "entered_fact"
        constraints = (
            models.UniqueConstraint(
                fields=("member_kind", "member_source", "member_id", "grain", "starts_on", "kpi"), name="entered_fact_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kpi} of {self.member_name} from {self.starts_on}"


class StoredClosing(OfPeriod):
    """One version of a closed period: 1 when it was closed, the next with each restatement. Never changed."""

    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    unsigned = models.TextField(blank=True)
    disputed = models.TextField(blank=True, default="")
    mart_version = models.BigIntegerField(null=True)
    definitions = models.CharField(max_length=64)
    texts = models.TextField()
    memberships = models.TextField()

    class Meta:
        db_table = "closing"
        constraints = (models.UniqueConstraint(fields=("grain", "starts_on", "version"), name="closing_once"),)

    def __str__(self) -> str:
        return f"{self.grain} from {self.starts_on}, version {self.version}"


class StoredResult(OfMember):
    """One member's matrix, signatures and scorecard in a closing."""

    closing = models.ForeignKey(StoredClosing, on_delete=models.PROTECT, related_name="results")
    matrix = models.TextField()
    signatures = models.TextField()
    card = models.TextField()

    class Meta:
        db_table = "closing_result"
        constraints = (
            models.UniqueConstraint(fields=("closing", "member_kind", "member_source", "member_id"), name="closing_result_once"),
        )

    def __str__(self) -> str:
        return f"{self.member_name} in {self.closing_id}"
