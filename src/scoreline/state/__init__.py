"""What people agreed and decided: matrices, signatures, facts entered by hand, closed periods, and the audit trail of it all.

Kept in the workspace's state.sqlite3, or in PostgreSQL where scoreline.toml says so. This package is the only writer of it. Its modules
start Django when one of their functions is first called.
"""
