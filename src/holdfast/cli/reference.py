"""``holdfast reference``: print a sourced row, list a table, search by words."""

from __future__ import annotations

from typing import Annotated

import typer

from holdfast.cli.common import JsonOption, print_json


def register(app: typer.Typer) -> None:
    """Add the topic to the application."""
    topic = typer.Typer(
        name="reference",
        help="Norms, commodities, demography, law and model parameters, each figure with its source and status.",
        no_args_is_help=True,
    )
    topic.command(name="show", epilog="Example: holdfast reference show N005")(show)
    topic.command(name="list", epilog="Example: holdfast reference list norms")(list_)
    topic.command(name="search", epilog="Example: holdfast reference search vaccine")(search)
    app.add_typer(topic)


def show(
    row_id: Annotated[str, typer.Argument(metavar="ID", help="N001, C001, D001, L001, O001, physics:leak, health:G0.")],
    as_json: JsonOption = False,
) -> None:
    """Print one row: figure, source, status, limits, note."""
    from holdfast.reference import as_dict, describe, entry

    found = entry(row_id)
    if as_json:
        print_json("reference", as_dict(found))
    else:
        typer.echo(describe(found))


def list_(
    table: Annotated[str | None, typer.Argument(metavar="TABLE", help="A table; leave out for the tables.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List the tables, or the rows of one table."""
    from holdfast.reference import as_dict, brief, entries, summary

    if table is None:
        counts = summary()
        if as_json:
            print_json("reference", {"tables": counts})
            return
        for name, by_status in counts.items():
            typer.echo(f"{name:<12} {sum(by_status.values()):>4}  " + _counts(by_status))
        return
    rows = entries(table)
    if as_json:
        print_json("reference", {"table": table, "rows": [as_dict(row) for row in rows]})
        return
    for row in rows:
        typer.echo(brief(row))


def search(
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help="Words that must all stand in the row.")],
    as_json: JsonOption = False,
) -> None:
    """Print the rows that hold every word."""
    from holdfast.reference import as_dict, brief
    from holdfast.reference import search as search_rows

    words = " ".join(text)
    rows = search_rows(words)
    if as_json:
        print_json("reference", {"text": words, "rows": [as_dict(row) for row in rows]})
        return
    for row in rows:
        typer.echo(brief(row))
    typer.echo(f"{len(rows)} {'row holds' if len(rows) == 1 else 'rows hold'} every word of: {words}", err=True)


def _counts(by_status: dict[str, int]) -> str:
    return ", ".join(f"{number} {status}" for status, number in by_status.items())
