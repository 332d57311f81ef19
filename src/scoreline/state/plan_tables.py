"""The tables of saved plans."""

from __future__ import annotations

from django.db import models

from scoreline.state.abstract import OfMember, OfPeriod
from scoreline.state.fields import ExactDecimalField


class StoredPlan(OfMember, OfPeriod):
    """One version of a plan: a goal of whoever stands at its top (member_*), how it was split, and over which periods. Never changed."""

    kpi = models.CharField(max_length=200)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    reason = models.TextField()
    origin = models.CharField(max_length=400, blank=True)
    amount = ExactDecimalField()
    step = ExactDecimalField()
    asked = models.TextField()
    times = models.TextField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        db_table = "plan"
        constraints = (
            models.UniqueConstraint(
                fields=("kpi", "member_kind", "member_source", "member_id", "grain", "starts_on", "version"), name="plan_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kpi} of {self.member_name}, {self.grain} from {self.starts_on}, version {self.version}"


class StoredPart(OfMember):
    """A member of a plan: whom it stands below (-1: nobody), its name there, and its amounts in the shortest periods, in smallest units."""

    plan = models.ForeignKey(StoredPlan, on_delete=models.PROTECT, related_name="parts")
    position = models.PositiveIntegerField()
    parent = models.IntegerField()
    name = models.CharField(max_length=450)
    amounts = models.TextField()

    class Meta:
        db_table = "plan_part"
        ordering = ("plan_id", "position")
        constraints = (models.UniqueConstraint(fields=("plan", "position"), name="plan_part_once"),)

    def __str__(self) -> str:
        return f"{self.name} in {self.plan_id}"
