"""What can be said of a table when it is read: options that `holdfast read` takes beside those of any message."""

from __future__ import annotations

from typing import Annotated

import typer

MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map", metavar="HEADING=ROLE", help='Tables: what a column is, as in "bal.=stock" or "Rmks=remarks".'
    ),
]
UnitOption = Annotated[
    list[str] | None,
    typer.Option(
        "--unit", metavar="UNIT", help='Tables: unit of figures that state none: drum, or "diesel=L" for one thing.'
    ),
]
PackageOption = Annotated[
    list[str] | None,
    typer.Option(
        "--package",
        metavar="NAME=SIZE",
        help='Tables: size of a package in this table, as in "bag=50 kg" or "water tank=10 m3".',
    ),
]
DateColumnOption = Annotated[
    str | None, typer.Option("--date-column", metavar="HEADING", help="Tables: the column of dates.")
]
DayFirstOption = Annotated[
    bool | None,
    typer.Option("--dayfirst/--monthfirst", help="Tables: whether 03/04 is the third of April or the fourth of March."),
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Tables: the day the figures speak of, where no column says it."),
]
CharsetOption = Annotated[
    str | None,
    typer.Option("--charset", metavar="NAME", help="Tables as text: the character set, such as windows-1256."),
]
SheetOption = Annotated[
    str | None, typer.Option("--sheet", metavar="NAME", help="Tables: read this sheet only; it may be a hidden one.")
]
HeaderRowOption = Annotated[
    int | None, typer.Option("--header-row", metavar="N", help="Tables: number of the last row of headings.")
]
