"""What the check queries say of cells, computed from the staged loads alone.

Each file of kpis/ gives a KPI for the cells of the relation `cell`: member, `whole_member` (the member without the method or page),
label, start, stop, the start of the period before, and the same period a year before. It reads the tables of facts/, made once, and
of facts/each/, made anew for other periods. `{cut}` stands for the cut's key of a row, `{whole}` for that of the cut without the method
or page, `{here}` for "a row of the cell's member, on a day of its period", and other names in braces for what common.sql says. A ratio
gives `numerator` and `denominator` beside `value`; what stands next to a KPI comes as columns "beside: label".

What credits share out stands in three schemas: `by_person` (shares and overlays), `by_team` (shares) and `by_record` (owners only).
A query sees those of its cut; for what is never shared, medians and distinct counts, it names `by_record` itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import duckdb
import pyarrow as pa

from scoreline.mart.staged import Staged
from tests.checks.cells import Days, column, days, key, whole, whole_member
from tests.checks.companies import Company
from tests.checks.comparing import Value
from tests.checks.tables import read_tables

FOLDER = Path(__file__).parent
KPIS = tuple(sorted(path.stem for path in (FOLDER / "kpis").glob("*.sql")))
DAYS = tuple(field.name for field in fields(Days) if field.name != "label")
CELL = pa.schema([(name, pa.string()) for name in ("member", "whole_member", "label")] + [(day, pa.date32()) for day in DAYS])
HERE = "{cut} = cell.member AND day >= cell.start AND day < cell.stop"
COMMON = re.findall(r"^-- (\w+): .+\n([^;]+);$", (FOLDER / "common.sql").read_text("utf-8"), re.M)
"""Names and what stands for them."""

BESIDE = "beside: "
SCHEMAS = ("by_record", "by_team", "by_person")


@dataclass(frozen=True)
class Answer:
    """A cell's value, what stands beside it, and its parts where the KPI is a ratio."""

    value: Value
    numerator: Value
    denominator: Value
    ratio: bool
    beside: dict[str, Value]


