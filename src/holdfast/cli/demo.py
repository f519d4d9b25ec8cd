"""``holdfast demo``: the whole way, from packaged messages to a situation report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add ``demo``."""

    @app.command()
    def demo(
        exercise: Annotated[
            bool, typer.Option("--exercise", help="An invented camp whose messages state stocks.")
        ] = False,
        folder: Annotated[Path, typer.Option("--in", help="Folder to make the workspace in.")] = Path(),
        members: Annotated[int | None, typer.Option(help="Members of the ensemble.")] = None,
        seed: Annotated[int, typer.Option(help="Seed of every draw.")] = 1,
        as_json: Annotated[bool, typer.Option("--json", help="Print for machines.")] = False,
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
            import json

            from holdfast.disclosure import label

            payload = {
                "workspace": str(done.workspace.folder),
                "as_known": done.as_known.isoformat(),
                "messages": done.messages,
                "claims": done.claims,
                "files": [str(path) for path in done.reported.files],
                "six_lines": done.reported.six_lines.splitlines(),
            }
            typer.echo(json.dumps(label("demo", payload), ensure_ascii=False, indent=2))
            return
        typer.echo(done.reported.six_lines)
        typer.echo("")
        for path in done.reported.files:
            typer.echo(f"wrote {path}")
