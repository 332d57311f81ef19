"""Serve a workspace's pages on this machine.

The server is a process of its own, started fresh: it forks a worker, and deltalake and duckdb, once used in a process, do not
survive a fork. So `serve` replaces the calling process by `python -m scoreline.web.serve`, which loads nothing before the fork.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
from pathlib import Path
from typing import Any

from scoreline.errors import WorkspaceError

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_THREADS = 4


def serve(workspace: Path, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve until interrupted. WorkspaceError where the host is not this machine's own or the port is taken."""
    check_address(host, port)
    sys.stdout.flush()
    sys.stderr.flush()
    arguments = [sys.executable, "-m", "scoreline.web.serve", str(Path(workspace).absolute()), host, str(port)]
    os.execv(sys.executable, arguments)  # noqa: S606  (the same Python, no shell)


def check_address(host: str, port: int) -> None:
    """Refuse a host that others could reach (there is no sign-in yet), and a port that is taken."""
    if host not in _LOOPBACK:
        raise WorkspaceError(f"The pages have no sign-in yet, so they are served to this machine only, not on {host}.", do="Use 127.0.0.1.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as problem:
            reason = getattr(problem, "strerror", None) or str(problem)
            raise WorkspaceError(
                f"Port {port} on {host} cannot be used: {reason}.",
                do=f"Stop the program that uses it, or choose another: scoreline serve --port {min(port + 1, 65535)}.",
            ) from None


def _run(workspace: str, host: str, port: str) -> None:
    """Run gunicorn: one worker of a few threads, the pages imported in the worker only."""
    from gunicorn.app.base import BaseApplication

    os.environ["SCORELINE_WORKSPACE"] = workspace
    os.environ["DJANGO_SETTINGS_MODULE"] = "scoreline.web.settings"
    shown = f"[{host}]" if ":" in host else host

    def ready(_server: Any) -> None:
        sys.stdout.write(f"{workspace} is served on http://{shown}:{port} (Ctrl-C stops it).\n")
        sys.stdout.flush()

    options = {
        "bind": f"{shown}:{port}",
        "workers": 1,
        "threads": _THREADS,
        "worker_class": "gthread",
        "preload_app": False,
        "timeout": 300,
        "graceful_timeout": 3,
        "loglevel": "warning",
        "control_socket_disable": True,
        "when_ready": ready,
        "proc_name": "scoreline",
    }

    class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
        """gunicorn with options of ours in place of its command line."""

        def load_config(self) -> None:
            for key, value in options.items():
                self.cfg.set(key, value)

        def load(self) -> Any:
            from scoreline.web.pages.current import warm
            from scoreline.web.wsgi import application

            threading.Thread(target=warm, name="warm", daemon=True).start()
            return application

    Server().run()


if __name__ == "__main__":
    _run(*sys.argv[1:4])
