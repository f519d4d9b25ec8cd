"""``holdfast acts``: what the house itself did: plans, operating decisions, editions that were handed over."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  typer reads the annotations at run time
from typing import Annotated, Any

import typer

from holdfast.cli.common import AsKnownOption, JsonOption, WorkspaceArgument, day_of, print_json, typed_role

By = Annotated[str, typer.Option("--by", metavar="ROLE", help="Who did it: a role, not a name.", callback=typed_role)]
Basis = Annotated[list[str] | None, typer.Option("--based-on", metavar="ID", help="Claim or forecast it rests on.")]
Paper = Annotated[str | None, typer.Option("--document", metavar="FILE", help="The paper, kept in the inbox.")]


def register(app: typer.Typer) -> None:
    """Add the topic to the application."""
    topic = typer.Typer(
        name="acts", help="What the house itself did: plans, decisions, editions handed over.", no_args_is_help=True
    )
    topic.command(
        name="plan", epilog="Example: holdfast acts plan camp 'Night pumping' 'Pumps from 22 to 5' --by engineer"
    )(plan)
    topic.command(
        name="decide", epilog="Example: holdfast acts decide camp 'pumps at night only' --by 'camp committee'"
    )(decide)
    topic.command(
        name="release",
        epilog="Example: holdfast acts release camp out/report.html --edition public --class LOW --as-of 2015-08-18 --by editor",
    )(release)
    topic.command(name="list", epilog="Example: holdfast acts list camp")(list_)
    app.add_typer(topic)


def plan(
    workspace: WorkspaceArgument,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What the plan is called.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What it says.")],
    by: By,
    based_on: Basis = None,
    document: Paper = None,
    as_json: JsonOption = False,
) -> None:
    """Write down a plan, with what it rests on."""
    from holdfast.workspace import add_plan

    _say(workspace, add_plan(workspace, title, text, by=by, based_on=based_on or (), document=document), as_json)


def decide(
    workspace: WorkspaceArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What was decided.")],
    by: By,
    takes_effect: Annotated[
        str | None, typer.Option("--from", help="From when it counts: tomorrow, 2015-08-19 06:00.")
    ] = None,
    based_on: Basis = None,
    document: Paper = None,
    as_json: JsonOption = False,
) -> None:
    """Write down a decision on how the site is run."""
    from holdfast.workspace import add_decision

    made = add_decision(workspace, text, by=by, takes_effect=takes_effect, based_on=based_on or (), document=document)
    _say(workspace, made, as_json)


def release(
    workspace: WorkspaceArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The report as it was handed over.")],
    by: By,
    edition: Annotated[str, typer.Option("--edition", help="restricted or public.")],
    sensitivity: Annotated[str, typer.Option("--class", help="Class of the file: LOW, MODERATE, HIGH, SEVERE.")],
    as_of: Annotated[str, typer.Option("--as-of", metavar="DATE", help="Last day it tells of.")],
    to: Annotated[
        list[str] | None, typer.Option("--to", help="Office it went to; everyone when left out.", callback=typed_role)
    ] = None,
    changes: Annotated[str | None, typer.Option("--changes", help="What this revision corrects.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Write down that an edition was handed over: its hash, its class, to whom. Nothing is sent."""
    from holdfast.workspace import add_edition

    day = day_of(as_of)
    assert day is not None  # noqa: S101  the option is required
    made = add_edition(
        workspace,
        file,
        edition=edition,
        sensitivity=sensitivity,
        as_of=day,
        by=by,
        recipients=to or (),
        changes=changes,
    )
    _say(workspace, made, as_json)


def list_(workspace: WorkspaceArgument, as_known: AsKnownOption = None, as_json: JsonOption = False) -> None:
    """List what the house did, oldest first."""
    from holdfast.workspace import house_acts

    found, lines = house_acts(workspace, as_known=day_of(as_known))
    if as_json:
        print_json("acts", {"acts": [act.as_dict() for act in found]})
        return
    for line in lines:
        typer.echo(line)
    typer.echo(f"{len(found)} acts.")


def _say(workspace: Path, made: Any, as_json: bool) -> None:
    from holdfast.workspace import house_acts

    if as_json:
        print_json("acts", {"act": made.as_dict()})
        return
    found, lines = house_acts(workspace)
    typer.echo("We understood: " + next(line for act, line in zip(found, lines, strict=True) if act.id == made.id))
