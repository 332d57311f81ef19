"""Dense numbers for the members of a cut, as tables in the connection: small integers group faster than text.

For a base dimension `b` there are two tables: `index_b(_source, id, m)` maps the ids that rows carry to the member's number,
`members_b(m, source, id, name)` names the members. Number 0 is "not assigned": no id, or one that points nowhere.
"""

from __future__ import annotations

import duckdb

from scoreline.engine.members import COMPANY, Member
from scoreline.errors import QueryError, nearest
from scoreline.kpis.dimensions import DIMENSIONS, Dimension

_NAME = """CASE WHEN count(*) OVER (PARTITION BY name, id) > 1 THEN name || ' (' || id || ', ' || _source || ')'
                        WHEN count(*) OVER (PARTITION BY name) > 1 THEN name || ' (' || id || ')' ELSE name END"""
"""Equal names are told apart by their ids, and those equal in both by their sources."""


def exists(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether the connection has a table or view of that name."""
    try:
        con.execute(f'SELECT 1 FROM "{table}" LIMIT 0').fetchall()
    except duckdb.CatalogException:
        return False
    return True


def stands(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether it has a table of that name, not a view. Asking for the list of tables takes ten times as long."""
    return bool(con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [table]).fetchall())


def ensure(con: duckdb.DuckDBPyConnection, base: str) -> None:
    """Make the two tables of a base dimension where they are not there yet."""
    name = f"members_{base}"
    if exists(con, name):
        return
    dimension = DIMENSIONS[base]
    con.execute("BEGIN")
    made = _attribute if dimension.attribute else _rows if dimension.table else _values
    for statement in made(dimension):
        con.execute(statement)
    con.execute("COMMIT")


def _rows(dimension: Dimension) -> list[str]:
    """One member for each row of the dimension's table; equal names are told apart by their ids."""
    base, table = dimension.name, dimension.table
    return [
        f"""CREATE TEMP TABLE members_{base} AS
            SELECT CAST(row_number() OVER (ORDER BY _source, id) AS INTEGER) AS m, _source AS source, id,
                   {_NAME} AS name
            FROM "{table}" """,
        f"CREATE TEMP TABLE index_{base} AS SELECT source AS _source, id, m FROM members_{base}",
    ]


def _attribute(dimension: Dimension) -> list[str]:
    """One member for each value of an attribute."""
    base, table, column = dimension.name, dimension.table, dimension.attribute
    return [
        f"""CREATE TEMP TABLE members_{base} AS
            SELECT CAST(row_number() OVER (ORDER BY value) AS INTEGER) AS m, '' AS source, value AS id, value AS name
            FROM (SELECT DISTINCT "{column}" AS value FROM "{table}" WHERE "{column}" IS NOT NULL) AS found""",
        f"""CREATE TEMP TABLE index_{base} AS
            SELECT t._source, t.id, v.m FROM "{table}" AS t JOIN members_{base} AS v ON v.id = t."{column}" """,
    ]


def _values(dimension: Dimension) -> list[str]:
    """One member for each value that stands in any of the dimension's columns."""
    base = dimension.name
    home = 'SELECT DISTINCT "{1}" AS value FROM "{0}" WHERE "{1}" IS NOT NULL'
    found = " UNION ".join(home.format(*place) for place in dimension.homes)
    return [
        f"""CREATE TEMP TABLE members_{base} AS
            SELECT CAST(row_number() OVER (ORDER BY value) AS INTEGER) AS m, '' AS source, value AS id, value AS name
            FROM ({found}) AS found""",
        f"CREATE TEMP TABLE index_{base} AS SELECT id, m FROM members_{base}",
    ]


def ensure_teams(con: duckdb.DuckDBPyConnection, level: str) -> str:
    """Make the table `seats` of a level of the team tree and give its name.

    Its rows are (m, from_on, to_on, team): the person m belonged to that team in [from_on, to_on). Where memberships overlap, the
    later one holds, so that nobody is counted in two teams at once. Without a level, the team is the one named by the
    membership; with one, it is that team's nearest ancestor of that kind. Who belongs to a team that has teams below it is shown
    without a level as that team's direct members, apart from the team, whose figures are those of all below it.
    """
    name = f"seats_{level}" if level else "seats"
    if exists(con, name):
        return name
    kinds = [str(row[0]) for row in con.execute("SELECT DISTINCT kind FROM teams WHERE kind IS NOT NULL").fetchall()]
    if level and level not in kinds:
        raise QueryError(
            f'The team tree has no level "{level}". {nearest(level, kinds)}'.strip(),
            do=f"It has: {', '.join(sorted(kinds)) or 'none'}.",
        )
    ensure(con, "person")
    if not exists(con, "members_team"):
        con.execute(
            f"""CREATE TEMP TABLE members_team AS
                WITH nodes AS (
                    SELECT CAST(row_number() OVER (ORDER BY _source, id) AS INTEGER) AS m, _source AS source, id, {_NAME} AS name, kind
                    FROM teams
                )
                SELECT * FROM nodes
                UNION ALL
                SELECT -n.m, n.source, n.id || ' (direct)', n.name || ' (direct)', NULL FROM nodes AS n
                WHERE EXISTS (SELECT 1 FROM teams AS t WHERE t._source = n.source AND t.parent_id = n.id)"""
        )
    direct = "false" if level else "true"
    stop = "c.kind IS NOT DISTINCT FROM $level" if level else "true"
    con.execute(
        f"""CREATE TEMP TABLE "{name}" AS
            WITH RECURSIVE climb AS (
                SELECT _source, id AS start, id, parent_id, kind, 0 AS depth FROM teams
                UNION ALL
                SELECT t._source, c.start, t.id, t.parent_id, t.kind, c.depth + 1
                FROM climb AS c JOIN teams AS t ON t._source = c._source AND t.id = c.parent_id
                WHERE NOT ({stop}) AND c.depth < 100
            ), reached AS (
                SELECT _source, start, id FROM climb AS c WHERE {stop}
            ), held AS (
                SELECT p.m, s.valid_from AS from_on, g.m AS team,
                       least(coalesce(s.valid_to, DATE '9999-12-31'),
                             coalesce(lead(s.valid_from) OVER (PARTITION BY p.m ORDER BY s.valid_from, s.team_id), DATE '9999-12-31')
                       ) AS to_on
                FROM memberships AS s
                JOIN index_person AS p ON p._source = s._source AND p.id = s.person_id
                LEFT JOIN reached AS r ON r._source = s._source AND r.start = s.team_id
                LEFT JOIN members_team AS g ON g.source = r._source AND g.id = r.id
            )
            SELECT h.m, h.from_on, h.to_on, coalesce(d.m, h.team, 0) AS team
            FROM held AS h LEFT JOIN members_team AS d ON d.m = -h.team AND {direct}
            WHERE h.from_on < h.to_on""",
        {"level": level} if level else {},
    )
    return name


def members(con: duckdb.DuckDBPyConnection, kind: str) -> list[Member]:
    """The members of a dimension in order of name; kind `company` has one."""
    if kind == "company":
        return [COMPANY]
    base = kind.partition(":")[0]
    if base == "team":
        ensure_teams(con, "")
        rows = con.execute("SELECT name, id, source FROM members_team WHERE m > 0 ORDER BY name, id").fetchall()
    else:
        ensure(con, base)
        rows = con.execute(f"SELECT name, id, source FROM members_{base} ORDER BY name, id").fetchall()
    return [Member(base, *row) for row in rows]
