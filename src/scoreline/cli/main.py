"""The command line's entry point: the commands, and how each way of ending is said.

Exit codes: 0 done; 1 the user's mistake, in one paragraph; 2 misuse of the command line; 3 a fault of Scoreline itself;
130 stopped with Ctrl-C. Every module here imports the library inside its functions, so that help answers at once.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from scoreline.cli import (
    audit,
    backtest,
    calibrate,
    check,
    demo,
    dispute,
    explain,
    history,
    init,
    kpi,
    kpis,
    load,
    maintain,
    matrix,
    pay,
    payouts,
    period,
    plan,
    refresh,
    score,
    serve,
    standing,
    tables,
    why,
)
from scoreline.errors import ScorelineError

app = typer.Typer(
    name="scoreline",
    help="Sales data in, KPI matrices out. Begin with: scoreline demo",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (
    init,
    load,
    refresh,
    kpis,
    kpi,
    check,
    plan,
    matrix,
    score,
    why,
    explain,
    standing,
    calibrate,
    pay,
    payouts,
    backtest,
    period,
    dispute,
    history,
    audit,
    maintain,
    tables,
    serve,
    demo,
):
    module.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"scoreline {version('scoreline')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.", is_eager=True, callback=_version)] = False,
) -> None:
    """Sales data in, KPI matrices out. Begin with: scoreline demo"""


def main(args: list[str] | None = None) -> None:
    """Run the command line and leave the process with its exit code."""
    try:
        app(args)
    except ScorelineError as mistake:
        _stop(mistake.text, 1)
    except BrokenPipeError:
        _quiet_pipe()
    except OSError as trouble:
        place = f"{trouble.filename}: " if trouble.filename else ""
        _stop(f"{place}{trouble.strerror or trouble}.", 1)
    except Exception as fault:
        if os.environ.get("SCORELINE_TRACE"):
            raise
        _stop(
            f"This is a fault in Scoreline, not in your data: {type(fault).__name__}: {fault}. "
            "Set SCORELINE_TRACE=1 and run it again to see where it happened.",
            3,
        )


def _stop(text: str, code: int) -> None:
    """Say what is wrong as one paragraph on standard error, and end."""
    sys.stdout.flush()
    label = typer.style("Error:", fg="red", bold=True) if sys.stderr.isatty() and "NO_COLOR" not in os.environ else "Error:"
    typer.echo(f"{label} {' '.join(text.split())}", err=True)
    sys.exit(code)


def _quiet_pipe() -> None:
    """The reader of our output has gone: end without a word, also when Python flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(1)


if __name__ == "__main__":
    main()
