"""How the command line starts and ends."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scoreline.cli import main

RUN = [sys.executable, "-m", "scoreline.cli.main"]


def _run(*args: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*RUN, *args], capture_output=True, text=True, env={**os.environ, **more})


def test_help_answers_in_half_a_second() -> None:
    """In processor time, the best of some runs: the rest says how busy the machine is."""

    def once() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        _run("--help")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(once() for _ in range(5)) < 0.5


def test_help_imports_nothing_heavy() -> None:
    heavy = ("duckdb", "deltalake", "pyarrow", "sqlglot", "pydantic", "django", "babel", "pandas", "yaml")
    show = f"import sys, scoreline.cli.main; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_version() -> None:
    done = _run("--version")
    assert done.returncode == 0
    assert done.stdout.startswith("scoreline 0.")


@pytest.mark.parametrize(
    "args",
    [
        ["nonsense"],
        ["score"],
        ["history", "--as-of", "x"],
        ["history", "--as-of", "-1"],
        ["kpis", "--format", "xml"],
        [],
    ],
)
def test_misuse_is_exit_code_2(args: list[str]) -> None:
    done = _run(*args)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_users_mistake_is_one_paragraph_and_exit_code_1(tmp_path: Path) -> None:
    done = _run("history", "--workspace", str(tmp_path / "nowhere"))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Error: ") and done.stderr.count("\n") == 1
    assert "nowhere" in done.stderr


def test_a_fault_is_exit_code_3_and_shows_its_trace_when_asked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(args: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(main, "app", fail)
    with pytest.raises(SystemExit) as ended:
        main.main([])
    assert ended.value.code == 3
    assert "RuntimeError: boom" in capsys.readouterr().err
    monkeypatch.setenv("SCORELINE_TRACE", "1")
    with pytest.raises(RuntimeError):
        main.main([])


def test_a_full_disk_is_said_in_words(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(args: object) -> None:
        raise OSError(28, "No space left on device", "/data/mart")

    monkeypatch.setattr(main, "app", fail)
    with pytest.raises(SystemExit) as ended:
        main.main([])
    assert ended.value.code == 1
    assert capsys.readouterr().err == "Error: /data/mart: No space left on device.\n"


def _script(body: str) -> list[str]:
    """The command line with a command `wait` that does what `body` says."""
    return [
        sys.executable,
        "-c",
        f"from scoreline.cli import main\n@main.app.command()\ndef wait():\n    {body}\nmain.main(['wait'])",
    ]


def test_control_c_stops_cleanly() -> None:
    body = "import time; print('ready', flush=True); time.sleep(60)"
    with subprocess.Popen(_script(body), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 130
        assert process.stderr.read() == ""


@pytest.mark.parametrize("write", ["print", "write_json"])
def test_a_reader_that_has_gone_ends_it_quietly(write: str) -> None:
    body = f"from scoreline.cli.output import write_json; import sys; sys.stdin.read(); [{write}('x' * 1000) for _ in range(1000)]"
    with subprocess.Popen(_script(body), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        process.stdout.close()
        process.stdin.close()
        assert process.wait(timeout=30) in (1, 141)
        assert process.stderr.read() == b""
