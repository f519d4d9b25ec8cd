"""The ``holdfast`` command: registers the topics and turns errors into plain words and exit codes."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated, Any

import typer

from holdfast import __version__
from holdfast.cli.common import json_text, on_screen
from holdfast.errors import HoldfastError, InputError

# In the user's order: this is the order of `holdfast --help`.
TOPICS = (
    "demo",
    "sites",
    "intake",
    "messages",
    "submissions",
    "propose",
    "review",
    "ledger",
    "exchange",
    "gate",
    "duty",
    "acts",
    "forecast",
    "report",
    "simulate",
    "ration",
    "reference",
)

EXIT_INPUT = 2
EXIT_OURS = 3
EXIT_STOPPED = 130  # as a shell ends what was interrupted

# Whichever parser Typer is built on (its own, or Click), this is what its complaints derive from.
_USAGE: type[Exception] = typer.BadParameter.__mro__[2]
# What the system refuses for a reason the user can mend; anything else is ours.
_REFUSED = frozenset(
    {
        errno.EACCES,
        errno.EPERM,
        errno.EROFS,
        errno.ENOSPC,
        errno.EDQUOT,
        errno.ENOTDIR,
        errno.EISDIR,
        errno.ENOENT,
        errno.ENAMETOOLONG,
        errno.ELOOP,
    }
)


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
    as_json = "--json" in arguments
    stream = sys.stdout
    try:
        code = build_app()(args=arguments, prog_name="holdfast", standalone_mode=False)
        sys.stdout.flush()
    except HoldfastError as error:
        code = _say(error, as_json=as_json)
    except BrokenPipeError:
        code = _leave_quietly()
    except (
        SystemExit
    ) as stop:  # the parser's own way out of a closed pipe, for which it has put a wrapper on the stream
        code = _leave_quietly() if sys.stdout is not stream else stop.code
    except (KeyboardInterrupt, typer.Abort):
        code = EXIT_STOPPED
    except _USAGE as error:
        code = _say_usage(error, as_json=as_json)
    except OSError as error:
        refused = error.errno in _REFUSED
        code = _say(_refused(error), as_json=as_json) if refused else _say_ours(error, arguments)
    except Exception as error:  # noqa: BLE001  the last line of defence: nothing may end in a bare traceback
        code = _say_ours(error, arguments)
    sys.exit(code if isinstance(code, int) else 0)


def _say(error: HoldfastError, *, as_json: bool) -> int:
    try:
        if as_json:
            typer.echo(json_text({"error": error.as_dict()}))
        typer.echo(on_screen(str(error)), err=True)
    except BrokenPipeError:
        _leave_quietly()
    return EXIT_INPUT


def _say_usage(error: Exception, *, as_json: bool) -> int:
    """Say in our words what the parser of the command line refuses."""
    context: Any = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":  # nothing was typed after the name: that asks for help
        typer.echo(context.get_help(), err=True)
        return EXIT_INPUT
    command = context.command_path if context is not None else "holdfast"
    told = str(error.format_message()) if hasattr(error, "format_message") else str(error)
    said = " ".join(told.split()).rstrip(".")
    usage = " ".join(context.get_usage().split()) if context is not None else "holdfast COMMAND"
    mended = InputError(
        "HF-C002",
        where=command,
        found=said[:1].lower() + said[1:],
        expected=usage.removeprefix("Usage: "),
        mend=f"{command} --help shows the arguments and an example; nothing was done",
    )
    return _say(mended, as_json=as_json)


def _refused(error: OSError) -> InputError:
    return InputError(
        "HF-C003",
        where=str(error.filename or "a file"),
        found=error.strerror or str(error),
        expected="a file or folder that can be read and written",
        mend="give yourself the right to it, free some space, or name another",
    )


def _say_ours(error: Exception, arguments: list[str]) -> int:
    traceback.print_exception(error)
    ours = HoldfastError(
        "HF-C001",
        where="holdfast " + " ".join(arguments),
        found=f"{type(error).__name__}: {error}",
        expected="no such fault",
        mend="nothing was changed by this command after the fault; report it with the lines above",
    )
    _say(ours, as_json="--json" in arguments)
    return EXIT_OURS


def _leave_quietly() -> int:
    """Who read our output has stopped reading; the interpreter must not complain of it when it ends."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
            continue
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return 0
