"""``holdfast review``: a person's verdict on each claim that waits."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  typer reads the annotations at run time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from holdfast.cli.common import JsonOption, WorkspaceArgument, print_json

if TYPE_CHECKING:
    from holdfast.workspace import Waiting

KEYS = "a accept   e edit   r reject   s skip   q quit"
KEPT = "The rest waits; what you judged is kept."


def register(app: typer.Typer) -> None:
    """Add the topic to the application."""
    app.command(name="review", epilog="Example: holdfast review camp --by coordinator")(review)


def review(
    workspace: WorkspaceArgument,
    by: Annotated[str | None, typer.Option("--by", help="Who judges: a role, not a name.")] = None,
    accept: Annotated[list[str] | None, typer.Option("--accept", metavar="ID", help="Accept this claim.")] = None,
    reject: Annotated[
        list[str] | None, typer.Option("--reject", metavar="ID", help="Reject this claim; with --reason.")
    ] = None,
    edit: Annotated[str | None, typer.Option("--edit", metavar="ID", help="Edit this claim; with --set.")] = None,
    change: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="New value of a field.")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why; kept with the verdict.")] = None,
    accept_all: Annotated[
        bool, typer.Option("--accept-all", help="Accept everything that waits, as the decision of --by.")
    ] = False,
    list_only: Annotated[bool, typer.Option("--list", help="Only list what waits.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Accept, edit or reject the claims that wait, each with the sentence it was read from."""
    from holdfast.workspace import judge, statement_line, waiting

    judged: list[Any] = []
    if accept_all:
        judged += judge(workspace, [w.claim.id for w in waiting(workspace)], "accepted", reviewer=by, reason=reason)
    if accept:
        judged += judge(workspace, accept, "accepted", reviewer=by, reason=reason)
    if reject:
        judged += judge(workspace, reject, "rejected", reviewer=by, reason=reason)
    if edit:
        judged += judge(workspace, [edit], "edited", reviewer=by, reason=reason, changes=_changes(change or []))
    commanded = accept_all or accept or reject or edit
    left = waiting(workspace)
    if as_json:
        print_json(
            "review",
            {
                "judged": [c.as_dict() for c in judged],
                "waiting": [{**w.claim.as_dict(), "sentence": w.sentence[1]} for w in left],
            },
        )
        return
    for claim in judged:
        typer.echo(f"{claim.review}: {claim.id}  {statement_line(claim.statement)}")
    if commanded or list_only or not left:
        if list_only:
            for item in left:
                _show(item)
        typer.echo(f"{len(left)} claims wait.")
        return
    _converse(workspace, left, by)


def _converse(workspace: Path, left: tuple[Waiting, ...], by: str | None) -> None:
    """Go through the queue; every verdict is in the ledger before the next claim is shown."""
    try:
        reviewer = by or _ask("Who judges (a role, not a name)")
        for number, item in enumerate(left, start=1):
            typer.echo(f"\n{number} of {len(left)}")
            _show(item)
            while (key := _ask(KEYS).lower()[:1]) != "s":
                if key == "q":
                    typer.echo(KEPT)
                    return
                if _judged(workspace, item, key, reviewer):
                    break
    except typer.Abort:  # the end of the input, and Ctrl-C, are a quit: no verdict is made of them
        typer.echo(f"\n{KEPT}")
        return
    typer.echo("\nThat was the last one.")


def _judged(workspace: Path, item: Waiting, key: str, reviewer: str) -> bool:
    """Return whether a key was a verdict that the ledger took."""
    from holdfast.errors import HoldfastError
    from holdfast.workspace import judge, statement_line

    try:
        if key == "a":
            judge(workspace, [item.claim.id], "accepted", reviewer=reviewer)
        elif key == "r":
            judge(workspace, [item.claim.id], "rejected", reviewer=reviewer, reason=_ask("Reason"))
        elif key == "e":
            changes = _changes(_ask("Changes, field=value; field=value").split(";"))
            edited = judge(workspace, [item.claim.id], "edited", reviewer=reviewer, changes=changes)
            typer.echo(f"now: {statement_line(edited[0].statement)}")
        else:
            return False
    except HoldfastError as error:
        typer.echo(str(error))
        return False
    return True


def _ask(question: str) -> str:
    """Return an answer; raises typer.Abort at the end of the input."""
    return str(typer.prompt(question, default="", show_default=False))


def _show(item: Waiting) -> None:
    from rich.console import Console
    from rich.text import Text

    from holdfast.workspace import screen_safe, statement_line

    typer.echo(f"{item.claim.id}  {statement_line(item.claim.statement)}")
    before, sentence, after = (screen_safe(part) for part in item.sentence)
    line = Text()
    line.append(f"…{before} " if before else "", style="dim")
    line.append(sentence or "the text of the document cannot be opened", style="reverse")
    line.append(f" {after}…" if after else "", style="dim")
    Console(soft_wrap=True, highlight=False).print(line)


def _changes(pairs: list[str]) -> dict[str, str]:
    from holdfast.errors import InputError

    found: dict[str, str] = {}
    for pair in pairs:
        if not pair.strip():
            continue
        name, sign, value = pair.partition("=")
        if not sign:
            raise InputError(
                "HF-W021", where="edit", found=pair.strip(), expected="field=value", mend="write value=1500 or unit=L"
            )
        found[name.strip()] = value.strip()
    return found
