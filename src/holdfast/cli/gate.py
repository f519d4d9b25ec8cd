"""``holdfast gate``: a request, and one short command for each thing that happens to it at the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli.common import AsKnownOption, JsonOption, WorkspaceArgument, day_of, print_json, typed_role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from holdfast.workspace import Understood

Reference = Annotated[
    str, typer.Argument(metavar="REF", help="Reference of the consignment, or the last six characters of its id.")
]
Items = Annotated[
    list[str] | None,
    typer.Argument(metavar="ITEMS...", help="'flour 8 t' 'septic parts 12'; all that is awaiting when left out."),
]
Needed = Annotated[list[str], typer.Argument(metavar="ITEMS...", help="'flour 8 t' 'septic parts 12'.")]
At = Annotated[str | None, typer.Option("--at", help="When: 07:40, yesterday, 2015-08-18 07:40; now when left out.")]
Reason = Annotated[str | None, typer.Option("--reason", help="The reason, as it was stated.")]
By = Annotated[
    str | None,
    typer.Option("--by", help="Office that decided or said so: a role, never a name.", callback=typed_role),
]
Delay = Annotated[float | None, typer.Option("--delay", metavar="HOURS", help="How long it was held.")]
Category = Annotated[str | None, typer.Option("--constraint", metavar="AC1..AC9", help="Access constraint.")]
Severity = Annotated[str | None, typer.Option("--severity", metavar="0..3|X", help="How severe; X is not known.")]
Paper = Annotated[str | None, typer.Option("--document", metavar="FILE", help="Photo or scan of the paper.")]
Claims = Annotated[
    list[str] | None, typer.Option("--claim", metavar="ID", help="Claim that tells of the same; not counted again.")
]
Note = Annotated[str | None, typer.Option("--note", help="Anything else.")]
Role = Annotated[
    str, typer.Option("--as", metavar="ROLE", help="Who types it: a role, not a name.", callback=typed_role)
]
Corrects = Annotated[
    str | None,
    typer.Option("--corrects", metavar="ID", help="Step this one replaces, or the last six characters of it."),
]
AO = "access officer"


def register(app: typer.Typer) -> None:
    """Add the topic to the application."""
    topic = typer.Typer(
        name="gate",
        help="What was asked to pass the gate, and every part of it: let in, taken off, turned back, awaiting.",
        no_args_is_help=True,
    )
    examples: dict[str, tuple[Callable[..., None], str]] = {
        "request": (request, "holdfast gate request camp 'flour 20 t' 'septic parts 30' --carrier WFP --ref HF-12"),
        "decide": (decide, "holdfast gate decide camp HF-12 denied --by 'ministry' --reason 'no permit'"),
        "arrive": (arrive, "holdfast gate arrive camp HF-12 --at 07:40"),
        "remove": (remove, "holdfast gate remove camp HF-12 'septic parts 12' --reason 'no order' --by 'gate officer'"),
        "turn-back": (turn_back, "holdfast gate turn-back camp HF-12 --reason 'gate closed' --by 'gate officer'"),
        "deliver": (deliver, "holdfast gate deliver camp HF-12 'flour 8 t'"),
        "withdraw": (withdraw, "holdfast gate withdraw camp HF-12 'flour 5 t' --reason 'no truck'"),
        "amend": (amend, "holdfast gate amend camp HF-12 'flour 5 t'"),
        "link": (link, "holdfast gate link camp HF-12 --claim 01K2XSG2T9AZ5R8W6V1QX4M7NB"),
        "undo": (undo, "holdfast gate undo camp HF-12 4M7NBX --note 'wrong truck'"),
        "both": (both, "holdfast gate both camp HF-12 4M7NBX --note 'two trucks'"),
        "same": (same, "holdfast gate same camp HF-12 4M7NBX"),
        "list": (list_, "holdfast gate list camp --open"),
        "show": (show, "holdfast gate show camp HF-12"),
        "constraints": (constraints, "holdfast gate constraints"),
    }
    for name, (command, example) in examples.items():
        topic.command(name=name, epilog=f"Example: {example}")(command)
    app.add_typer(topic)


def request(
    workspace: WorkspaceArgument,
    items: Annotated[list[str], typer.Argument(metavar="ITEMS...", help="'flour 20 t' '400 bags of 50 kg rice'.")],
    reference: Annotated[str | None, typer.Option("--ref", help="Tracking number.")] = None,
    carrier: Annotated[str | None, typer.Option("--carrier", help="Organisation that sends it.")] = None,
    receiver: Annotated[str | None, typer.Option("--receiver", help="Organisation it is for.")] = None,
    from_place: Annotated[str | None, typer.Option("--from", help="Town or facility it comes from.")] = None,
    to_place: Annotated[str | None, typer.Option("--to", help="Where it goes.")] = None,
    addressee: Annotated[str | None, typer.Option("--of", help="Office it is asked of.")] = None,
    at: At = None,
    ready: Annotated[str | None, typer.Option("--ready", help="When it is ready to load.")] = None,
    document: Paper = None,
    claim: Claims = None,
    note: Note = None,
    role: Role = AO,
    corrects: Annotated[
        str | None,
        typer.Option("--corrects", metavar="REF", help="Request this one replaces; its steps go on counting."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Ask for goods to pass; the answer says in words what was understood."""
    from holdfast.workspace import ask_passage

    _say(
        ask_passage(
            workspace,
            items,
            reference=reference,
            carrier=carrier,
            receiver=receiver,
            from_place=from_place,
            to_place=to_place,
            addressee=addressee,
            at=at,
            ready=ready,
            document=document,
            claim_ids=claim or (),
            note=note,
            recorded_by=role,
            corrects=corrects,
        ),
        as_json=as_json,
    )


