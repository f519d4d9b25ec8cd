"""``holdfast read``: messages into proposed claims."""

from __future__ import annotations

from functools import partial
from pathlib import Path  # noqa: TC003  typer reads the annotations at run time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from holdfast.cli.common import JsonOption, day_of, print_json
from holdfast.cli.table_options import (  # noqa: TC001  typer reads the annotations at run time
    AsOfOption,
    CharsetOption,
    DateColumnOption,
    DayFirstOption,
    HeaderRowOption,
    MapOption,
    PackageOption,
    SheetOption,
    UnitOption,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from holdfast.intake import ChatOptions, Reading, TableOptions
    from holdfast.workspace import ReadInto


def register(app: typer.Typer) -> None:
    """Add the topic to the application."""
    app.command(name="read", epilog="Example: holdfast read camp report.txt --published 2015-07-17")(read)


def read(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="[WORKSPACE] FILE...",
            help="Texts, chats, pages, documents, mails or tables; the workspace may stand first.",
        ),
    ],
    published: Annotated[
        str | None,
        typer.Option("--published", metavar="DATE", help="The day it was published or sent; wins over any in it."),
    ] = None,
    workspace: Annotated[
        Path | None, typer.Option("--workspace", metavar="DIR", help="Keep the message and queue its claims here.")
    ] = None,
    timezone: Annotated[
        str, typer.Option("--timezone", help="Zone in which days begin; a workspace brings its own.")
    ] = "UTC",
    source_grade: Annotated[
        str, typer.Option("--grade", help="Source A to E and information 1 to 5, as judged: B2, C3, E5.")
    ] = "C3",
    senders: Annotated[
        list[str] | None,
        typer.Option(
            "--sender", metavar="SENDER=ROLE", help="Role of a sender of a chat or mail: +964...=camp committee."
        ),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Of a chat: first day to read; all of it is kept.")
    ] = None,
    date_order: Annotated[
        str | None, typer.Option("--date-order", help="Of the dates of a chat: dmy, mdy or ymd.")
    ] = None,
    maps: MapOption = None,
    units: UnitOption = None,
    packages: PackageOption = None,
    date_column: DateColumnOption = None,
    dayfirst: DayFirstOption = None,
    as_of: AsOfOption = None,
    charset: CharsetOption = None,
    sheet: SheetOption = None,
    header_row: HeaderRowOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read messages into proposed claims. Nothing is accepted: that is for `holdfast review`."""
    from holdfast.workspace import chat_options, table_options

    day = day_of(published)
    table = table_options(
        maps=maps or (),
        units=units or (),
        packages=packages or (),
        date_column=date_column,
        order=None if dayfirst is None else "day" if dayfirst else "month",
        as_of=as_of,
        charset=charset,
        sheet=sheet,
        header_row=header_row,
    )
    chat = chat_options(senders or (), since=day_of(since), date_order=date_order)
    if workspace is None and len(paths) > 1 and (paths[0] / "site.toml").is_file():
        workspace, paths = paths[0], paths[1:]
    read_one = partial(
        _read_one,
        workspace=workspace,
        published=day,
        timezone=timezone,
        source_grade=source_grade,
        chat=chat,
        table=table,
    )
    if len(paths) == 1:
        reading, queued = read_one(paths[0])
        if as_json:
            print_json("read", _payload(reading, queued))
        else:
            _show(reading, queued, workspace)
        return
    _read_several(paths, read_one, workspace, as_json=as_json)


def _read_one(
    file: Path,
    *,
    workspace: Path | None,
    published: date | None,
    timezone: str,
    source_grade: str,
    chat: ChatOptions,
    table: TableOptions | None,
) -> tuple[Reading, ReadInto | None]:
    from holdfast.workspace import read_alone, read_into

    if workspace is None:
        alone = read_alone(
            file, published=published, timezone=timezone, source_grade=source_grade, chat=chat, table=table
        )
        return alone, None
    queued = read_into(workspace, file, published=published, source_grade=source_grade, chat=chat, table=table)
    return queued.reading, queued


def _read_several(
    files: list[Path],
    read_one: Callable[[Path], tuple[Reading, ReadInto | None]],
    workspace: Path | None,
    *,
    as_json: bool,
) -> None:
    """Read files one by one: one that is refused stops none of the others, and the last line counts them all."""
    from holdfast.errors import HoldfastError
    from holdfast.workspace import screen_safe

    payloads: list[dict[str, Any]] = []
    counts = dict.fromkeys(("read", "same", "to be typed in", "refused"), 0)
    for file in files:
        if not as_json:
            typer.echo("\n" + screen_safe(file.name))
        try:
            reading, queued = read_one(file)
        except HoldfastError as error:
            counts["refused"] += 1
            payloads.append({"file": file.name, "error": error.as_dict()})
            typer.echo(str(error), err=True)
            continue
        known = queued is not None and queued.known_before
        counts["to be typed in" if reading.unreadable and not known else "same" if known else "read"] += 1
        payloads.append({"file": file.name, **_payload(reading, queued)})
        if not as_json:
            _show(reading, queued, workspace)
    if as_json:
        print_json("read", {"files": payloads, "counts": counts})
    else:
        typer.echo(f"\n{len(files)} files: " + ", ".join(f"{count} {word}" for word, count in counts.items()) + ".")
    if counts["refused"]:
        raise typer.Exit(1)


def _payload(reading: Reading, queued: ReadInto | None) -> dict[str, Any]:
    payload: dict[str, Any] = {
        "source": {**reading.source, "text": reading.text},
        "claims": [s.as_dict() for s in reading.statements],
        "warnings": [w.as_dict() for w in reading.warnings],
    }
    if reading.messages:
        payload["messages"] = [m.as_dict() for m in reading.messages]
    if reading.table is not None:
        payload["table"] = reading.table.as_dict()
    if queued is not None:
        payload["queued"] = {"ids": [c.id for c in queued.claims], "known_before": queued.known_before}
    return payload


def _show(reading: Reading, queued: ReadInto | None, workspace: Path | None) -> None:
    from holdfast.workspace import message_counts, screen_safe, statement_line, table_lines

    for number, statement in enumerate(reading.statements, start=1):
        typer.echo(f"{number:3}. {statement_line(statement)}")
        start, end = statement.char_start or 0, statement.char_end or 0
        typer.echo(screen_safe(f'     "{_short(reading.text[start:end])}"'))
    for warning in reading.warnings:
        typer.echo(screen_safe(f"Warning {warning.code}: {warning.message}"))
    for line in table_lines(reading.table) if reading.table is not None else ():
        typer.echo(line)
    if reading.messages:
        typer.echo(message_counts(reading.messages))
    typer.echo(f"{len(reading.statements)} proposed claims from {reading.source['chars']} characters.")
    if queued is None:
        return
    if queued.counts is not None:
        typer.echo(", ".join(f"{count} {word}" for word, count in queued.counts.items()) + ".")
    if reading.unreadable and not reading.statements:
        typer.echo(f"stored as it is ({queued.document_sha256[:12]}); it waits for: holdfast type {workspace}")
    elif queued.known_before:
        typer.echo("this message was read before; nothing new is queued")
    else:
        typer.echo(f"they wait for: holdfast review {workspace}")


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 300 else flat[:297] + "..."
