"""``holdfast read``: messages into proposed claims."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  typer reads the annotations at run time
from typing import Annotated, Any

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


def register(app: typer.Typer) -> None:
    """Add the topic to the application."""
    app.command(name="read", epilog="Example: holdfast read report.txt --published 2015-07-17 --workspace camp")(read)


def read(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A text, chat, page, document, mail or table.")],
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
    """Read a message into proposed claims. Nothing is accepted: that is for `holdfast review`."""
    from holdfast.workspace import read_alone, read_into, screen_safe, statement_line, table_lines, table_options

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
    queued = None
    if workspace is not None:
        queued = read_into(workspace, file, published=day, source_grade=source_grade, table=table)
        reading = queued.reading
    else:
        reading = read_alone(file, published=day, timezone=timezone, source_grade=source_grade, table=table)
    if as_json:
        payload: dict[str, Any] = {
            "source": {**reading.source, "text": reading.text},
            "claims": [s.as_dict() for s in reading.statements],
            "warnings": [w.as_dict() for w in reading.warnings],
        }
        if reading.table is not None:
            payload["table"] = reading.table.as_dict()
        if queued is not None:
            payload["queued"] = {"ids": [c.id for c in queued.claims], "known_before": queued.known_before}
        print_json("read", payload)
        return
    for number, statement in enumerate(reading.statements, start=1):
        typer.echo(f"{number:3}. {statement_line(statement)}")
        start, end = statement.char_start or 0, statement.char_end or 0
        typer.echo(screen_safe(f'     "{_short(reading.text[start:end])}"'))
    for warning in reading.warnings:
        typer.echo(f"Warning {warning.code}: {warning.message}")
    for line in table_lines(reading.table) if reading.table is not None else ():
        typer.echo(line)
    typer.echo(f"{len(reading.statements)} proposed claims from {reading.source['chars']} characters.")
    if queued is not None and queued.counts is not None:
        typer.echo(", ".join(f"{count} {word}" for word, count in queued.counts.items()) + ".")
    if queued is not None:
        said = (
            "this message was read before; nothing new is queued"
            if queued.known_before
            else "they wait for: holdfast review"
        )
        typer.echo(f"{said} {workspace}" if not queued.known_before else said)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 300 else flat[:297] + "..."
