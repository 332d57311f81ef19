"""The tables of saved pay-outs."""

from __future__ import annotations

from django.db import models

from scoreline.state.abstract import OfMember, OfPeriod
from scoreline.state.closing_tables import StoredClosing
from scoreline.state.fields import ExactDecimalField


class StoredPayout(OfMember, OfPeriod):
    """What a closed period pays a person: the statement, and the rules and the closing that it stands on. Never changed."""

    closing = models.ForeignKey(StoredClosing, on_delete=models.PROTECT, related_name="payouts")
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    origin = models.CharField(max_length=400, blank=True)
    scheme = models.TextField()
    rules = models.CharField(max_length=64)
    statement = models.TextField()
    paid = ExactDecimalField()
    owed = ExactDecimalField()

    class Meta:
        db_table = "payout"
        constraints = (
            models.UniqueConstraint(fields=("member_kind", "member_source", "member_id", "grain", "starts_on"), name="payout_once"),
        )

    def __str__(self) -> str:
        return f"{self.member_name}, {self.grain} from {self.starts_on}"


class StoredCorrection(models.Model):
    """An entry in a pay-out that puts an earlier one right: from the figures of one version of its period to those of a later one.

    Each step from one version to the next is taken once.
    """

    payout = models.ForeignKey(StoredPayout, on_delete=models.PROTECT, related_name="corrections")
    original = models.ForeignKey(StoredPayout, on_delete=models.PROTECT, related_name="corrected_by")
    kpi = models.CharField(max_length=200)
    told_version = models.PositiveIntegerField()
    now_version = models.PositiveIntegerField()
    amount = ExactDecimalField()

    class Meta:
        db_table = "payout_correction"
        constraints = (models.UniqueConstraint(fields=("original", "kpi", "told_version"), name="payout_correction_once"),)

    def __str__(self) -> str:
        return f"{self.kpi} of {self.original_id} in {self.payout_id}"
