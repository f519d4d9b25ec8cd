"""``holdfast forms``, ``submissions`` and ``fetch``: the survey forms, and what was sent with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli.common import JsonOption, print_json

if TYPE_CHECKING:
    from holdfast.workspace import TakenIn

WorkspaceOption = Annotated[Path, typer.Option("--workspace", metavar="DIR", help="Folder with site.toml.")]
MappingOption = Annotated[
    Path | None,
    typer.Option("--mapping", metavar="FILE", help="For another form: its XLSForm with hxl column, or a mapping file."),
]
ServerOption = Annotated[str, typer.Option("--server", metavar="URL", help="https://HOST, without a path.")]
LocalOption = Annotated[
    bool, typer.Option("--allow-local", help="The server may lie in a private network or on this computer.")
]


def register(app: typer.Typer) -> None:
    """Add the topic to the application."""
    app.command(name="forms", epilog="Example: holdfast forms to-print --workspace camp")(forms)
    app.command(name="submissions", epilog="Example: holdfast submissions export.xlsx --workspace camp")(submissions)
    fetch = typer.Typer(name="fetch", help="Ask a server of survey forms for its submissions.", no_args_is_help=True)
    fetch.command(
        name="kobo",
        epilog="Example: holdfast fetch kobo --server https://HOST --form UID --token-file token.txt --workspace camp",
    )(kobo)
    fetch.command(
        name="odk",
        epilog="Example: holdfast fetch odk --server https://HOST --project 1 --form holdfast_daily "
        "--account-file account.txt --workspace camp",
    )(odk)
    app.add_typer(fetch)


def forms(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write to.")],
    workspace: Annotated[
        Path | None, typer.Option("--workspace", metavar="DIR", help="Its site goes into sites.csv.")
    ] = None,
) -> None:
    """Write the two survey forms for Kobo or ODK (XLSForm) in English, Arabic and Persian."""
    from holdfast.workspace import write_forms

    for path in write_forms(folder, workspace=workspace):
        typer.echo(str(path))
    if workspace is None:
        typer.echo("sites.csv holds an example: write the id of your site.toml into it.")
    typer.echo("Upload each form to the server together with sites.csv.")


def submissions(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON, XML, CSV, XLSX or submissions.csv.zip.")],
    workspace: WorkspaceOption,
    mapping: MappingOption = None,
    count: Annotated[
        int | None, typer.Option("--count", metavar="N", help="How many the server says the form has.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Take in submissions of survey forms from a file of Kobo or ODK. Nothing is accepted: that is for `holdfast review`."""
    from holdfast.workspace import take_submissions

    _say(take_submissions(workspace, file, mapping=mapping, expected=count), workspace, as_json=as_json)


def kobo(
    server: ServerOption,
    form: Annotated[str, typer.Option("--form", metavar="UID", help="Uid of the form, as in its address.")],
    token_file: Annotated[Path, typer.Option("--token-file", metavar="FILE", help="Token alone on the first line.")],
    workspace: WorkspaceOption,
    mapping: MappingOption = None,
    allow_local: LocalOption = False,
    as_json: JsonOption = False,
) -> None:
    """Take in every submission that a Kobo server has of a form."""
    from holdfast.workspace import fetch_from_kobo

    taken = fetch_from_kobo(
        workspace, server=server, form=form, token_file=token_file, mapping=mapping, allow_local=allow_local
    )
    _say(taken, workspace, as_json=as_json)


def odk(
    server: ServerOption,
    project: Annotated[int, typer.Option("--project", metavar="N", help="Number of the project.")],
    form: Annotated[str, typer.Option("--form", metavar="ID", help="Id of the form.")],
    workspace: WorkspaceOption,
    account_file: Annotated[
        Path | None, typer.Option("--account-file", metavar="FILE", help="E-mail and password on two lines.")
    ] = None,
    token_file: Annotated[
        Path | None, typer.Option("--token-file", metavar="FILE", help="Key of an app user on the first line.")
    ] = None,
    mapping: MappingOption = None,
    allow_local: LocalOption = False,
    as_json: JsonOption = False,
) -> None:
    """Take in every submission that an ODK Central server has of a form."""
    from holdfast.workspace import fetch_from_odk

    taken = fetch_from_odk(
        workspace,
        server=server,
        project=project,
        form=form,
        account_file=account_file,
        token_file=token_file,
        mapping=mapping,
        allow_local=allow_local,
    )
    _say(taken, workspace, as_json=as_json)


def _say(taken: TakenIn, workspace: Path, *, as_json: bool) -> None:
    from holdfast.workspace import screen_safe

    if as_json:
        print_json("submissions", taken.as_dict())
        return
    for warning in taken.warnings:
        typer.echo(screen_safe(f"Warning {warning.code}: {warning.message}"))
    for line in taken.refused:
        typer.echo(screen_safe(f"Refused {line}"))
    for claim in taken.left:
        typer.echo(f"An edited report no longer states claim {claim.id}; it stands until a person rejects it.")
    typer.echo(taken.line)
    if taken.claims:
        typer.echo(f"{len(taken.claims)} claims wait for: holdfast review {workspace}")
