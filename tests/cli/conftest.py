"""A small shop, loaded once through the command line, as a user would."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SHOP = Path(__file__).parent / "shop"
Run = Callable[..., subprocess.CompletedProcess[str]]


def run_in(folder: Path) -> Run:
    """Runs `scoreline` in a folder, as a process of its own."""

    def run(*args: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "scoreline.cli.main", *args]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, env={**os.environ, "COLUMNS": "80"})

    return run


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, dict[str, str]]:
    """The shop's workspace, in a folder with a difficult name, and what each command that made it said."""
    folder = tmp_path_factory.mktemp("Данные 张")
    said = {}
    steps = {
        "init": ["init", "shop", "--currency", "EUR", "--time-zone", "Europe/Berlin"],
        "load": ["load", str(SHOP), "--mapping", str(SHOP / "mapping.yaml")],
        "again": ["load", str(SHOP), "--mapping", str(SHOP / "mapping.yaml")],
        "apply": ["matrix", "apply", str(SHOP / "matrix.yaml")],
    }
    for name, args in steps.items():
        if name == "load":
            settings = folder / "shop" / "scoreline.toml"
            settings.write_text(settings.read_text("utf-8").replace("refused_limit = 0.01", "refused_limit = 0.5"), "utf-8")
        done = run_in(folder if name == "init" else folder / "shop")(*args)
        assert (done.returncode, done.stderr) == (0, ""), name
        said[name] = done.stdout
    return run_in(folder / "shop"), said


@pytest.fixture(scope="session")
def shop(loaded: tuple[Run, dict[str, str]]) -> Run:
    """Runs a command in the loaded shop."""
    return loaded[0]


@pytest.fixture(scope="session")
def said(loaded: tuple[Run, dict[str, str]]) -> dict[str, str]:
    """What the commands said that made the shop: init, load, again, apply."""
    return loaded[1]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder in which the demo was made, and what the command said."""
    folder = tmp_path_factory.mktemp("demo")
    done = run_in(folder)("demo", "--no-serve", "--scale", "0.1")
    assert (done.returncode, done.stderr) == (0, "")
    return folder, done.stdout
