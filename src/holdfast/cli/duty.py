"""``holdfast promise`` and ``holdfast notice``: what offices promised, and what they were told."""

from __future__ import annotations

from typing import Annotated

import typer

from holdfast.cli.common import AsKnownOption, JsonOption, WorkspaceArgument, day_of, print_json, typed_role

Office = Annotated[str, typer.Option("--office", help="Which office: never a person.", callback=typed_role)]
At = Annotated[str | None, typer.Option("--at", help="When: 07:40, yesterday, 2015-08-18 07:40; now when left out.")]
Paper = Annotated[str | None, typer.Option("--document", metavar="FILE", help="The paper, kept in the inbox.")]
Corrects = Annotated[str | None, typer.Option("--corrects", metavar="ID", help="The one this replaces.")]


def register(app: typer.Typer) -> None:
    """Add the topics to the application."""
    promise = typer.Typer(
        name="promise",
        help="What was promised, by which office, until when; kept or broken on evidence.",
        no_args_is_help=True,
    )
    promise.command(
        name="add", epilog="Example: holdfast promise add camp 'three tankers' --office 'ministry' --due tomorrow"
    )(promise_add)
    promise.command(
        name="status",
        epilog="Example: holdfast promise status camp 4M7NBX broken --evidence 01K2XSG2T9AZ5R8W6V1QX4M7NB",
    )(promise_status)
    promise.command(name="list", epilog="Example: holdfast promise list camp --overdue")(promise_list)
    app.add_typer(promise)
    notice = typer.Typer(
        name="notice", help="What an office was told, with the proof of delivery, and its answer.", no_args_is_help=True
    )
    notice.command(
        name="add",
        epilog="Example: holdfast notice add camp 'water ends' --office 'mission' --channel letter --proof stamp.jpg",
    )(notice_add)
    notice.command(name="answer", epilog="Example: holdfast notice answer camp 4M7NBX 'noted'")(notice_answer)
    notice.command(name="list", epilog="Example: holdfast notice list camp --unanswered")(notice_list)
    app.add_typer(notice)


def promise_add(
    workspace: WorkspaceArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What was promised, in the words it was given in.")],
    office: Office,
    to: Annotated[str | None, typer.Option("--to", help="To whom: an office or a role.", callback=typed_role)] = None,
    due: Annotated[str | None, typer.Option("--due", help="By which day: tomorrow, 2015-08-19.")] = None,
    at: At = None,
    document: Paper = None,
    claim: Annotated[list[str] | None, typer.Option("--claim", metavar="ID", help="Claim that tells of it.")] = None,
    role: Annotated[
        str, typer.Option("--as", metavar="ROLE", help="Who types it.", callback=typed_role)
    ] = "access officer",
    corrects: Corrects = None,
    as_json: JsonOption = False,
) -> None:
    """Write down a promise; the answer says in words what was understood."""
    from holdfast.workspace import add_promise

    found = add_promise(
        workspace,
        text,
        office=office,
        to_whom=to,
        due=due,
        at=at,
        document=document,
        claim_ids=claim or (),
        recorded_by=role,
        corrects=corrects,
    )
    _say("commitment", found.as_dict(), found.lines, as_json=as_json)


def promise_status(
    workspace: WorkspaceArgument,
    promise: Annotated[str, typer.Argument(metavar="PROMISE", help="Its id, or the last six characters of it.")],
    status: Annotated[str, typer.Argument(metavar="STATUS", help="kept, broken or unknown.")],
    evidence: Annotated[
        list[str] | None,
        typer.Option("--evidence", metavar="ID|FILE", help="Claim, step at the gate, or paper that shows it."),
    ] = None,
    by: Annotated[
        str, typer.Option("--by", help="Who judges: a role, not a name.", callback=typed_role)
    ] = "coordinator",
    reason: Annotated[str | None, typer.Option("--reason", help="Why.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Judge a promise, with what shows it; the program never judges one."""
    from holdfast.workspace import judge_promise

    found = judge_promise(workspace, promise, status, evidence=evidence or (), by=by, reason=reason)
    _say("commitment", found.as_dict(), found.lines, as_json=as_json)


def promise_list(
    workspace: WorkspaceArgument,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only those whose day has passed, unjudged.")] = False,
    as_known: AsKnownOption = None,
    as_json: JsonOption = False,
) -> None:
    """List promises with their status and evidence."""
    from holdfast.workspace import list_promises, plural

    found = list_promises(workspace, only_overdue=overdue, as_known=day_of(as_known))
    tail = f"{plural(len(found.states), 'promise')}, {len(found.overdue)} overdue"
    _say("commitment", found.as_dict(), (*found.lines, tail), as_json=as_json)


def notice_add(
    workspace: WorkspaceArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What the notice said, in short.")],
    office: Office,
    channel: Annotated[str, typer.Option("--channel", help="Letter, e-mail, telephone, in person.")],
    at: At = None,
    document: Paper = None,
    proof: Annotated[str | None, typer.Option("--proof", metavar="FILE", help="Proof of delivery.")] = None,
    carried: Annotated[
        list[str] | None, typer.Option("--carried", metavar="ID", help="Forecast or claim it carried.")
    ] = None,
    sent_by: Annotated[str | None, typer.Option("--from", help="Office that sent it.", callback=typed_role)] = None,
    role: Annotated[
        str, typer.Option("--as", metavar="ROLE", help="Who types it.", callback=typed_role)
    ] = "coordinator",
    corrects: Corrects = None,
    as_json: JsonOption = False,
) -> None:
    """Write down a notice that was sent; the answer says in words what was understood."""
    from holdfast.workspace import add_notice

    found = add_notice(
        workspace,
        text,
        office=office,
        channel=channel,
        at=at,
        document=document,
        proof=proof,
        carried=carried or (),
        sent_by=sent_by,
        recorded_by=role,
        corrects=corrects,
    )
    _say("notice", found.as_dict(), found.lines, as_json=as_json)


def notice_answer(
    workspace: WorkspaceArgument,
    notice: Annotated[str, typer.Argument(metavar="NOTICE", help="Its id, or the last six characters of it.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What the answer said.")],
    office: Annotated[
        str | None, typer.Option("--office", help="Which office answered; that of the notice.", callback=typed_role)
    ] = None,
    at: At = None,
    document: Paper = None,
    role: Annotated[
        str, typer.Option("--as", metavar="ROLE", help="Who types it.", callback=typed_role)
    ] = "coordinator",
    as_json: JsonOption = False,
) -> None:
    """Write down the answer to a notice."""
    from holdfast.workspace import add_answer

    found = add_answer(workspace, notice, text, office=office, at=at, document=document, recorded_by=role)
    _say("notice", found.as_dict(), found.lines, as_json=as_json)


def notice_list(
    workspace: WorkspaceArgument,
    unanswered: Annotated[bool, typer.Option("--unanswered", help="Only those without an answer.")] = False,
    as_known: AsKnownOption = None,
    as_json: JsonOption = False,
) -> None:
    """List notices with their proof of delivery and their answers."""
    from holdfast.workspace import list_notices, plural

    found = list_notices(workspace, only_unanswered=unanswered, as_known=day_of(as_known))
    tail = f"{plural(len(found.states), 'notice')}, {sum(not state.answered for state in found.states)} unanswered"
    _say("notice", found.as_dict(), (*found.lines, tail), as_json=as_json)


def _say(kind: str, payload: dict[str, object], lines: tuple[str, ...], *, as_json: bool) -> None:
    if as_json:
        print_json(kind, payload)
        return
    for line in lines:
        typer.echo(line)
