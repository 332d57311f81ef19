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


@pytest.fixture(scope="module")
def ran(data: Path, tmp_path_factory: pytest.TempPathFactory, shell: dict[str, str]) -> tuple[Path, list[str]]:
    """The folder of the workspace, and what each command said: one shell ran all lines but the last, which serves.

    matrix.yaml is put where the text says.
    """
    folder = tmp_path_factory.mktemp("tutorial")
    lines = commands(data)
    assert lines[0].startswith("scoreline init acme && cd acme")
    assert lines[-1] == "scoreline serve"
    (folder / "matrix.yaml").write_text(block("yaml"), encoding="utf-8")
    script = "\n".join(["set -eu", lines[0], "cp ../matrix.yaml .", *(f"echo '$'; {line}" for line in lines[1:-1])])
    done = subprocess.run(["bash", "-c", script], cwd=folder, env=shell, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "acme", done.stdout.split("$\n")[1:]


@pytest.mark.data
def test_the_commands_say_what_they_should(ran: tuple[Path, list[str]]) -> None:
    loaded, kpis, values, applied, scored, why, history = ran[1]
    assert re.search(r"^deals +8,800 +8,800 +0 ", loaded, re.M)
    assert re.search(r"^win_rate .* yes", kpis, re.M)
    assert re.search(r"^Central +2017-Q1 +[\d.]+ +[\d,]+", values, re.M)
    assert applied.count("Saved the matrix of Anna Snelling") == 10
    assert re.search(r"^Revenue .*10,784", scored, re.M) and "Total" in scored
    assert "10,784" in why.splitlines()[0]
    assert re.search(r"^ *1 ", history, re.M)


@pytest.mark.data
def test_the_readme_shows_the_score_as_it_is(ran: tuple[Path, list[str]]) -> None:
    shown, said = block("text").splitlines(), ran[1][4].splitlines()
    assert [line.rstrip() for line in shown] == [line.rstrip() for line in said]


@pytest.mark.data
def test_the_pages_answer(ran: tuple[Path, list[str]], shell: dict[str, str]) -> None:
    port = _free_port()
    command = [shutil.which("scoreline", path=shell["PATH"]) or "scoreline", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ran[0], env=shell, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert "Anna Snelling" in _page(port)
        finally:
            server.send_signal(signal.SIGINT)
        assert server.wait(timeout=20) in (0, 130)


@pytest.mark.data
def test_the_python_example_runs(ran: tuple[Path, list[str]]) -> None:
    done = subprocess.run([sys.executable, "-c", block("python")], cwd=ran[0].parent, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Central" in done.stdout and "2017-Q1" in done.stdout


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
