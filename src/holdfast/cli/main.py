"""The ``holdfast`` command: registers the topics and turns errors into plain words and exit codes."""

from __future__ import annotations

import json
import sys
import traceback
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated

import typer

from holdfast import __version__
from holdfast.errors import HoldfastError

# In the user's order: this is the order of `holdfast --help`.
TOPICS = ("demo", "sites", "intake", "ledger", "forecast", "report", "simulate", "reference")

EXIT_INPUT = 2
EXIT_OURS = 3


def build_app() -> typer.Typer:
    """Return the command-line application with every topic registered."""
    app = typer.Typer(
        name="holdfast",
        help="What is left, what fails next and when, for people under blockade and those who answer for them.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback(invoke_without_command=True)
    def root(
        version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
    ) -> None:
        if version:
            typer.echo(f"holdfast {__version__}")
            raise typer.Exit

    for topic in (t for t in TOPICS if find_spec(f"holdfast.cli.{t}")):
        import_module(f"holdfast.cli.{topic}").register(app)
    return app


def run(argv: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 bad news a script asked for, 2 the input is at fault, 3 ours."""
    arguments = sys.argv[1:] if argv is None else argv
    try:
        build_app()(args=arguments)
    except HoldfastError as error:
        _say(error, as_json="--json" in arguments)
        sys.exit(EXIT_INPUT)
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(130)
    except Exception as error:  # noqa: BLE001  the last line of defence: nothing may end in a bare traceback
        traceback.print_exc()
        ours = HoldfastError(
            "HF-C001",
            where="holdfast " + " ".join(arguments),
            found=f"{type(error).__name__}: {error}",
            expected="no such fault",
            mend="nothing was changed by this command after the fault; report it with the lines above",
        )
        _say(ours, as_json="--json" in arguments)
        sys.exit(EXIT_OURS)


def _say(error: HoldfastError, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"error": error.as_dict()}, ensure_ascii=False, indent=2))
    typer.echo(str(error), err=True)
