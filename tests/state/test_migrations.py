"""State databases of older versions are brought up to date."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from scoreline.periods import Calendar, parse
from scoreline.state import services, setup
from scoreline.state.settings import FILE, database


def _old(workspace: Path) -> None:
    """A database as version 0.1.0 left it, with one matrix for a fiscal quarter."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    setup.start()
    file = workspace / FILE
    file.touch()
    connections.settings["old"] = {**setup._DEFAULTS, **database(file)}
    MigrationExecutor(connections["old"]).migrate([("state", "0001_matrices")])
    connections["old"].close()
    with sqlite3.connect(file) as con:
        con.execute(
            "INSERT INTO matrix (member_kind, member_source, member_id, member_name, grain, starts_on, ends_on, first_month, applied_at,"
            " applied_by, origin) VALUES ('person', 'crm', '1', 'Anna', 'quarter', '2017-04-01', '2017-07-01', 4, '2017-01-01', '', '')"
        )
        con.execute(
            "INSERT INTO matrix_row (position, kpi, kind, weight, direction, base, norm, target, method, steps, at_target, floor,"
            " undefined, question, why, matrix_id)"
            " VALUES (0, 'revenue', 'scored', '1', 'up', '1', '2', '3', 'base_norm', '[]', '120', '0', 'not_applicable', '', '', 1)"
        )


def test_the_first_month_becomes_a_calendar(tmp_path: Path) -> None:
    _old(tmp_path)
    (found,) = services.matrices(tmp_path)
    assert found.period == parse("2018-Q1", Calendar(first_month=4))
    assert found.period.label == "2018-Q1"
