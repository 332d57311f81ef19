"""Trees turned into the words of an engine, definitions that travel with a query, and the tables to create."""

from __future__ import annotations

import pyarrow as pa
import pytest
import sqlglot
from sqlglot import exp

from scoreline.engine.backends.remote import Remote
from scoreline.engine.dialects import clickhouse, inline, postgres, spark, types, values
from scoreline.errors import QueryError
from scoreline.mart.contracts import TABLES


class Written(Remote):
    """An engine that only writes its queries down."""

    version, several_sources = 0, True
    sources = ()

    def __init__(self, dialect: str, turn: object) -> None:
        super().__init__()
        self.dialect, self.turn = dialect, turn  # type: ignore[assignment]

    def fetch(self, text: str) -> pa.Table:
        raise QueryError(text)

    def physical(self, table: str, columns: object) -> exp.Expr:
        return exp.to_table(f"held.{table}")

    def has(self, table: str, source: str | None = None) -> bool:
        return True

    def spans(self, table: str, source: str | None = None) -> tuple[object, ...]:  # type: ignore[override]
        return ()

    def declared(self, table: str, source: str | None = None) -> bool:
        return False

    def close(self) -> None:
        return


def text(dialect: str, query: str, **definitions: str) -> str:
    remote = Written(dialect, {"postgres": postgres.rule, "spark": spark.rule, "clickhouse": clickhouse.rule}[dialect])
    for name, select in definitions.items():
        remote.define(name, select)
    return remote.text(sqlglot.parse_one(query, dialect="duckdb"))


def test_definitions_come_with_a_query_once_and_in_order() -> None:
    found = text(
        "postgres",
        "WITH own AS (SELECT id FROM second) SELECT own.id FROM own JOIN first ON first.id = own.id",
        first="SELECT id FROM orders",
        second="SELECT id FROM first WHERE id <> 'x'",
    )
    assert found.count("held.orders") == 1
    assert found.index('"first" AS (') < found.index('"second" AS (') < found.index('"own" AS (')


@pytest.mark.parametrize(
    ("dialect", "query", "words"),
    [
        ("postgres", "SELECT id FROM orders ORDER BY id DESC", '("orders"."id") COLLATE "C" DESC NULLS LAST'),
        ("postgres", "SELECT closed_on - opened_on AS d FROM deals", "AS DATE) - CAST("),
        ("spark", "SELECT opened_on + 1 AS d FROM deals", "DATE_ADD("),
        ("spark", "SELECT amount / 2 AS d FROM deals", "AS DOUBLE) / NULLIF(CAST(2 AS DOUBLE), 0)"),
        ("clickhouse", "SELECT lag(id) OVER (ORDER BY id) AS d FROM deals", "lag(toNullable("),
        ("clickhouse", "SELECT min(_row) OVER (ORDER BY id) AS d FROM deals", "MIN(toNullable("),
        ("clickhouse", "SELECT CAST(probability AS DECIMAL(18,4)) AS d FROM stages", "ROUND("),
        ("clickhouse", "SELECT CAST('2200-01-01' AS DATE) AS d FROM stages", "Date32"),
    ],
)
def test_turns(dialect: str, query: str, words: str) -> None:
    assert words in text(dialect, query)


def test_texts_stay_texts() -> None:
    odd = 'it\'s \\ "x"; DROP TABLE orders --'
    for dialect in ("postgres", "spark", "clickhouse"):
        found = text(dialect, f"SELECT id FROM orders WHERE id = {values.literal(odd)}")
        where = sqlglot.parse_one(found, dialect=dialect).find(exp.Where)
        assert where is not None and where.this.expression.name == odd


def test_small_tables_travel_as_values() -> None:
    select = values.select([("n", "INTEGER"), ("word", "VARCHAR"), ("yes", "BOOLEAN")], [(1, "it's", True), (None, None, False)])
    assert sqlglot.parse_one(select, dialect="duckdb")
    assert inline.read(sqlglot.parse_one(values.select([("n", "INTEGER")], []), dialect="duckdb")) == set()


@pytest.mark.parametrize("engine", ["postgres", "clickhouse"])
def test_tables_to_create_name_every_column(engine: str) -> None:
    for table in TABLES.values():
        made = sqlglot.parse_one(types.create(table, engine), dialect=engine)
        assert [column.name for column in made.find_all(exp.ColumnDef)] == [column.name for column in types.columns(table)]
