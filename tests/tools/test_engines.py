"""tools/engines.sh says what of the other engines cannot be tested, and fails only where all are promised."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "tools" / "engines.sh"


def _run(tmp_path: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run it where pip fails and none of Java, PostgreSQL and LibreOffice is to be found or installed."""
    venv = tmp_path / "venv" / "bin"
    venv.mkdir(parents=True)
    (venv / "python").write_text("#!/bin/sh\nexit 1\n")
    (venv / "python").chmod(0o755)
    tools = tmp_path / "bin"
    tools.mkdir()
    for name, answer in (("id", "echo 1000"), ("ls", "exit 2"), ("sh", 'exec /bin/sh "$@"')):
        (tools / name).write_text(f"#!/bin/sh\n{answer}\n")
        (tools / name).chmod(0o755)
    command = ["/bin/sh", str(SCRIPT), str(tmp_path / "venv"), "some.lock"]
    return subprocess.run(command, env={"PATH": str(tools), **environment}, capture_output=True, text=True)


@pytest.mark.parametrize(("environment", "code"), [({}, 0), ({"SCORELINE_REQUIRE_ENGINES": "1"}, 1)])
def test_says_what_is_missing(tmp_path: Path, environment: dict[str, str], code: int) -> None:
    done = _run(tmp_path, environment)
    assert done.returncode == code
    for word in ("drivers", "PostgreSQL is not tested", "Spark is not tested", "workbooks are not tested", "left out"):
        assert word in done.stdout + done.stderr
