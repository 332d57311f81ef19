"""Kept states are read only by the code that made them: what that code imports counts, too."""

from __future__ import annotations

import ast
from pathlib import Path

import scoreline.engine
from scoreline.engine.identity import _CODE

FOLDER = Path(scoreline.engine.__file__).parent
BESIDE = {"kept", "members", "query"}
"""What says nothing about the rows of a state: where it lies, what members are called, what is asked."""


def test_every_module_that_makes_states_is_part_of_their_identity() -> None:
    listed = set(_CODE["scoreline.engine"])
    for name in listed:
        imported = set[str]()
        for node in ast.walk(ast.parse((FOLDER / f"{name}.py").read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "scoreline.engine":
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("scoreline.engine."):
                imported.add((node.module or "").split(".")[2])
        assert imported <= listed | BESIDE, name
