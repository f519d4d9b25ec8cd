"""``holdfast propose``: show one document to a language model, and queue what stands in it word by word."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  typer reads the annotations at run time
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli.common import JsonOption, WorkspaceArgument, day_of, print_json, typed_role

if TYPE_CHECKING:
    from holdfast.workspace import Proposed


def register(app: typer.Typer) -> None:
    """Add the topic to the application."""
    example = "holdfast propose camp report.txt --endpoint http://127.0.0.1:8080 --by coordinator"
    app.command(name="propose", epilog=f"Example: {example}")(propose)


def propose(
    workspace: WorkspaceArgument,
    document: Annotated[str, typer.Argument(help="Name or first digits of the hash of a document that was read.")],
    endpoint: Annotated[
        str | None, typer.Option("--endpoint", metavar="URL", help="An OpenAI-compatible server on this computer.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="Who asks: a role, not a name; kept in the ledger.", callback=typed_role)
    ] = None,
    allow: Annotated[
        list[str] | None, typer.Option("--allow", metavar="URL", help="Another computer that may be asked; https only.")
    ] = None,
    model: Annotated[str | None, typer.Option("--model", help="Name the server knows its model by.")] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="The day of the document, for relative times.")
    ] = None,
    key_file: Annotated[
        Path | None, typer.Option("--key-file", metavar="FILE", help="Key of the server, alone on one line.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would be sent; send and write nothing.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Ask a local language model for proposals about one document. Each waits for review; none is accepted."""
    from holdfast.workspace import propose_from_model

    done = propose_from_model(
        workspace,
        document,
        endpoint=endpoint,
        allow=allow or (),
        model=model,
        by=by,
        published=day_of(published),
        key_file=key_file,
        dry_run=dry_run,
    )
    if as_json:
        print_json("propose", done.as_dict())
    elif done.sent:
        _show(done, workspace)
    else:
        _show_prompts(done)


def _show_prompts(done: Proposed) -> None:
    from holdfast.workspace import screen_safe

    for prompt in done.prompts:
        for message in prompt:
            typer.echo(f"--- {message['role']}")
            for line in message["content"].split("\n"):
                typer.echo(screen_safe(line))
    typer.echo(f"--- {len(done.prompts)} requests to {done.endpoint} would be made. Nothing was sent.")


def _show(done: Proposed, workspace: Path) -> None:
    from holdfast.workspace import screen_safe, statement_line

    where = "on this computer" if done.local else "on ANOTHER computer"
    typer.echo(screen_safe(f"Shown: {done.document.name} ({done.document.sha256[:12]}), {done.characters} characters,"))
    typer.echo(f"  to {done.endpoint} ({where}), model {screen_safe(done.model)}, {done.requests} requests.")
    if done.blanked:
        typer.echo(f"  {done.blanked} telephone numbers, addresses or coordinates were blanked out.")
    typer.echo("  The ledger holds an entry of it.")
    if done.form == "text":
        typer.echo("  The server knows no form of answer; the model was only asked for one.")
    for claim, item in zip(done.claims, done.kept, strict=True):
        typer.echo(f"{claim.id}  {statement_line(item.statement)}")
        typer.echo(screen_safe(f'     "{" ".join(item.quote.split())}"'))
    for fallen in done.dropped:
        meaning = fallen.as_dict()["meaning"]
        typer.echo(screen_safe(f"dropped ({fallen.reason}): {meaning}: {fallen.what}"))
    counts = ", ".join(f"{count} {reason}" for reason, count in sorted(done.reasons.items()))
    came = len(done.kept) + len(done.dropped)
    typer.echo(
        f"{came} proposals came back, {len(done.kept)} kept, {len(done.dropped)} dropped"
        + (f" ({counts})." if counts else ".")
    )
    if done.kept:
        typer.echo(f"they wait for: holdfast review {workspace}")
