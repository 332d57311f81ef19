"""A page of the tutorial as a script: its files, its commands in order, and what each of them should print."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class Step:
    """A file to write, or command lines to run and what the last of them should print (None: it is not shown)."""

    kind: str
    name: str
    text: str
    shown: str | None = None


@dataclass(frozen=True)
class Said:
    """What the last line of a step printed, errors among it, and whether all of its lines succeeded."""

    step: Step
    printed: str
    succeeded: bool


def steps(page: str) -> list[Step]:
    """The page's fences: `text` belongs to the commands before it; any other language than `sh` has a file's name behind it."""
    found: list[Step] = []
    for kind, name, text in FENCE.findall(page):
        if kind == "text":
            before = found.pop()
            found.append(Step(before.kind, before.name, before.text, text))
        else:
            found.append(Step(kind, name, text))
    return found


def environment() -> dict[str, str]:
    """An environment whose shell finds the command, and a screen that is wide enough."""
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "200"}


def run(page: str, folder: Path, after_first: Callable[[Path], None] | None = None) -> list[Said]:
    """Write the files and run the commands, each step in the folder where the one before ended. Stops at one that goes otherwise than told.

    `after_first` is called with the folder that the first step leads to.
    """
    said: list[Said] = []
    shell = environment()
    for step in steps(page):
        if step.kind != "sh":
            path = folder / step.name
            path.parent.mkdir(exist_ok=True)
            path.write_text(step.text, encoding="utf-8")
            continue
        *first, last = step.text.strip().splitlines()
        script = "\n".join(["set -e", *first, "echo '$ last'", last])
        done = subprocess.run(["bash", "-c", script], cwd=folder, env=shell, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        succeeded = done.returncode == 0
        as_told = succeeded != (step.name == "fails")
        said.append(Said(step, done.stdout.partition("$ last\n")[2] if as_told else done.stdout, succeeded))
        if not as_told:
            break
        if last.startswith("cd "):
            folder /= last.removeprefix("cd ")
        if after_first and len(said) == 1:
            after_first(folder)
    return said