def decide(
    workspace: WorkspaceArgument,
    reference: Reference,
    decision: Annotated[
        str, typer.Argument(metavar="DECISION", help="facilitated, partially, impeded, denied or postponed.")
    ],
    items: Items = None,
    at: At = None,
    reason: Reason = None,
    by: By = None,
    delay: Delay = None,
    constraint: Category = None,
    severity: Severity = None,
    document: Paper = None,
    claim: Claims = None,
    note: Note = None,
    role: Role = AO,
    corrects: Corrects = None,
    as_json: JsonOption = False,
) -> None:
    """Write down what an office decided, in the words of access reports."""
    from holdfast.workspace import read_decision

    _step(
        workspace,
        reference,
        read_decision(decision),
        items,
        at=at,
        reason=reason,
        by=by,
        delay_hours=delay,
        constraint=constraint,
        severity=severity,
        document=document,
        claim_ids=claim or (),
        note=note,
        recorded_by=role,
        corrects=corrects,
        as_json=as_json,
    )


def arrive(
    workspace: WorkspaceArgument,
    reference: Reference,
    items: Items = None,
    at: At = None,
    document: Paper = None,
    note: Note = None,
    role: Role = AO,
    corrects: Corrects = None,
    as_json: JsonOption = False,
) -> None:
    """Write down that it stands at the gate."""
    _step(
        workspace,
        reference,
        "arrived",
        items,
        at=at,
        document=document,
        note=note,
        recorded_by=role,
        corrects=corrects,
        as_json=as_json,
    )


def remove(
    workspace: WorkspaceArgument,
    reference: Reference,
    items: Needed,
    at: At = None,
    reason: Reason = None,
    by: By = None,
    delay: Delay = None,
    constraint: Category = None,
    severity: Severity = None,
    document: Paper = None,
    claim: Claims = None,
    note: Note = None,
    role: Role = AO,
    corrects: Corrects = None,
    as_json: JsonOption = False,
) -> None:
    """Write down what was taken off the load at the gate."""
    _step(
        workspace,
        reference,
        "items removed",
        items,
        at=at,
        reason=reason,
        by=by,
        delay_hours=delay,
        constraint=constraint,
        severity=severity,
        document=document,
        claim_ids=claim or (),
        note=note,
        recorded_by=role,
        corrects=corrects,
        as_json=as_json,
    )


