"""The SQL of rights: what the documentation prints is what runs."""

from __future__ import annotations

import re
from pathlib import Path

from scoreline.settings import StateSettings
from scoreline.state.rights import rights

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "keep-state-in-postgresql.md"


def test_the_documented_sql_is_what_runs() -> None:
    printed = re.findall(r"```sql\n(.*?)```", PAGE.read_text("utf-8"), re.S)[0].replace(";", "").splitlines()
    assert printed == rights(StateSettings(schema="acme", role="clerk"))
