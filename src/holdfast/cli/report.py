"""``holdfast report``: the restricted report, the public edition and the six-line message."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  typer reads the annotations at run time
from typing import Annotated

import typer

from holdfast.cli.common import AsKnownOption, JsonOption, SeedOption, WorkspaceArgument, day_of, print_json


def register(app: typer.Typer) -> None:
    """Add the topic to the application."""
    app.command(name="report", epilog="Example: holdfast report camp --as-known 2015-07-17 --edition both")(report)


def report(
    workspace: WorkspaceArgument,
    as_known: AsKnownOption = None,
    edition: Annotated[str, typer.Option("--edition", help="restricted, public or both.")] = "both",
    members: Annotated[int | None, typer.Option("--members", help="Members of the ensemble.")] = None,
    seed: SeedOption = 1,
    lang: Annotated[str, typer.Option("--lang", help="Language; an unknown one lists those there are.")] = "en",
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the files; WORKSPACE/out when left out.")
    ] = None,
    number: Annotated[int | None, typer.Option("--number", min=1, help="Running number of the report.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Write the restricted report and the public edition, and print the six-line message."""
    from holdfast.workspace import report as write

    done = write(
        workspace,
        as_known=day_of(as_known),
        edition=edition,
        members=members,
        seed=seed,
        lang=lang,
        out=out,
        number=number,
        say=lambda line: typer.echo(line, err=True),
    )
    if as_json:
        kind = "report-public" if edition == "public" else "report-restricted"
        print_json(kind, done.as_dict(), [done.sensitivity])
        return
    typer.echo(done.six_lines)
    typer.echo("")
    for path in done.files:
        typer.echo(str(path))
