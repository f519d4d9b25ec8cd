"""``holdfast new`` and ``holdfast check``: make a workspace from a template, find faults in a site."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads these annotations at run time
from typing import Annotated

import typer

from holdfast.cli.common import JsonOption, print_json

EXIT_INPUT = 2


def register(app: typer.Typer) -> None:
    """Add the topic to the application."""
    app.command(name="new", epilog='Example: holdfast new camp-x --template trailer-camp --name "Camp X"')(new)
    app.command(name="check", epilog="Example: holdfast check camp-x")(check)


def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to make.")],
    template: Annotated[
        str, typer.Option("--template", help="trailer-camp, tent-camp or town-district.")
    ] = "trailer-camp",
    name: Annotated[str, typer.Option("--name", help="Name of the site; the folder's name when left out.")] = "",
    timezone: Annotated[
        str, typer.Option("--timezone", help="Zone in which its days begin, such as Asia/Baghdad.")
    ] = "UTC",
    as_json: JsonOption = False,
) -> None:
    """Make a workspace: site.toml from a template, inbox, out."""
    from holdfast.sites import load_site, write_template

    made = write_template(template, folder, name or folder.resolve().name, timezone)
    site = load_site(made)
    if as_json:
        payload = {"site_file": str(made), "id": site.id, "name": site.name, "template": template}
        print_json("new", payload)
        return
    typer.echo(f"made {made} ({template}), inbox, out")
    typer.echo(f"next: state what you know in {made.name}, then: holdfast check {folder}")


def check(
    site: Annotated[Path, typer.Argument(metavar="SITE", help="Workspace folder or site.toml.")],
    as_json: JsonOption = False,
) -> None:
    """Find faults in a site: every check by its name, with what to mend."""
    from holdfast.sites import check_report

    report = check_report(site)
    if as_json:
        print_json("check", report.to_dict())
    else:
        for line in report.lines():
            typer.echo(line)
    if report.errors:
        raise typer.Exit(EXIT_INPUT)
