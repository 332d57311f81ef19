"""Spark: the mart's own tables, read where they lie by the file list of one version, on the cluster that scoreline.toml names."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from sqlglot import exp

from scoreline.engine.backends.remote import Remote
from scoreline.engine.dialects.spark import rule
from scoreline.errors import QueryError, WorkspaceError
from scoreline.mart.contracts import TABLES, stored
from scoreline.mart.staged import Span
from scoreline.mart.store import Snapshot

_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",  # what does not fit is an error, not an empty value
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",  # a product keeps all its places
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "100000",  # the files are known: nobody need list folders
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    # Spark 4.3 makes an invalid plan of two joins to one relation by this rule.
    "spark.sql.optimizer.excludedRules": "org.apache.spark.sql.catalyst.optimizer.RemoveRedundantAliases",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
_TYPES = {"VARCHAR": "STRING", "TIMESTAMP WITH TIME ZONE": "TIMESTAMP"}


class Spark(Remote):
    """One version of the mart on a Spark session."""

    dialect = "spark"
    turn = staticmethod(rule)

    def __init__(self, snapshot: Snapshot, session: Any, *, connector: bool = False) -> None:
        super().__init__()
        self.snapshot, self.session, self.connector = snapshot, session, connector
        self.version = snapshot.number
        self.several_sources = len(snapshot.sources) > 1
        self._views: dict[str, str] = {}
        self._own = f"scoreline_{uuid.uuid4().hex[:12]}"

    def fetch(self, text: str) -> pa.Table:
        """The answer as Arrow."""
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            return self.session.sql(text).toArrow()
        except (PySparkException, Py4JError) as problem:
            raise QueryError(f"Spark refused a query: {_first_line(problem)}", where=self.session.sparkContext.master) from None

    def physical(self, table: str, columns: Sequence[str]) -> exp.Expr:
        """The session's view of the table."""
        if table not in self._views:
            view = f"{self._own}_{table}"
            self._frame(table).createOrReplaceTempView(view)
            self._views[table] = view
        return exp.to_table(self._views[table])

    def table(self, name: str) -> pa.Table:
        """A whole table is read here, from the same files; a derived relation is worked out by Spark."""
        if name not in TABLES:
            return super().table(name)
        return self._empty.sql(f"SELECT * FROM {self.snapshot.relation(name)}").to_arrow_table()

    def close(self) -> None:
        """Forget the views. The session is shared and stays."""
        for view in self._views.values():
            self.session.catalog.dropTempView(view)
        self._views.clear()

    def _frame(self, table: str) -> Any:
        contract, look, folder = TABLES[table], self.snapshot.look(table), self.snapshot.path / table
        schema = ", ".join(f"`{column.name}` {_TYPES.get(column.type.sql, column.type.sql)}" for column in stored(contract))
        if not look.files:
            return self.session.createDataFrame([], schema)
        if self.connector:
            return self.session.read.format("delta").option("versionAsOf", look.version).load(str(folder))
        reader = self.session.read.schema(schema)
        if contract.partitioned:
            reader = reader.option("basePath", str(folder))
        return reader.parquet(*(str(folder / file.path) for file in look.files))

    # Coverage, as the version says

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of its rows."""
        return self.snapshot.sources

    def has(self, table: str, source: str | None = None) -> bool:
        """Whether the table was ever loaded."""
        return self.snapshot.has(table, source)

    def spans(self, table: str, source: str | None = None) -> tuple[Span, ...]:
        """The days that its loads cover."""
        return self.snapshot.spans(table, source)

    def declared(self, table: str, source: str | None = None) -> bool:
        """Whether that was stated."""
        return self.snapshot.declared(table, source)


def session(master: str, conf: Mapping[str, str]) -> Any:
    """The process's Spark session, begun on `master` where there is none yet. WorkspaceError where Spark or Java is missing."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise WorkspaceError(
            "The engine spark needs pyspark.", where="scoreline.toml", do="Install it: pip install 'scoreline[spark]'"
        ) from None
    builder = SparkSession.builder.appName("scoreline").master(master)
    for name, value in {**_SETTINGS, **conf}.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, RuntimeError, OSError) as problem:
        raise WorkspaceError(f"Spark does not start: {_first_line(problem)}", where=master, do="Spark needs Java 17 or newer.") from None


def _first_line(problem: BaseException) -> str:
    return (str(problem).strip().splitlines() or [type(problem).__name__])[0]
