"""scoreline demo: a made-up company in one command."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import simplejson

from tests.cli.conftest import run_in


def test_it_prints_one_persons_matrix(demo: tuple[Path, str]) -> None:
    folder, said = demo
    member, month = said.splitlines()[2].strip().split(", ")
    card = run_in(folder / "demo")("score", "--member", member, "--period", "2025-12", "--format", "json")
    assert month == "December 2025"
    assert len(simplejson.loads(card.stdout)["rows"]) >= 5
    assert "Total: " in said


def test_a_demo_that_is_there_is_used_as_it_is(demo: tuple[Path, str]) -> None:
    folder, said = demo
    before = (folder / "demo" / "state.sqlite3").stat().st_mtime_ns
    again = run_in(folder)("demo", "--no-serve")
    assert again.stdout == said
    assert (folder / "demo" / "state.sqlite3").stat().st_mtime_ns == before


def test_another_workspace_is_left_alone(tmp_path: Path) -> None:
    run_in(tmp_path)("init", "mine")
    done = run_in(tmp_path)("demo", "mine", "--no-serve")
    assert done.returncode == 1
    assert "not the demo" in done.stderr


def test_a_taken_port_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run_in(tmp_path)("demo", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "Port" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("scale", ["0", "-1", "100000"])
def test_an_odd_scale_is_refused(tmp_path: Path, scale: str) -> None:
    done = run_in(tmp_path)("demo", "--no-serve", "--scale", scale)
    assert done.returncode == 1
    assert "scale" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_is_planted_can_be_left_out_by_name(tmp_path: Path) -> None:
    done = run_in(tmp_path)("demo", "--no-serve", "--without", "promotion", "--without", "fourth_call")
    assert done.returncode == 1
    assert "fifth_call" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_control_c_leaves_nothing_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scoreline.cli.main", "demo", "--no-serve"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        while not list(tmp_path.glob(".demo-*/demo/mart")):
            time.sleep(0.01)
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=60)
    assert (process.returncode, out, error) == (130, "", "")
    assert list(tmp_path.iterdir()) == []
