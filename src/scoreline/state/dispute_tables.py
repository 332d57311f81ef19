"""The tables of disputes: figures of matrices that their members do not accept."""

from __future__ import annotations

from django.db import models

from scoreline.state.abstract import OfMember, OfPeriod
from scoreline.state.fields import ExactDecimalField


class StoredDispute(OfMember, OfPeriod):
    """A figure in dispute, the record it is about, and what the figure was when the dispute was opened.

    `version` is that of the period's closing then; 0 where it was open. `missing` says which record is missing, where none is named.
    `settled_by` is the closing's version (restated) or the mart's (corrected) that settled it.
    """

    kpi = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=0)
    record_table = models.CharField(max_length=200, blank=True)
    record_source = models.CharField(max_length=200, blank=True)
    record_id = models.CharField(max_length=400, blank=True)
    missing = models.TextField(blank=True)
    fact = ExactDecimalField(null=True)
    fact_state = models.CharField(max_length=20)
    mart_version = models.BigIntegerField(null=True)
    status = models.CharField(max_length=20)
    settled_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "dispute"
        indexes = (models.Index(fields=("status", "starts_on"), name="dispute_open"),)

    def __str__(self) -> str:
        return f"{self.pk}: {self.kpi} of {self.member_name} from {self.starts_on}"


class StoredRemark(models.Model):
    """One thing said in a dispute: its opening, an answer, a comment, or how it was resolved. Never changed."""

    dispute = models.ForeignKey(StoredDispute, on_delete=models.PROTECT, related_name="remarks")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    text = models.TextField(blank=True)

    class Meta:
        db_table = "dispute_remark"
        ordering = ("dispute_id", "position")
        constraints = (models.UniqueConstraint(fields=("dispute", "position"), name="dispute_remark_once"),)

    def __str__(self) -> str:
        return f"{self.kind} by {self.by}"