class Checks:
    """The check queries over the staged loads."""

    def __init__(self, staged: Sequence[Staged], company: Company) -> None:
        self.con = duckdb.connect()
        self._spans: list[Days] = []
        read_tables(self.con, staged, company.time_zone)
        for name, value in {
            "time_zone": f"'{company.time_zone}'",
            "own_currency": f"'{company.currency}'",
            "covered_from": f"DATE '{company.covered_from}'",
            "covered_to": f"DATE '{company.covered_to}'",
            "covered_until": f"timezone('{company.time_zone}', TIMESTAMP '{company.covered_to}')",
            "customer_days": company.customer_days,
            "customer_meaning": f"'{company.customer_meaning}'",
            "basket_hours": company.basket_hours,
        }.items():
            self.con.execute(f"CREATE MACRO {name}() AS {value}")
        for path in sorted((FOLDER / "facts").glob("*.sql")):
            if path.stem == "5_shared":
                self._share(path)
            else:
                self.con.execute(path.read_text("utf-8"))

    def _share(self, path: Path) -> None:
        for schema in SCHEMAS:
            self.con.execute(f"CREATE SCHEMA {schema}; SET search_path = '{schema},main'")
            for kind, table in (("order", "ordered"), ("deal", "pitched")):
                self.con.execute(f"CREATE VIEW {kind}_holders AS {_holders(schema, kind, table)}")
            self.con.execute(path.read_text("utf-8"))
        self.con.execute("SET search_path = 'main'")

    def members(self, cut: Sequence[str]) -> set[str]:
        """Every member of the cut that anything happened to."""
        names = {column(name) for name in cut} | {"day"}
        self.con.execute("SET search_path = 'by_person,main'")
        tables: dict[str, set[str]] = {}
        for table, name in self.con.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema IN ('main', 'by_person')"
        ).fetchall():
            tables.setdefault(table, set()).add(name)
        having = [table for table, columns in tables.items() if names <= columns and table != "places"]
        return {row[0] for table in having for row in self.con.execute(f"SELECT DISTINCT {key(cut)} FROM {table}").fetchall()}

    def ask(self, members: Iterable[str], periods: Iterable[str], cut: Sequence[str]) -> None:
        """Set the cells to be checked next: every member of the cut in every period."""
        names, spans = list(members), [days(label) for label in periods]
        columns = {name: [getattr(span, name) for span in spans for _ in names] for name in ("label", *DAYS)}
        columns |= {"member": names * len(spans), "whole_member": [whole_member(cut, name) for name in names] * len(spans)}
        self.con.execute("SET search_path = 'main'")
        self.con.register("asked_cells", pa.table(columns, schema=CELL))
        self.con.execute("CREATE OR REPLACE TABLE cell AS FROM asked_cells")
        if spans != self._spans:
            self._spans = spans
            self.con.execute((FOLDER / "facts/each/1_periods.sql").read_text("utf-8"))
            for schema in SCHEMAS:
                self.con.execute(f"SET search_path = '{schema},main'")
                self.con.execute(f"CREATE OR REPLACE VIEW open_holders AS {_open_holders(schema)}")
                self.con.execute((FOLDER / "facts/each/2_shared.sql").read_text("utf-8"))

    def answers(self, kpi: str, cut: Sequence[str]) -> dict[tuple[str, str], Answer]:
        """The KPI of those cells, by (member, period)."""
        text = (FOLDER / f"kpis/{kpi}.sql").read_text("utf-8")
        for name, common in reversed(COMMON):  # those that hold others stand last
            text = text.replace(f"{{{name}}}", common)
        text = text.replace("{here}", HERE).replace("{cut}", key(cut)).replace("{whole}", key(whole(cut)))
        people, teams = "person" in cut, any(name.partition(":")[0] == "team" for name in cut)
        schema = "by_person" if people else "by_team" if teams else "by_record"
        self.con.execute(f"SET search_path = '{schema},main'")
        found = self.con.execute(text)
        names = [column[0] for column in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        return {(row["member"], row["label"]): _answer(row) for row in rows}

    def values(self, kpi: str, cut: Sequence[str]) -> dict[str, dict[tuple[str, str], Value]]:
        """The KPI's values, and what stands beside it, under "kpi: label"."""
        answers = self.answers(kpi, cut)
        labels = next(iter(answers.values())).beside if answers else ()
        beside = {f"{kpi}: {label}": {cell: answer.beside[label] for cell, answer in answers.items()} for label in labels}
        return {kpi: {cell: answer.value for cell, answer in answers.items()}, **beside}


def _answer(row: dict[str, Value]) -> Answer:
    beside = {name.removeprefix(BESIDE): value for name, value in row.items() if name.startswith(BESIDE)}
    return Answer(row["value"], row.get("numerator"), row.get("denominator"), "denominator" in row, beside)


def _holders(schema: str, kind: str, table: str) -> str:
    owners = f"SELECT _source, {kind}_id, owner_id AS person_id, 1 AS share FROM {table} t"
    if schema == "by_record":
        return owners
    shared = f"SELECT _source, {kind}_id, person_id, share FROM {kind}_shares"
    rest = f"{owners} WHERE NOT EXISTS (FROM {kind}_shares c WHERE c._source = t._source AND c.{kind}_id = t.{kind}_id)"
    overlays = f" UNION ALL SELECT _source, {kind}_id, person_id, share FROM {kind}_overlays" if schema == "by_person" else ""
    return f"{shared} UNION ALL {rest}{overlays}"


def _open_holders(schema: str) -> str:
    owners = "SELECT t.until, t._source, t.deal_id, t.owner_then AS person_id, 1 AS share FROM open_then t"
    if schema == "by_record":
        return owners
    credits = "FROM deal_shares" + (" UNION ALL FROM deal_overlays" if schema == "by_person" else "")
    shared = f"SELECT t.until, c.* FROM ({credits}) c JOIN open_then t ON t._source = c._source AND t.deal_id = c.deal_id"
    rest = f"{owners} WHERE NOT EXISTS (FROM deal_shares c WHERE c._source = t._source AND c.deal_id = t.deal_id)"
    return f"{shared} UNION ALL {rest}"
