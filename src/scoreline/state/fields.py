"""A decimal column that keeps every digit. SQLite has no decimals: Django's own field would go through a float."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    _Text = models.Field[Any, Any]
else:
    _Text = models.TextField


class ExactDecimalField(_Text):
    """A Decimal kept as text, digit by digit. Not for sorting or summing in SQL."""

    def from_db_value(self, value: str | None, *_: Any) -> Decimal | None:
        """What the column's text means."""
        return None if value is None else Decimal(value)

    def to_python(self, value: Any) -> Any:
        """The value as a Decimal."""
        return value if value is None else Decimal(value)

    def get_prep_value(self, value: Any) -> Any:
        """The text that is kept."""
        return None if value is None else str(value)
