"""tools/install.sh says what is wrong with the machine in words that help."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "tools" / "install.sh"


def _install(tmp_path: Path, python: str) -> subprocess.CompletedProcess[str]:
    fake = tmp_path / "a python"
    fake.write_text(python)
    fake.chmod(0o755)
    command = ["sh", str(SCRIPT), str(tmp_path / "venv"), str(tmp_path / "lock")]
    return subprocess.run(command, env={"PYTHON": str(fake), "PATH": "/usr/bin:/bin"}, capture_output=True, text=True)


def test_says_the_one_command_where_venv_is_missing(tmp_path: Path) -> None:
    done = _install(tmp_path, '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1 ;; esac\nexit 0\n')
    assert done.returncode == 1
    assert "apt-get install -y python3-venv" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_refuses_an_old_python(tmp_path: Path) -> None:
    old = f'#!/bin/sh\nexec {sys.executable} -c "import sys; sys.version_info = (3, 10); exec(sys.argv[1])" "$2"\n'
    done = _install(tmp_path, old)
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr


def test_locks_hold_versions_and_hashes_only() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-engines.lock"):
        lines = (SCRIPT.parents[1] / name).read_text().splitlines()
        assert lines
        for line in lines:
            assert "://" not in line
            assert line.startswith("    --hash=sha256:") or "==" in line, line


def test_what_the_product_imports_is_installed_with_it() -> None:
    """Tests run where more is installed than users have: a library that only those tests need must not be imported."""
    root = SCRIPT.parents[1]
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    extras = [item for name in ("pandas", "polars", "spark", "postgres", "clickhouse") for item in project["optional-dependencies"][name]]
    users, tests, engines = (_locked(name) for name in ("requirements.lock", "requirements-dev.lock", "requirements-engines.lock"))
    given = users | (engines - tests) | {_normal(re.split(r"[<>=\[;~ ]", item)[0]) for item in extras}
    owners = packages_distributions()
    for path in (root / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names.append(node.module or "")
            for module in {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"scoreline"}:
                assert {_normal(name) for name in owners.get(module, [module])} & given, f"{path.name} imports {module}"


def test_locks_hold_every_dependency() -> None:
    """A dependency that was added to pyproject.toml needs `make lock`."""
    project = tomllib.loads((SCRIPT.parents[1] / "pyproject.toml").read_text())
    runtime = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    extras = project["project"]["optional-dependencies"]
    engines = [item for name in ("spark", "postgres", "clickhouse") for item in extras[name]]
    wanted = {
        "requirements.lock": runtime,
        "requirements-dev.lock": runtime + extras["dev"],
        "requirements-engines.lock": runtime + extras["dev"] + engines,
    }
    for name, items in wanted.items():
        assert {_normal(re.split(r"[<>=\[;~ ]", item)[0]) for item in items} - _locked(name) == set()


def _locked(name: str) -> set[str]:
    return {_normal(item) for item in re.findall(r"^([\w.-]+)==", (SCRIPT.parents[1] / name).read_text(), flags=re.M)}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
