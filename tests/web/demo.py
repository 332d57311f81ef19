"""The made-up company, a twentieth of its usual size, made once for all tests of pages."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from scoreline.demo.make import make

SCALE = 0.05


@cache
def demo_folder() -> Path:
    """Its workspace; gone when the tests end."""
    home = Path(tempfile.mkdtemp(prefix="scoreline-pages-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    make(home / "demo", scale=SCALE)
    return home / "demo"