def turn_back(
    workspace: WorkspaceArgument,
    reference: Reference,
    items: Items = None,
    at: At = None,
    reason: Reason = None,
    by: By = None,
    delay: Delay = None,
    constraint: Category = None,
    severity: Severity = None,
    document: Paper = None,
    claim: Claims = None,
    note: Note = None,
    role: Role = AO,
    corrects: Corrects = None,
    as_json: JsonOption = False,
) -> None:
    """Write down what was turned back at the gate."""
    _step(
        workspace,
        reference,
        "turned back",
        items,
        at=at,
        reason=reason,
        by=by,
        delay_hours=delay,
        constraint=constraint,
        severity=severity,
        document=document,
        claim_ids=claim or (),
        note=note,
        recorded_by=role,
        corrects=corrects,
        as_json=as_json,
    )


def deliver(
    workspace: WorkspaceArgument,
    reference: Reference,
    items: Items = None,
    at: At = None,
    delay: Delay = None,
    constraint: Category = None,
    severity: Severity = None,
    document: Paper = None,
    claim: Claims = None,
    note: Note = None,
    role: Role = AO,
    corrects: Corrects = None,
    as_json: JsonOption = False,
) -> None:
    """Write down what was let in."""
    _step(
        workspace,
        reference,
        "delivered",
        items,
        at=at,
        delay_hours=delay,
        constraint=constraint,
        severity=severity,
        document=document,
        claim_ids=claim or (),
        note=note,
        recorded_by=role,
        corrects=corrects,
        as_json=as_json,
    )


def withdraw(
    workspace: WorkspaceArgument,
    reference: Reference,
    items: Items = None,
    at: At = None,
    reason: Reason = None,
    note: Note = None,
    role: Role = AO,
    corrects: Corrects = None,
    as_json: JsonOption = False,
) -> None:
    """Take back what was asked for, all that is awaiting or a part of it: the act of the organiser, not of the gate."""
    _step(
        workspace,
        reference,
        "withdrawn",
        items,
        at=at,
        reason=reason,
        note=note,
        recorded_by=role,
        corrects=corrects,
        as_json=as_json,
    )


def amend(
    workspace: WorkspaceArgument,
    reference: Reference,
    items: Needed,
    at: At = None,
    note: Note = None,
    role: Role = AO,
    corrects: Corrects = None,
    as_json: JsonOption = False,
) -> None:
    """Ask for more of a line that was asked for."""
    _step(
        workspace, reference, "amended", items, at=at, note=note, recorded_by=role, corrects=corrects, as_json=as_json
    )


def link(
    workspace: WorkspaceArgument,
    reference: Reference,
    claim: Annotated[list[str], typer.Option("--claim", metavar="ID", help="Claim that tells of the same.")],
    note: Note = None,
    role: Role = AO,
    as_json: JsonOption = False,
) -> None:
    """Say that a claim tells of this consignment, so that it is not counted a second time."""
    _step(workspace, reference, "linked", None, claim_ids=claim, note=note, recorded_by=role, as_json=as_json)


def undo(
    workspace: WorkspaceArgument,
    reference: Reference,
    step: Annotated[str, typer.Argument(metavar="STEP", help="Id of the step, or the last six characters of it.")],
    note: Note = None,
    role: Role = AO,
    as_json: JsonOption = False,
) -> None:
    """Take out a step that was entered by mistake; it stays in the ledger and counts no more."""
    _step(workspace, reference, "undone", None, note=note, recorded_by=role, corrects=step, as_json=as_json)


Copy = Annotated[
    str,
    typer.Argument(metavar="COPY", help="Id of the possible copy, a step or a request, or its last six characters."),
]


