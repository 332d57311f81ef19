"""Whose a record is: its owner's at the time, the people's who share its credit, or today's owner's. Views over a relation."""

from __future__ import annotations

import datetime as dt

import duckdb

from scoreline.engine.plan import BY_CREDIT, CREDITED, State
from scoreline.engine.sql import OVERLAY, SHARE
from scoreline.kpis.relations import Relation, relations

_WIDE = "DECIMAL(19, 8)"
"""The type of shares: one digit more than fits in 64 bits, so that money times a share is computed in 128."""

_LOOKED_AFTER = {
    "deals": ("deal", "id"),
    "deal_spans": ("deal", "id"),
    "followed_deals": ("deal", "id"),
    "leads": ("lead", "id"),
    "lead_responses": ("lead", "id"),
    "lead_touches": ("lead", "lead_id"),
}
"""Relations of a deal or lead that is looked after in ownerships, beside its customer: relation -> (kind, its column of the id)."""


def ensure(con: duckdb.DuckDBPyConnection, state: State, source: str, today: dt.date | None) -> str:
    """The table or view from which a state is read; made where the state asks for shares or for today's owners."""
    relation = relations()[state.relation]
    if relation.name in BY_CREDIT:
        return _by_credit(con, state, relation, source, today)
    if state.whose == "owner":
        return source
    name = f"{source}__{state.whose}"
    text = _credited(relation, source) if state.whose == "credits" else _today(relation, source, today)
    con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {text}")
    return name


def _by_credit(con: duckdb.DuckDBPyConnection, state: State, relation: Relation, source: str, today: dt.date | None) -> str:
    """The rows of the way of crediting that the state asks for.

    What people are credited beside others does not roll up to teams: with it, a row stands once more as overlay, and so does the row
    without it, taken away.
    """
    name = f"{source}__{state.whose}"
    if state.whose != "credits":
        con.execute(f"CREATE OR REPLACE TEMP VIEW {source}__own AS SELECT * FROM {source} WHERE credit = 'owner'")
        if state.whose == "owner":
            return f"{source}__own"
        con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {_today(relation, f'{source}__own', today)}")
        return name
    same = "a.p = f.p AND " if relation.by_period else ""
    listed = f"SELECT {_columns(relation, 'f')}, f.owner_id"
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW {name} AS "
        f"{listed}, 1 AS {SHARE}, false AS {OVERLAY} FROM {source} AS f WHERE f.credit = 'shares' "
        f"UNION ALL {listed}, 1 AS {SHARE}, true AS {OVERLAY} FROM {source} AS f WHERE f.credit = 'all' "
        f"UNION ALL {listed}, -1 AS {SHARE}, true AS {OVERLAY} FROM {source} AS f WHERE f.credit = 'shares' AND EXISTS ("
        f"SELECT 1 FROM {source} AS a WHERE {same}a._source = f._source AND a.id = f.id AND a.credit = 'all')"
    )
    return name


def _columns(relation: Relation, alias: str) -> str:
    names = [*relation.columns, *(["p"] if relation.by_period else [])]
    return ", ".join(f'{alias}."{name}"' for name in names if name != "owner_id")


def _credited(relation: Relation, source: str) -> str:
    """Each record once for each person who shares it, or for its owner; and once more, as overlay, for who is credited beside."""
    credit, own = CREDITED[relation.name]
    on = f'c._source = f._source AND c.{credit} = f."{own}"'
    listed = _columns(relation, "f")
    return (
        f"SELECT {listed}, CASE WHEN c.person_id IS NULL THEN f.owner_id ELSE c.person_id END AS owner_id, "
        f"CAST(coalesce(c.share, 1) AS {_WIDE}) AS {SHARE}, false AS {OVERLAY} "
        f"FROM {source} AS f LEFT JOIN (SELECT * FROM credits WHERE kind = 'share' AND {credit} IS NOT NULL) AS c ON {on} "
        f"UNION ALL SELECT {listed}, c.person_id AS owner_id, CAST(c.share AS {_WIDE}) AS {SHARE}, true AS {OVERLAY} "
        f"FROM {source} AS f JOIN credits AS c ON {on} AND c.kind = 'overlay'"
    )


def _today(relation: Relation, source: str, today: dt.date | None) -> str:
    """Each record with whoever looks after it, or else after its customer, on the last covered day; without a note of that its owner."""
    owners, joins = [], []
    keys = [_LOOKED_AFTER[relation.name]] if relation.name in _LOOKED_AFTER else []
    keys += [("customer", "customer_id")] if "customer_id" in relation.columns else []
    for kind, column in keys:
        joins.append(
            f"LEFT JOIN (SELECT _source, record_id, max(person_id) AS person_id FROM ownerships WHERE kind = '{kind}' "
            f"AND valid_from <= DATE '{today}' AND (valid_to IS NULL OR valid_to > DATE '{today}') GROUP BY 1, 2) AS {kind}_now "
            f'ON {kind}_now._source = f._source AND {kind}_now.record_id = f."{column}"'
        )
        owners.append(f"{kind}_now.person_id")
    owner = f"coalesce({', '.join([*owners, 'f.owner_id'])})"
    return f"SELECT {_columns(relation, 'f')}, {owner} AS owner_id FROM {source} AS f {' '.join(joins)}"
