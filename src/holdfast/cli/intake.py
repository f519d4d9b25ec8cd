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
    from collections.abc import Callable, Sequence
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
            help="Texts, chats, pages, documents, mails, tables, or folders of them; the workspace may stand first.",
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
    handed_by: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="ROLE",
            help="Who handed it over, as a role, not a name; says so where the text names nobody.",
        ),
    ] = None,
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
    """Read messages into proposed claims. They wait for `holdfast review`, unless settings.toml names their source."""
    from holdfast.workspace import chat_options, files_of, table_options

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
    folders = any(path.is_dir() for path in paths)
    files, left_out = files_of(paths)
    read_one = partial(
        _read_one,
        workspace=workspace,
        published=day,
        timezone=timezone,
        source_grade=source_grade,
        handed_by=handed_by,
        chat=chat,
        table=table,
    )
    if len(files) == 1 and not folders:
        reading, queued = read_one(files[0])
        if as_json:
            print_json("read", _payload(reading, queued))
        else:
            _show(reading, queued, workspace, alone=True)
        return
    _read_several(files, left_out, read_one, workspace, as_json=as_json)


def _read_one(
    file: Path,
    *,
    workspace: Path | None,
    published: date | None,
    timezone: str,
    source_grade: str,
    handed_by: str | None,
    chat: ChatOptions,
    table: TableOptions | None,
) -> tuple[Reading, ReadInto | None]:
    from holdfast.workspace import read_alone, read_into

    if workspace is None:
        alone = read_alone(
            file, published=published, timezone=timezone, source_grade=source_grade, chat=chat, table=table
        )
        return alone, None
    queued = read_into(
        workspace,
        file,
        published=published,
        source_grade=source_grade,
        handed_by=handed_by,
        chat=chat,
        table=table,
    )
    return queued.reading, queued


def _read_several(
    files: Sequence[Path],
    left_out: Sequence[tuple[Path, str]],
    read_one: Callable[[Path], tuple[Reading, ReadInto | None]],
    workspace: Path | None,
    *,
    as_json: bool,
) -> None:
    """Read files one by one: one that is refused stops none of the others, and the last line counts them all."""
    from holdfast.errors import HoldfastError
    from holdfast.workspace import Account, screen_safe, total

    payloads: list[dict[str, Any]] = []
    done: list[tuple[Account, Account]] = []
    to_type = accepted = waiting = 0
    for file in files:
        if not as_json:
            typer.echo("\n" + screen_safe(file.name))
        try:
            reading, queued = read_one(file)
        except HoldfastError as error:
            done.append((Account(what="files", refused=1), Account(what="claims")))
            payloads.append({"file": file.name, "error": error.as_dict()})
            typer.echo(str(error), err=True)
            continue
        if queued is None:
            done.append((Account(what="files", new=1), Account(what="claims", new=len(reading.statements))))
            to_type += reading.unreadable is not None
        else:
            done.append((queued.file_account, queued.account))
            to_type, accepted = to_type + queued.to_type, accepted + len(queued.accepted)
            waiting += queued.waiting if not queued.known_before else 0
        payloads.append({"file": file.name, **_payload(reading, queued)})
        if not as_json:
            _show(reading, queued, workspace, alone=False)
    of_files = total("files", (file for file, _ in done))
    of_claims = total("claims", (claims for _, claims in done))
    if as_json:
        account = {"files": of_files.as_dict(), "claims": of_claims.as_dict(), "to_type": to_type, "accepted": accepted}
        left = [{"file": path.name, "why": why} for path, why in left_out]
        print_json("read", {"files": payloads, "account": account, "left_out": left})
    else:
        typer.echo("")
        for path, why in left_out:
            typer.echo(screen_safe(f"Left out: {path.name}, {why}"))
        typer.echo(of_files.line)
        typer.echo(of_claims.line)
        _next_steps(workspace, to_type=to_type, accepted=accepted, waiting=waiting)
    if of_files.refused:
        raise typer.Exit(1)


def _next_steps(workspace: Path | None, *, to_type: int, accepted: int, waiting: int) -> None:
    if workspace is None:
        return
    if accepted:
        typer.echo(f"{accepted} accepted by settings")
    if to_type:
        typer.echo(f"to be typed in: {to_type}; holdfast type {workspace}")
    if waiting:
        typer.echo(f"{waiting} claims wait for: holdfast review {workspace}")


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
        payload["accepted_by_settings"] = [c.id for c in queued.accepted]
        payload["account"] = queued.account.as_dict()
    return payload


def _show(reading: Reading, queued: ReadInto | None, workspace: Path | None, *, alone: bool) -> None:
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
    if queued is None:
        typer.echo(f"{len(reading.statements)} proposed claims from {reading.source['chars']} characters.")
        return
    typer.echo(queued.account.line)
    if queued.to_type:
        typer.echo(f"stored as it is ({queued.document_sha256[:12]}); it waits for: holdfast type {workspace}")
    elif queued.stored_before and not (queued.account.new or queued.account.changed):
        typer.echo("this file was read before; nothing new is queued")
    if alone:
        _next_steps(workspace, to_type=0, accepted=len(queued.accepted), waiting=queued.waiting)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 300 else flat[:297] + "..."