def both(
    workspace: WorkspaceArgument,
    reference: Reference,
    copy: Copy,
    note: Note = None,
    role: Role = AO,
    as_json: JsonOption = False,
) -> None:
    """Say that what two devices wrote down are two events, or two requests: both count."""
    _step(workspace, reference, "both", None, beside=copy, note=note, recorded_by=role, as_json=as_json)


def same(
    workspace: WorkspaceArgument,
    reference: Reference,
    copy: Copy,
    note: Note = None,
    role: Role = AO,
    as_json: JsonOption = False,
) -> None:
    """Say that what two devices wrote down is one event, or one request: it counts once, and is shown no more."""
    _step(workspace, reference, "same", None, beside=copy, note=note, recorded_by=role, as_json=as_json)


def list_(
    workspace: WorkspaceArgument,
    only_open: Annotated[bool, typer.Option("--open", help="Only those of which something is awaiting.")] = False,
    median: Annotated[
        bool, typer.Option("--median", help="Also the middle severity of each category; X is left out of it.")
    ] = False,
    as_known: AsKnownOption = None,
    as_json: JsonOption = False,
) -> None:
    """List consignments and what they come to, by status, by item and by category of constraint."""
    from zoneinfo import ZoneInfo

    from holdfast.workspace import consignment_lines, list_consignments, plural, total_lines

    found = list_consignments(workspace, as_known=day_of(as_known), only_open=only_open)
    if as_json:
        print_json("gate", found.as_dict(median=median), found.classes)
        return
    for state in found.states:
        for line in consignment_lines(state, ZoneInfo(found.zone)):
            typer.echo(line)
    typer.echo(plural(len(found.states), "consignment") + (":" if found.states else ""))
    for line in total_lines(found, median=median):
        typer.echo(line)


def show(
    workspace: WorkspaceArgument, reference: Reference, as_known: AsKnownOption = None, as_json: JsonOption = False
) -> None:
    """Show one consignment with every step of it, each with its id."""
    from zoneinfo import ZoneInfo

    from holdfast.workspace import chain_lines, list_consignments

    found = list_consignments(workspace, as_known=day_of(as_known), name=reference)
    if as_json:
        print_json("gate", found.states[0].as_dict(), found.classes)
        return
    for line in chain_lines(found.states[0], ZoneInfo(found.zone)):
        typer.echo(line)


def constraints(as_json: JsonOption = False) -> None:
    """List the nine categories of access constraint, the scores, and the statuses of a mission, with their source."""
    from dataclasses import asdict

    from holdfast.ledger import SEVERITIES, constraint_categories, mission_statuses

    categories, statuses = constraint_categories().values(), mission_statuses().values()
    if as_json:
        payload = {
            "categories": [asdict(row) for row in categories],
            "severities": list(SEVERITIES),
            "statuses": [asdict(row) for row in statuses],
        }
        print_json("constraints", payload)
        return
    for row in categories:
        typer.echo(f"{row.code}  {row.category} ({row.pillar}); for example: {row.for_example}")
    typer.echo(
        "Severity: 0 to 3 for a category and a period; X where it is not known, counted apart and never averaged."
    )
    for status in statuses:
        typer.echo(f"{status.word}: {status.meaning}")
    typer.echo(f"Source: {next(iter(categories)).source}; {next(iter(statuses)).source}.")


def _step(
    workspace: Path, reference: str, kind: str, items: Sequence[str] | None, *, as_json: bool, **fields: object
) -> None:
    from holdfast.workspace import add_step

    _say(add_step(workspace, reference, kind, items or (), **fields), as_json=as_json)  # type: ignore[arg-type]  # checked there


def _say(found: Understood, *, as_json: bool) -> None:
    if as_json:
        print_json("gate", found.as_dict(), (found.state.sensitivity,))
        return
    for line in found.lines:
        typer.echo(line)
