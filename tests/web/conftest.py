"""The pages in this process, over a made-up workspace, or over the demo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.utils import translation

import scoreline
from scoreline.workspace import Workspace
from tests.web.demo import demo_folder
from tests.web.fake import FakeWorkspace


@pytest.fixture(scope="session")
def web() -> Iterator[None]:
    """Django with the settings of the pages, whatever other tests have already started it with."""
    from django.conf import settings as running

    from scoreline.state.setup import start

    start()
    from scoreline.web import settings

    wanted = {name: getattr(settings, name) for name in dir(settings) if name.isupper() and name != "DATABASES"}
    if not running.__dict__.get("SECRET_KEY"):
        running.SECRET_KEY = "for the end of these tests only"  # Django reads the key when the settings go back
    with override_settings(**wanted):
        translation._trans.__dict__.clear()  # Django decides at first use whether to translate, and keeps to it
        yield


@pytest.fixture
def workspace(web: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeWorkspace]:
    """A workspace whose answers a test may change before it asks for a page."""
    from scoreline.web.pages import current

    found = FakeWorkspace(tmp_path)
    monkeypatch.setattr(current, "open_workspace", lambda path, as_of: found.at(as_of))
    with override_settings(WORKSPACE=tmp_path):
        yield found


@pytest.fixture
def client(workspace: FakeWorkspace) -> Client:
    """A browser without script, on this machine."""
    return Client(HTTP_HOST="127.0.0.1")


@pytest.fixture(scope="module")
def demo() -> Workspace:
    """The made-up company."""
    return scoreline.open(demo_folder())


@pytest.fixture(scope="module")
def pages(web: None, demo: Workspace) -> Iterator[Client]:
    """The same as `client`, over the made-up company."""
    with override_settings(WORKSPACE=demo.path):
        yield Client(HTTP_HOST="localhost")
