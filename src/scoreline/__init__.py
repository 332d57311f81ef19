"""Sales data in, KPI matrices out.

import scoreline

ws = scoreline.open("acme")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoreline.workspace import Workspace, init, open  # noqa: A004

__all__ = ["Workspace", "init", "open"]


def __getattr__(name: str) -> object:
    """The public names, imported when first used: the command line answers --help without them."""
    if name in __all__:
        from scoreline import workspace

        return getattr(workspace, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
