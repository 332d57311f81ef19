"""The table of corrections that open periods carry from closed ones."""

from __future__ import annotations

from django.db import models

from scoreline.state.abstract import OfMember
from scoreline.state.fields import ExactDecimalField


class StoredCarry(OfMember):
    """A pending difference of a closed period that counts in a later one. Both are of the same grain. Never changed."""

    kpi = models.CharField(max_length=200)
    grain = models.CharField(max_length=10)
    calendar = models.CharField(max_length=60)
    from_starts_on = models.DateField()
    from_ends_on = models.DateField()
    from_version = models.PositiveIntegerField()
    into_starts_on = models.DateField()
    into_ends_on = models.DateField()
    amount = ExactDecimalField()
    mart_version = models.BigIntegerField(null=True)
    reason = models.TextField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "carry"
        indexes = (
            models.Index(fields=("from_starts_on",), name="carry_from"),
            models.Index(fields=("into_starts_on",), name="carry_into"),
        )

    def __str__(self) -> str:
        return f"{self.kpi} of {self.member_name} from {self.from_starts_on} into {self.into_starts_on}"
