"""``holdfast demo``: the whole way, from packaged messages to a situation report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from holdfast.cli.common import JsonOption, SeedOption, print_json


def register(app: typer.Typer) -> None:
    """Add ``demo``."""

    @app.command()
    def demo(
        exercise: Annotated[
            bool, typer.Option("--exercise", help="An invented camp whose messages state stocks.")
        ] = False,
        folder: Annotated[Path, typer.Option("--in", help="Folder to make the workspace in.")] = Path(),
        members: Annotated[int | None, typer.Option(help="Members of the ensemble.")] = None,
        seed: SeedOption = 1,
        as_json: JsonOption = False,
    ) -> None:
        """Make a workspace for Camp Liberty at 17 July 2015, read, forecast and report.

        Example: holdfast demo --exercise
        """
        from holdfast.workspace import EXERCISE, LIBERTY, demonstrate

        kind = EXERCISE if exercise else LIBERTY
        done = demonstrate(
            folder, kind, members=members, seed=seed, say=None if as_json else lambda line: typer.echo(line, err=True)
        )
        if as_json:
            payload = {
                "workspace": str(done.workspace.folder),
                "as_known": done.as_known.isoformat(),
                "messages": done.messages,
                "claims": done.claims,
                "files": [str(path) for path in done.reported.files],
                "six_lines": done.reported.six_lines.splitlines(),
            }
            print_json("demo", payload)
            return
        typer.echo(done.reported.six_lines)
        typer.echo("")
        for path in done.reported.files:
            typer.echo(f"wrote {path}")
