"""Who may do what with the tables in PostgreSQL: the SQL that their owner runs after making them."""

from __future__ import annotations

from scoreline.settings import StateSettings


def rights(chosen: StateSettings) -> list[str]:
    """The statements. Nobody, the owner included, may change or delete entries of the audit trail; a trigger refuses it as well.

    Where a role is named that uses the tables without owning them, it may read and write all others.
    """
    schema = f'"{chosen.schema_}"'
    kept = f"REVOKE UPDATE, DELETE, TRUNCATE ON {schema}.audit FROM"
    statements = [f"{kept} PUBLIC", f"{kept} CURRENT_USER"]
    if chosen.role:
        role = f'"{chosen.role}"'
        statements += [
            f"GRANT USAGE ON SCHEMA {schema} TO {role}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
            f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
            f"{kept} {role}",
        ]
    return statements
