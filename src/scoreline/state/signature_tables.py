"""The table of names put to matrices."""

from __future__ import annotations

from django.db import models


class StoredSignature(models.Model):
    """One name put to a matrix. It goes with the matrix, so a changed matrix has none; the audit trail keeps it."""

    matrix = models.ForeignKey("state.StoredMatrix", on_delete=models.CASCADE, related_name="signatures")
    part = models.CharField(max_length=20)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        db_table = "signature"
        constraints = (models.UniqueConstraint(fields=("matrix", "part"), name="signature_once"),)

    def __str__(self) -> str:
        return f"{self.part} by {self.by}"
