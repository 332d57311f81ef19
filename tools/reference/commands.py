"""docs/reference/cli.md, from the commands themselves."""

from __future__ import annotations

import inspect
from typing import Any

import typer
from tools.reference.markdown import code, joined, table

from scoreline.cli.main import app

_HEAD = """# The command line

This page is made from the commands in `src/scoreline/cli` by `make docs`; change them there.

A command works on the workspace in the current folder, or on the one that `--workspace` names. Every command that reads
takes `--format`; what it reads from the mart it reads as of version N with `--as-of N`.

**Formats.** `table` is for people: rounded, in the workspace's language, a dash where there is no value and a note that
says why. `json` is for programs: unrounded exact numbers, `null` where there is no value. `csv` is for spreadsheets:
unrounded numbers with a decimal point, an empty cell where there is no value; text that begins with `=`, `+`, `-` or
`@` gets an apostrophe before it, so that no spreadsheet runs it as a formula.

**Periods** are written 2017-07-03 (day), 2017-W30 (ISO week), 2017-07 (month), 2017-Q3 (quarter), 2017 (year). `--from`
and `--to` include the periods that they name. Quarters and years are fiscal where the fiscal year starts in another
month than January.

**Exit codes.** 0 done · 1 a mistake in the data, a definition or the question, said in one paragraph on standard error
(`scoreline check` tells all that it finds on standard output)
· 2 misuse of the command line · 3 a fault of Scoreline (`SCORELINE_TRACE=1` shows where) · 130 stopped with Ctrl-C.

Colour and progress appear only on a terminal; `NO_COLOR` turns colour off."""


def page() -> str:
    """The page's text."""
    root: Any = typer.main.get_command(app)
    names = [name for name, _ in commands()]
    contents = " · ".join(f"[{name}](#scoreline-{name.replace(' ', '-')})" for name in names)
    return joined(_HEAD, contents, _options(root), *(_command(name, command) for name, command in commands()))


def commands() -> list[tuple[str, Any]]:
    """Every command with its full name, groups opened."""
    return _within(typer.main.get_command(app), "")


def _within(group: Any, prefix: str) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, command in group.commands.items():
        full = f"{prefix}{name}"
        found += _within(command, f"{full} ") if hasattr(command, "commands") else [(full, command)]
    return found


def _command(name: str, command: Any) -> str:
    usage = " ".join(["scoreline", name, *(_usage(p) for p in command.params if p.name != "help")])
    return joined(f"## scoreline {name}", inspect.cleandoc(command.help), f"    {usage}", _options(command)).rstrip()


def _usage(parameter: Any) -> str:
    text = _named(parameter)
    if parameter.multiple:
        text += " ..."
    return text if parameter.required else f"[{text}]"


def _named(parameter: Any) -> str:
    """An argument's name as it is shown, or an option with what it takes."""
    if parameter.param_type_name == "argument":
        return f"{_metavar(parameter)}{' ...' if parameter.nargs == -1 else ''}"
    return f"{parameter.opts[0]} {_metavar(parameter)}".strip()


def _metavar(parameter: Any) -> str:
    return "" if getattr(parameter, "is_flag", False) else str(parameter.metavar)


def _options(command: Any) -> str:
    rows = [[code(_named(p)), p.help or "", _default(p)] for p in command.params if p.name != "help"]
    return table(["argument or option", "meaning", "unless given"], rows)


def _default(parameter: Any) -> str:
    if parameter.required:
        return "required"
    if isinstance(parameter.show_default, str):
        return parameter.show_default
    default = parameter.default
    if default is None or getattr(parameter, "is_flag", False):
        return ""
    return code(str(getattr(default, "value", default)))
