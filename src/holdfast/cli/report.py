"""``holdfast report``: the restricted report, the public edition and the six-line message."""

from __future__ import annotations

import json
from pathlib import Path  # noqa: TC003  typer reads the annotations at run time
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the topic to the application."""
    app.command(name="report", epilog="Example: holdfast report camp --as-known 2015-07-17 --edition both")(report)


def report(
    workspace: Annotated[Path, typer.Argument(metavar="WORKSPACE", help="Folder with site.toml and holdfast.db.")],
    as_known: Annotated[
        str | None,
        typer.Option(
            "--as-known", metavar="DATE", help="As known at the end of this day in the site's zone; else now."
        ),
    ] = None,
    edition: Annotated[str, typer.Option("--edition", help="restricted, public or both.")] = "both",
    members: Annotated[int | None, typer.Option("--members", min=1, help="Members of the ensemble.")] = None,
    seed: Annotated[int, typer.Option("--seed", help="Root of every draw; the same seed gives the same bytes.")] = 1,
    lang: Annotated[str, typer.Option("--lang", help="Language; an unknown one lists those there are.")] = "en",
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the files; WORKSPACE/out when left out.")
    ] = None,
    number: Annotated[int | None, typer.Option("--number", min=1, help="Running number of the report.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON with its disclosure class.")] = False,
) -> None:
    """Write the restricted report and the public edition, and print the six-line message."""
    from holdfast.disclosure import label
    from holdfast.quantities import read_date
    from holdfast.workspace import report as write

    done = write(
        workspace,
        as_known=None if as_known is None else read_date(as_known),
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
        typer.echo(json.dumps(label(kind, done.as_dict(), [done.sensitivity]), ensure_ascii=False, indent=2))
        return
    typer.echo(done.six_lines)
    typer.echo("")
    for path in done.files:
        typer.echo(str(path))
