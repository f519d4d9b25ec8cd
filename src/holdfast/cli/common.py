"""What the commands share: arguments that mean the same everywhere, reading a day, printing JSON with its class."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

WorkspaceArgument = Annotated[Path, typer.Argument(metavar="WORKSPACE", help="Folder with site.toml and holdfast.db.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON with its disclosure class.")]
AsKnownOption = Annotated[
    str | None,
    typer.Option(
        "--as-known", metavar="DATE", help="As known at the end of this day, in the site's zone; now if left out."
    ),
]
SeedOption = Annotated[
    int, typer.Option("--seed", metavar="N", help="Seed of every draw; the same seed gives the same numbers.")
]


def day_of(text: str | None) -> date | None:
    """Return the day that was typed, in any of the calendars; None where nothing was."""
    from holdfast.quantities import read_date

    return None if text is None else read_date(text)


_NUMBER = re.compile(r"\+?\(?\d[\d\s()./-]{5,}\d")
_LEAST_DIGITS = 7
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"


def typed_role(given: Any) -> Any:
    """Return a role or office as typed, without characters that steer a screen; the callback of every such option.

    Parameters
    ----------
    given : str, list of str or None
        As the parser of the command line has it.

    Raises
    ------
    InputError
        HF-W034 for a telephone number or an e-mail address, which says who a person is.
    """
    if isinstance(given, list | tuple):
        return [typed_role(one) for one in given]
    if not isinstance(given, str):
        return given
    plain = "".join(c for c in given if c.isprintable() or c in _JOINERS)
    digits = "".join(str(unicodedata.digit(c, c)) for c in plain)
    numbers = [m for m in _NUMBER.findall(_DAY.sub(" ", digits)) if sum(c.isdigit() for c in m) >= _LEAST_DIGITS]
    if numbers or _ADDRESS.search(plain):
        from holdfast.errors import InputError

        raise InputError(
            "HF-W034",
            where="the role",
            found="what looks like " + ("a telephone number" if numbers else "an e-mail address"),
            expected="an office or a role, such as 'log keeper'",
            mend="say what the person does; a number or an address belongs in a sealed field. Nothing was written",
        )
    return plain


def on_screen(text: str) -> str:
    """Return lines for a terminal, without characters that steer it or turn the reading direction."""
    from holdfast.workspace import screen_safe

    return "\n".join(screen_safe(line) for line in text.split("\n"))


def _escaped(text: str) -> str:
    """Return JSON with the characters that steer a terminal as escapes: the same values, and nothing for the screen."""
    return "".join(c if c.isprintable() or c == "\n" or c in _JOINERS else json.dumps(c)[1:-1] for c in text)


def json_text(payload: Any) -> str:
    """Return a payload as JSON that can be shown on a terminal."""
    return _escaped(json.dumps(payload, ensure_ascii=False, indent=2, allow_nan=False))


def print_json(kind: str, payload: dict[str, Any], parts: Sequence[str] = ()) -> None:
    """Print a payload for machines, its disclosure class first; a number that JSON does not know is our fault."""
    from holdfast.disclosure import label

    typer.echo(json_text(label(kind, payload, parts)))
