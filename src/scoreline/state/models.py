"""The tables of the state database."""

from __future__ import annotations

from django.db import models

from scoreline.state.abstract import OfMember, OfPeriod
from scoreline.state.audit_tables import AuditEntry, AuditHead
from scoreline.state.carry_tables import StoredCarry
from scoreline.state.closing_tables import EnteredFact, StoredClosing, StoredResult
from scoreline.state.dispute_tables import StoredDispute, StoredRemark
from scoreline.state.fields import ExactDecimalField
from scoreline.state.payout_tables import StoredCorrection, StoredPayout
from scoreline.state.plan_tables import StoredPart, StoredPlan
from scoreline.state.signature_tables import StoredSignature

__all__ = [
    "AuditEntry",
    "AuditHead",
    "EnteredFact",
    "StoredCarry",
    "StoredClosing",
    "StoredCorrection",
    "StoredDispute",
    "StoredMatrix",
    "StoredPart",
    "StoredPayout",
    "StoredPlan",
    "StoredRemark",
    "StoredResult",
    "StoredRow",
    "StoredSignature",
]


class StoredMatrix(OfMember, OfPeriod):
    """The head of a matrix: whose it is, for which period, and who applied it when. One for each member and period."""

    applied_at = models.DateTimeField()
    applied_by = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=400, blank=True)

    class Meta:
        db_table = "matrix"
        constraints = (
            models.UniqueConstraint(
                fields=("member_kind", "member_source", "member_id", "grain", "starts_on"), name="matrix_once_a_period"
            ),
        )
        indexes = (models.Index(fields=("starts_on", "ends_on"), name="matrix_span"),)

    def __str__(self) -> str:
        return f"{self.member_name}, {self.grain} from {self.starts_on}"


class StoredRow(models.Model):
    """One row of a matrix. For a range, base and norm are the low points and base_high and norm_high the high ones."""

    matrix = models.ForeignKey(StoredMatrix, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveSmallIntegerField()
    kpi = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    weight = ExactDecimalField(null=True)
    direction = models.CharField(max_length=10, blank=True)
    base = ExactDecimalField(null=True)
    norm = ExactDecimalField(null=True)
    target = ExactDecimalField(null=True)
    base_high = ExactDecimalField(null=True)
    norm_high = ExactDecimalField(null=True)
    method = models.CharField(max_length=20)
    steps = models.JSONField(default=list)
    at_target = ExactDecimalField()
    floor = ExactDecimalField()
    cap = ExactDecimalField(null=True)
    undefined = models.CharField(max_length=20)
    question = models.TextField(blank=True)
    why = models.TextField(blank=True)
    result = models.BooleanField(default=False)

    class Meta:
        db_table = "matrix_row"
        ordering = ("matrix_id", "position")
        constraints = (models.UniqueConstraint(fields=("matrix", "kpi"), name="matrix_row_once"),)

    def __str__(self) -> str:
        return f"{self.kpi} of {self.matrix_id}"
