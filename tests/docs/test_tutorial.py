"""The tutorial of the README, run as it is written, on the data that it names."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.S)


def block(language: str) -> str:
    """The README's one block of that language."""
    found = [text for kind, text in BLOCK.findall(README.read_text(encoding="utf-8")) if kind == language]
    assert len(found) == 1
    return found[0]


def commands(data: Path) -> list[str]:
    """The tutorial's command lines, with the data's folder put in."""
    return block("sh").replace("DIR", f'"{data / "maven_crm"}"').strip().splitlines()


@pytest.fixture(scope="module")
def shell() -> dict[str, str]:
    """An environment whose shell finds the command."""
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


@pytest.mark.data
def test_the_tutorial_runs_as_written(data: Path, tmp_path: Path, shell: dict[str, str]) -> None:
    """One shell runs all lines but the last, which serves; matrix.yaml is put where the text says."""
    lines = commands(data)
    assert lines[0].startswith("scoreline init acme && cd acme")
    assert lines[-1] == "scoreline serve"
    (tmp_path / "matrix.yaml").write_text(block("yaml"), encoding="utf-8")
    script = "\n".join(["set -eu", lines[0], "cp ../matrix.yaml .", *(f"echo '$'; {line}" for line in lines[1:-1])])
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=shell, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    loaded, kpis, values, applied, scored, why, history = done.stdout.split("$\n")[1:]
    assert re.search(r"^deals +8,800 +8,800 +0 ", loaded, re.M)
    assert re.search(r"^win_rate .* yes", kpis, re.M)
    assert re.search(r"^Central +2017-Q1 +[\d.]+ +[\d,]+", values, re.M)
    assert applied.count("Saved the matrix of Anna Snelling") == 10
    assert re.search(r"^Revenue .*10,784", scored, re.M) and "Total" in scored
    assert "10,784" in why.splitlines()[0] and "Behind" not in why
    assert re.search(r"^ *1 ", history, re.M)


@pytest.mark.data
def test_the_pages_of_the_tutorial_answer(data: Path, tmp_path: Path, shell: dict[str, str]) -> None:
    first, load = commands(data)[:2]
    subprocess.run(["bash", "-c", f"set -eu\n{first}\n{load}"], cwd=tmp_path, env=shell, check=True, capture_output=True)
    port = _free_port()
    command = [shutil.which("scoreline", path=shell["PATH"]) or "scoreline", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=tmp_path / "acme", env=shell, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert "Anna Snelling" in _page(port)
        finally:
            server.send_signal(signal.SIGINT)
        server.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _page(port: int) -> str:
    """The first page, as soon as the server answers."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
                return str(answer.read().decode())
        except ConnectionError:
            time.sleep(0.1)
        except urllib.error.URLError as problem:
            if not isinstance(problem.reason, ConnectionError):
                raise
            time.sleep(0.1)
    raise AssertionError("the server never answered")


@pytest.mark.data
def test_the_python_example_runs(data: Path, tmp_path: Path, shell: dict[str, str]) -> None:
    first, load = commands(data)[:2]
    subprocess.run(["bash", "-c", f"set -eu\n{first}\n{load}"], cwd=tmp_path, env=shell, check=True, capture_output=True)
    done = subprocess.run([sys.executable, "-c", block("python")], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Central" in done.stdout and "2017-Q1" in done.stdout
