"""One Delta table as the mart uses it: delta-rs keeps its log, DuckDB its Parquet files (`parquet`).

All files of a Delta version have the same columns: where a contract has grown, the table is rewritten as a whole. So files
can be read without comparing their columns first.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import duckdb
from deltalake import DeltaTable, Field, Schema
from deltalake.exceptions import DeltaError
from deltalake.schema import PrimitiveType
from deltalake.transaction import AddAction, RemoveAction, create_table_with_add_actions

from scoreline.errors import MartError
from scoreline.mart.columns import MONTH, Table, Type
from scoreline.mart.parquet import DataFile, columns_of

_TYPES = {Type.INTEGER: "long", Type.BOOLEAN: "boolean", Type.DATE: "date", Type.TIME: "timestamp"}
_TYPES |= dict.fromkeys((Type.ID, Type.TEXT, Type.PERIOD), "string")
_SETTINGS = {"delta.enableExpiredLogCleanup": "false"}
"""Old versions of the log stay: the mart's versions name them."""
_UNREADABLE = ("deletionVectors", "columnMapping")


@dataclass(frozen=True)
class Look:
    """What a Delta version holds."""

    version: int
    files: tuple[DataFile, ...]
    columns: tuple[str, ...]


NOTHING = Look(-1, (), ())


def exists(path: Path) -> bool:
    """Whether a folder holds a Delta table."""
    return (path / "_delta_log").is_dir() and bool(DeltaTable.is_deltatable(str(path)))


def look(path: Path, version: int | None = None) -> Look:
    """The files and columns of a Delta version, the newest where None. MartError where they cannot be read as plain files."""
    with _guarded(path):
        table = DeltaTable(str(path), version=version)
        _refuse_features(table, path)
        columns = tuple(field.name for field in table.schema().fields)
        return Look(table.version(), _files(table), columns)


def _files(table: DeltaTable) -> tuple[DataFile, ...]:
    actions = table.get_add_actions(flatten=True)
    found = {name: actions[name].to_pylist() for name in actions.schema.names if name in _ACTION}
    months = found.get(f"partition.{MONTH.name}", [None] * len(found["path"]))
    files = zip(found["path"], found["size_bytes"], found["num_records"], months, strict=True)
    return tuple(DataFile(unquote(path), size, rows, month) for path, size, rows, month in files)


_ACTION = ("path", "size_bytes", "num_records", f"partition.{MONTH.name}")


def commit(path: Path, table: Table, add: Sequence[DataFile], remove: Sequence[DataFile] = (), *, whole: bool = False) -> int:
    """Make files part of the table, or no longer so, in one step; `whole` replaces all files and the columns. The new version."""
    return enter(path, _schema(table), add, remove, partitioned=table.partitioned, whole=whole)


def enter(
    path: Path, schema: Schema, add: Sequence[DataFile], remove: Sequence[DataFile] = (), *, partitioned: bool, whole: bool = False
) -> int:
    """The same for a table of any schema."""
    with _guarded(path):
        if not exists(path):
            adds = [_add(file, int(time.time() * 1000)) for file in add]
            by = [MONTH.name] if partitioned else None
            create_table_with_add_actions(str(path), schema, adds, mode="error", partition_by=by, configuration=_SETTINGS)
            return 0
        return _written(DeltaTable(str(path)), schema, add, remove, partitioned=partitioned, whole=whole)


def become(path: Path, schema: Schema, files: Sequence[DataFile], *, partitioned: bool) -> int:
    """Make these the files of the table, in one step. The new version, or the one there is where it holds them already."""
    with _guarded(path):
        if not exists(path):
            return enter(path, schema, files, partitioned=partitioned)
        delta = DeltaTable(str(path))
        held = _files(delta)
        add, gone = (sorted(set(one) - set(other), key=lambda file: file.path) for one, other in ((files, held), (held, files)))
        if not add and not gone:
            return int(delta.version())
        return _written(delta, schema, add, gone, partitioned=partitioned)


def _written(
    delta: DeltaTable, schema: Schema, add: Sequence[DataFile], remove: Sequence[DataFile], *, partitioned: bool, whole: bool = False
) -> int:
    now = int(time.time() * 1000)
    adds = [_add(file, now) for file in add]
    removes = [] if whole else [RemoveAction(file.path, True, now, file.size, _keys(file)) for file in remove]
    by = [MONTH.name] if partitioned else None
    delta.create_write_transaction([*adds, *removes], "overwrite" if whole else "append", schema, by)
    delta.update_incremental()
    return int(delta.version())


def _add(file: DataFile, now: int) -> AddAction:
    return AddAction(file.path, file.size, _keys(file), now, True, json.dumps({"numRecords": file.rows}))


def restore(path: Path, version: int) -> int:
    """Bring back an older version as a new one; its number."""
    with _guarded(path):
        delta = DeltaTable(str(path))
        delta.restore(version)
        return DeltaTable(str(path)).version()


def compact(path: Path) -> None:
    """Make one file of many small ones. Older versions stay readable."""
    with _guarded(path):
        DeltaTable(str(path)).optimize.compact()


def vacuum(path: Path, needed: Iterable[int], *, dry_run: bool) -> tuple[int, int]:
    """Delete the files that neither the tip nor the Delta versions `needed` name; how many they are, and their bytes.

    Call it with the write lock held, unless it is to be a dry run: a load's files are not named before it ends.
    """
    with _guarded(path):
        delta = DeltaTable(str(path))
        keep = sorted({*needed, delta.version()})

        def vacuum(only_tell: bool) -> list[str]:
            return list(delta.vacuum(0, only_tell, enforce_retention_duration=False, full=True, keep_versions=keep))

        # it lists what earlier runs deleted too
        sizes = [file.stat().st_size for name in vacuum(True) if (file := path / unquote(name)).exists()]
        if sizes and not dry_run:
            vacuum(False)
    return len(sizes), sum(sizes)


def _keys(file: DataFile) -> dict[str, str | None]:
    return {MONTH.name: file.month} if file.month is not None else {}


def _schema(table: Table) -> Schema:
    return Schema([Field(column.name, PrimitiveType(_delta_type(column.type))) for column in columns_of(table)])


def _delta_type(type: Type) -> str:
    return _TYPES.get(type) or type.sql.lower()


def _refuse_features(table: DeltaTable, path: Path) -> None:
    features = table.protocol().reader_features or []
    mapping = table.metadata().configuration.get("delta.columnMapping.mode", "none")
    if mapping != "none" or any(feature in _UNREADABLE for feature in features):
        raise MartError(
            "Another program gave this table deletion vectors or column mapping, which Scoreline does not read.",
            where=str(path),
            do="Take these features off the table with the program that added them.",
        )


@contextmanager
def _guarded(path: Path) -> Iterator[None]:
    """Turn what delta-rs raises, its panics too (which are no Exception), into a MartError."""
    try:
        yield
    except (DeltaError, OSError, duckdb.Error) as error:
        raise MartError(f"The table cannot be read or written: {_first_line(error)}", where=str(path)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise MartError(f"The table cannot be read or written: {_first_line(error)}", where=str(path)) from error


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n", 1)[0]
