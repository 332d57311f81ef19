"""A PostgreSQL cluster for the story that is told on both databases."""

from tests.state.conftest import server

__all__ = ["server"]
