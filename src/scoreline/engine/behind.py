"""Whether a record of the mart stands behind a number."""

from __future__ import annotations

from scoreline.engine import why
from scoreline.engine.engine import Engine
from scoreline.engine.members import Member
from scoreline.periods import Period


def source_of(engine: Engine, kpi: str, member: Member | None, period: Period, table: str, record: str) -> str | None:
    """The source of a record among the rows behind a number; None where it is not among them.

    A row is found by its table and id, or by what it belongs to: the lines of an order by that order.
    """
    for leaf in engine.registry.parts(engine.registry.kpi(kpi).id):
        relation = engine.registry.measures[leaf.name].relation
        columns = ["id"] if relation.name == table and "id" in relation.columns else []
        columns += [column for column, parent in relation.parents.values() if parent == table]
        if not columns:
            continue
        with engine.lock:
            text = why.rows_sql(engine, leaf, member, period)
            test = " OR ".join(f'CAST("{column}" AS VARCHAR) = $id' for column in columns)
            found = engine.con.execute(f"SELECT _source FROM ({text}) AS r WHERE {test} LIMIT 1", {"id": record}).fetchall() if text else []
        if found:
            return str(found[0][0])
    return None


def tables_of(engine: Engine, kpi: str) -> list[str]:
    """The tables whose records may stand behind a KPI, those first that it reads itself."""
    read = [engine.registry.measures[leaf.name].relation for leaf in engine.registry.parts(engine.registry.kpi(kpi).id)]
    parents = [parent for relation in read for _, parent in relation.parents.values()]
    return list(dict.fromkeys([*(relation.name for relation in read if "id" in relation.columns), *parents]))
