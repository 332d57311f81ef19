"""The key that signs cookies: one per workspace, made when first needed, readable by its owner only."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

_NAME = ".secret-key"


def secret_key(workspace: Path | None) -> str:
    """The workspace's key. Without a workspace, or where its folder is read-only, a key for this process alone."""
    if workspace is None or not workspace.is_dir():
        return secrets.token_urlsafe(64)
    path = workspace / _NAME
    try:
        return _read(path) or _made(path)
    except OSError:
        return secrets.token_urlsafe(64)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def _made(path: Path) -> str:
    """Write a new key beside its place and link it there, so that all who start together agree on one."""
    handle, name = tempfile.mkstemp(prefix=f"{_NAME}.", dir=path.parent)  # readable by its owner only
    own = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            os.link(own, path)
    finally:
        own.unlink()
    return _read(path)
