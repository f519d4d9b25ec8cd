"""What the commands share: arguments that mean the same everywhere, reading a day, printing JSON with its class."""

from __future__ import annotations

import json
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


def print_json(kind: str, payload: dict[str, Any], parts: Sequence[str] = ()) -> None:
    """Print a payload for machines, its disclosure class first; a number that JSON does not know is our fault."""
    from holdfast.disclosure import label

    typer.echo(json.dumps(label(kind, payload, parts), ensure_ascii=False, indent=2, allow_nan=False))
