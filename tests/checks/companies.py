"""What a company to be checked has decided, and the periods it is asked about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Company:
    """Its settings, the first day that its data covers and the first that it does not, and the first and last period per grain."""

    time_zone: str
    currency: str
    covered_from: dt.date
    covered_to: dt.date
    spans: Mapping[str, tuple[str, str]]
    customer_days: int = 365
    customer_meaning: str = "activity"
    basket_hours: int = 24

    @property
    def settings(self) -> dict[str, object]:
        """What is changed in the product's settings."""
        return {"customer_days": self.customer_days, "customer_meaning": self.customer_meaning, "basket_hours": self.basket_hours}
