"""The mart: a folder of Delta tables and its versions. Readers stand on a version and never see a load half done."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from scoreline.errors import MartError
from scoreline.mart import delta, parquet, sql, versions
from scoreline.mart.columns import Column, Table, Type
from scoreline.mart.contracts import TABLES
from scoreline.mart.coverage import Coverage
from scoreline.mart.lock import write_lock
from scoreline.mart.staged import Span
from scoreline.mart.versions import EMPTY, VERSIONS, Version

REMOVED = Table(
    "_removed",
    "A version whose files are gone.",
    (
        Column("number", Type.INTEGER, "the version", required=True),
        Column("why", Type.TEXT, "what removed it", required=True),
        Column("removed_at", Type.TIME, "when", required=True),
    ),
    key=("number",),
)
_FORBIDDEN = "[]*=?"
"""Patterns and partitions to DuckDB; after a `?` it would put the log of a staged file elsewhere."""


class Mart:
    """The mart in a folder. MartError where there is none."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._read: tuple[str, list[Version]] | None = None
        if not delta.exists(self.path / VERSIONS.name):
            raise MartError("There is no mart in this folder.", where=str(self.path), do="`scoreline init` makes a workspace with one.")

    @staticmethod
    def create(path: Path) -> Mart:
        """Make a mart in a folder, or finish making one. MartError where the folder's name would break its files."""
        path = path.absolute()
        if bad := [letter for letter in _FORBIDDEN if letter in str(path)]:
            raise _unfit(path, f"The folder's path holds {' '.join(bad)}")
        made = not path.exists()
        try:
            path.mkdir(parents=True, exist_ok=True)
            with write_lock(path):
                _probe(path)
                if not delta.exists(path / VERSIONS.name):
                    delta.commit(path / VERSIONS.name, VERSIONS, add=[])
        except (MartError, OSError) as error:
            if made:
                shutil.rmtree(path, ignore_errors=True)
            if isinstance(error, OSError):
                raise MartError(f"The folder cannot be made: {error.strerror}.", where=str(path)) from error
            raise
        return Mart(path)

    def versions(self) -> list[Version]:
        """The versions, oldest first."""
        stamp = self._stamp()
        if self._read is None or self._read[0] != stamp:
            self._read = stamp, versions.read(self.path)
        return list(self._read[1])

    def snapshot(self, number: int | None = None) -> Snapshot:
        """A version's tables, the newest where None; number 0 is the empty mart. MartError for an unknown number."""
        known = {version.number: version for version in [EMPTY, *self.versions()]}
        if number is None:
            number = max(known)
        elif number in known and number < max(known) and number in removed(self.path):
            raise MartError(
                f"Version {number} of the mart was removed by `scoreline maintain`, to free its space.",
                where=str(self.path),
                do=f"It still has {_ranges(set(known) - {0} - removed(self.path))}.",
            )
        if number not in known:
            newest = max(known)
            have = f"versions 1 to {newest}" if newest else "no version yet"
            raise MartError(f"The mart has no version {number}.", where=str(self.path), do=f"It has {have}.")
        return Snapshot(self.path, known[number])

    def _stamp(self) -> str:
        """The newest entry of the versions' log: another one means that there is more to read."""
        log = self.path / VERSIONS.name / "_delta_log"
        return max((entry.name for entry in log.glob("*.json")), default="")


@dataclass(frozen=True)
class Snapshot:
    """The tables of one version. What it gives never changes."""

    path: Path
    version: Version
    _relations: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    _looks: dict[str, delta.Look] = field(default_factory=dict, repr=False, compare=False)

    @property
    def number(self) -> int:
        """The version's number; 0 is the empty mart."""
        return self.version.number

    @property
    def sources(self) -> tuple[str, ...]:
        """The source systems that its rows came from."""
        return tuple(sorted({source for table in self.version.tables.values() for source in table.sources}))

    def relation(self, table: str) -> str:
        """DuckDB SQL for FROM: the contract's columns and types. MartError for a table that no contract names."""
        if table not in TABLES:
            raise MartError(f'The mart has no table "{table}".')
        if table not in self._relations:
            contract, found = TABLES[table], self.look(table)
            known = self.version.tables.get(table)
            only = known.sources[0] if known and len(known.sources) == 1 else None
            self._relations[table] = parquet.reading(self.path / table, contract, found.files, found.columns, only)
        return self._relations[table]

    def look(self, table: str) -> delta.Look:
        """The files of a table."""
        known = self.version.tables.get(table)
        if table not in self._looks:
            self._looks[table] = delta.look(self.path / table, known.delta) if known else delta.NOTHING
        return self._looks[table]

    def attach(self, con: duckdb.DuckDBPyConnection) -> None:
        """Make a temporary view, named as in the contract, for every table."""
        for table in TABLES:
            con.execute(f"CREATE OR REPLACE TEMP VIEW {sql.name(table)} AS SELECT * FROM {self.relation(table)}")

    def has(self, table: str, source: str | None = None) -> bool:
        """Whether the table was ever loaded, by anyone or by a source; it may hold no rows."""
        known = self.version.tables.get(table)
        return known is not None and (source is None or source in known.sources)

    def coverage(self, table: str, source: str | None = None) -> Coverage | None:
        """The days that the table's loads cover, all or a source's; None where it was not loaded, or its rows have no day."""
        known = self.version.tables.get(table)
        return known.covered(source) if known else None

    def spans(self, table: str, source: str | None = None) -> tuple[Span, ...]:
        """The covered spans, in order; none where nothing is known."""
        coverage = self.coverage(table, source)
        return coverage.spans if coverage else ()

    def declared(self, table: str, source: str | None = None) -> bool:
        """Whether the coverage was stated with the loads, and not assumed from the rows."""
        coverage = self.coverage(table, source)
        return coverage is not None and not coverage.assumed


def removed(folder: Path) -> frozenset[int]:
    """The numbers of the versions whose files are gone."""
    path = folder / REMOVED.name
    if not delta.exists(path):
        return frozenset()
    found = delta.look(path)
    with sql.connect() as con:
        rows = sql.rows(con, f"SELECT number FROM {parquet.reading(path, REMOVED, found.files, found.columns)}")
    return frozenset(number for (number,) in rows)


def _ranges(numbers: Iterable[int]) -> str:
    """Numbers as text: versions 3, 7 to 9."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    listed = ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return f"versions {listed}" if len(runs) > 1 or any(len(run) > 1 for run in runs) else f"version {listed}"


def _probe(path: Path) -> None:
    """Write and read a file in the folder the way a load does, to find out now what its name would break later."""
    table = path / "_probe"
    try:
        with sql.connect() as con:
            values = f"SELECT 1::BIGINT, now(), {sql.texts(['', '', '', '{}', '{}'])}"
            made = parquet.write(con, values, table, VERSIONS, 0)
            delta.commit(table, VERSIONS, add=made)
            found = delta.look(table)
            read = sql.rows(con, f"SELECT count(*) FROM {parquet.reading(table, VERSIONS, found.files, found.columns)}")
        if read != [(1,)]:
            raise _unfit(path, "A file written there cannot be found again")
    except (MartError, duckdb.Error) as error:
        raise _unfit(path, "Files cannot be written and read there") from error
    finally:
        shutil.rmtree(table, ignore_errors=True)


def _unfit(path: Path, why: str) -> MartError:
    return MartError(
        f"{why}, which the mart's files cannot bear.", where=repr(str(path)), do="Choose a folder with letters, digits, spaces, - or _."
    )
