"""``holdfast sms`` and ``holdfast type``: a short message with its answer, and the words of what only a person can read."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  typer reads the annotations at run time
from typing import Annotated

import typer

from holdfast.cli.common import JsonOption, WorkspaceArgument, day_of, print_json, typed_role


def register(app: typer.Typer) -> None:
    """Add the topic to the application."""
    app.command(name="sms", epilog='Example: holdfast sms camp "HF DIESEL 41 CM 18AUG MEAS" --by "log keeper"')(sms)
    app.command(name="type", epilog='Example: holdfast type camp letter.pdf --text letter.txt --by "intake clerk"')(
        type_words
    )


def sms(
    workspace: WorkspaceArgument,
    message: Annotated[str, typer.Argument(metavar="MESSAGE", help="The words of the message.")],
    by: Annotated[
        str, typer.Option("--by", help="Who sent it: a role, not a name or number.", callback=typed_role)
    ] = "sms sender",
    as_json: JsonOption = False,
) -> None:
    """Take a short message from SMS, chat or radio and print the answer to send back."""
    from holdfast.workspace import screen_safe, take_sms

    taken = take_sms(workspace, message, by=by)
    if as_json:
        print_json(
            "sms",
            {
                "reply": taken.reply,
                "queued": [c.id for c in taken.claims],
                "kept": list(taken.kept),
                "document_sha256": taken.document_sha256,
                "known_before": taken.known_before,
                "notes": list(taken.notes),
            },
        )
        return
    typer.echo(screen_safe(taken.reply))
    for note in taken.notes:
        typer.echo(screen_safe(note))
    typer.echo(taken.account.line)
    if taken.claims and not taken.known_before:
        typer.echo(f"{len(taken.claims)} claims wait for: holdfast review {workspace}")
    if taken.kept:
        typer.echo(f"{len(taken.kept)} passages wait for a person: holdfast type {workspace}")


def type_words(
    workspace: WorkspaceArgument,
    document: Annotated[
        str | None, typer.Argument(metavar="DOCUMENT", help="Name of the scan, or first digits of its hash.")
    ] = None,
    words: Annotated[str | None, typer.Argument(metavar="WORDS", help="What it says.")] = None,
    text: Annotated[Path | None, typer.Option("--text", metavar="FILE", help="A text file with what it says.")] = None,
    by: Annotated[
        str, typer.Option("--by", help="Who types: a role, not a name.", callback=typed_role)
    ] = "intake clerk",
    published: Annotated[str | None, typer.Option("--published", metavar="DATE", help="The day of the letter.")] = None,
    source_grade: Annotated[str, typer.Option("--grade", help="Source A to E and information 1 to 5.")] = "C3",
    as_json: JsonOption = False,
) -> None:
    """Type in what a scanned letter or a picture says; without DOCUMENT, list what waits."""
    from holdfast.workspace import screen_safe, statement_line, to_type, type_in, words_of_file

    if document is None:
        waiting = to_type(workspace)
        if as_json:
            print_json(
                "to-type", {"waiting": [{"name": d.name, "sha256": d.sha256, "needs": d.needs} for d in waiting]}
            )
            return
        for item in waiting:
            typer.echo(
                screen_safe(
                    f"{item.sha256[:12]}  {item.name}  ({item.media_type.partition(';')[0]}; needs {item.needs})"
                )
            )
        typer.echo(f"{len(waiting)} documents wait for a person.")
        return
    typed = type_in(
        workspace,
        document,
        words_of_file(text) if text is not None else words or "",
        by=by,
        published=day_of(published),
        source_grade=source_grade,
    )
    reading = typed.read.reading
    if as_json:
        print_json(
            "read",
            {
                "source": {**reading.source, "text": reading.text, "transcribes": typed.scan.sha256},
                "claims": [s.as_dict() for s in reading.statements],
                "warnings": [w.as_dict() for w in reading.warnings],
                "queued": {"ids": [c.id for c in typed.read.claims], "known_before": typed.read.known_before},
            },
        )
        return
    for number, statement in enumerate(reading.statements, start=1):
        typer.echo(f"{number:3}. {statement_line(statement)}")
    for warning in reading.warnings:
        typer.echo(screen_safe(f"Warning {warning.code}: {warning.message}"))
    typer.echo(screen_safe(f"Kept with {typed.scan.name} ({typed.scan.sha256[:12]})."))
    typer.echo(typed.read.account.line)
    if typed.read.waiting and not typed.read.known_before:
        typer.echo(f"{typed.read.waiting} claims wait for: holdfast review {workspace}")
