"""A company of six orders and two leads, whose figures can be added up by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import scoreline
from scoreline import settings
from scoreline.mart.publish import publish
from scoreline.mart.staged import Span
from scoreline.workspace import Workspace
from tests.mart.staging import at, stage

ORDERS = [
    ("o1", "ann", "c1", "2023-01-15", 100),
    ("o2", "ann", "c2", "2023-02-10", 200),
    ("o3", "bob", "c3", "2023-02-20", 50),
    ("o4", "ann", "c1", "2024-01-10", 130),
    ("o5", "bob", "c1", "2024-02-29", 70),
    ("o6", "bob", "c2", "2024-03-05", 10),
]
COVERED = Span(dt.date(2023, 1, 1), dt.date(2024, 4, 1))
QUARTERS = [
    ("ann", "2024-01-01", "2024-02-01", 100, 120),
    ("ann", "2024-02-01", "2024-03-01", 80, None),
    ("ann", "2024-03-01", None, 90, 95),
]


def tables() -> dict[str, list[dict[str, Any]]]:
    """Rows by table."""
    start = dt.date(2020, 1, 1)
    return {
        "people": [{"id": "ann", "name": "Ann"}, {"id": "bob", "name": "Bob, Jr."}],
        "teams": [{"id": "n", "name": "North"}, {"id": "s", "name": "South"}],
        "memberships": [{"person_id": p, "team_id": t, "valid_from": start} for p, t in (("ann", "n"), ("bob", "s"))],
        "customers": [{"id": c, "name": c.upper(), "segment": segment} for c, segment in (("c1", "SMB"), ("c2", "Large"), ("c3", "SMB"))],
        "ownerships": [{"kind": "customer", "record_id": "c1", "person_id": "bob", "valid_from": dt.date(2024, 3, 31)}],
        "orders": [{"id": o, "owner_id": p, "customer_id": c, "ordered_at": at(f"{day} 12:00")} for o, p, c, day, _ in ORDERS],
        "order_lines": [{"id": o, "order_id": o, "quantity": 1, "amount": amount} for o, _, _, _, amount in ORDERS],
        "leads": [
            {"id": "l1", "owner_id": "ann", "created_at": at("2024-03-20 12:00")},
            {"id": "l2", "owner_id": "ann", "created_at": at("2024-03-02 12:00"), "converted_at": at("2024-03-10 12:00")},
        ],
        "levels": [
            {"member_kind": "person", "member_id": who, "kpi": "revenue", "norm": norm, "target": target}
            | {"valid_from": dt.date.fromisoformat(start), "valid_to": end and dt.date.fromisoformat(end)}
            for who, start, end, norm, target in QUARTERS
        ],
    }


def made(folder: Path, **chosen: Any) -> Workspace:
    """The company's workspace in a new folder, with these settings."""
    new = scoreline.init(folder, currency="EUR")
    settings.write(new.path, new.settings.model_copy(update=chosen))
    (folder.parent / "staged").mkdir()
    publish(new.mart, stage(folder.parent / "staged", tables(), covers=COVERED), time_zone="UTC")
    return scoreline.open(folder)
