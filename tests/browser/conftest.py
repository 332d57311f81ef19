"""A real browser on the real server: one server process for all tests, one watched page for each."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page

from tests.web.demo import demo_folder

_QUIET = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip
_START_SECONDS = 120


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """The system's Chromium, told to talk to nobody but our server."""
    given = browser_type_launch_args.get("args")
    args = {**browser_type_launch_args, "args": [*(given if isinstance(given, list) else []), *_QUIET]}
    if "executable_path" not in args and (found := shutil.which("chromium") or shutil.which("chromium-browser")):
        args["executable_path"] = found
    return args


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the served demo."""
    folder = demo_folder()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name not in ("DJANGO_SETTINGS_MODULE", "SCORELINE_WORKSPACE")}
    command = [sys.executable, "-c", "import sys; from scoreline.web.serve import serve; serve(sys.argv[1], port=int(sys.argv[2]))"]
    process = subprocess.Popen([*command, str(folder), str(port)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(process, address)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    begun = time.monotonic()
    while time.monotonic() - begun < _START_SECONDS:
        if process.poll() is not None:
            said = process.stdout.read().decode() if process.stdout else ""
            raise AssertionError(f"the server ended: {said}")
        try:
            with urllib.request.urlopen(f"{address}/kpis/", timeout=60):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError("the server did not start in time")


@dataclass
class Watched:
    """A page and everything that it complained about."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to a page of the server; it must answer with 200."""
        response = self.page.goto(f"{self.address}{path}")
        assert response is not None
        assert response.status == 200, path
        return self.page


@pytest.fixture
def watched(page: Page, server: str) -> Iterator[Watched]:
    """A browser page whose console, errors, policy reports and requests to strangers are checked when the test ends."""
    found = Watched(page, server)
    page.on("console", lambda message: found.complaints.append(f"console: {message.type} {message.text}"))
    page.on("pageerror", lambda error: found.complaints.append(f"error: {error}"))
    page.on("request", lambda request: request.url.startswith((server, "data:")) or found.complaints.append(f"asked {request.url}"))
    page.on("response", lambda response: response.status < 400 or found.complaints.append(f"{response.status} {response.url}"))
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))"
    )
    yield found
    assert found.complaints == []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser comes last: its driver leaves an event loop running, in which no other test could start one."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
