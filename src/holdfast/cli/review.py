"""``holdfast review``: a person's verdict on each claim that waits."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path  # noqa: TC003  typer reads the annotations at run time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from holdfast.cli.common import JsonOption, WorkspaceArgument, print_json, typed_role
from holdfast.cli.keys import PassphraseOption, open_here, passphrase

if TYPE_CHECKING:
    from holdfast.ledger import Claim, SigningKey
    from holdfast.workspace import Waiting

KEYS = "a accept   e edit   r reject   ? ask back   s skip   b back   q quit"
KEPT = "The rest waits; what you judged is kept."


def register(app: typer.Typer) -> None:
    """Add the topic to the application."""
    app.command(name="review", epilog="Example: holdfast review camp --by coordinator")(review)


def review(
    workspace: WorkspaceArgument,
    by: Annotated[str | None, typer.Option("--by", help="Who judges: a role, not a name.", callback=typed_role)] = None,
    accept: Annotated[list[str] | None, typer.Option("--accept", metavar="ID", help="Accept this claim.")] = None,
    reject: Annotated[
        list[str] | None, typer.Option("--reject", metavar="ID", help="Reject this claim; with --reason.")
    ] = None,
    ask: Annotated[
        list[str] | None, typer.Option("--ask", metavar="ID", help="Ask back; the question is --reason.")
    ] = None,
    edit: Annotated[str | None, typer.Option("--edit", metavar="ID", help="Edit this claim; with --set.")] = None,
    change: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="New value of a field.")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why; kept with the verdict.")] = None,
    accept_all: Annotated[
        bool,
        typer.Option(
            "--accept-all", help="Accept everything that waits but what a model proposed, as the decision of --by."
        ),
    ] = False,
    list_only: Annotated[bool, typer.Option("--list", help="Only list what waits.")] = False,
    questions: Annotated[
        bool, typer.Option("--questions", help="Only print the questions that wait for an answer, as messages to send.")
    ] = False,
    operator: Annotated[
        str | None, typer.Option("--operator", metavar="NAME", help="Sign each verdict with the key of this operator.")
    ] = None,
    passphrase_file: PassphraseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Accept, edit, reject or ask back: each waiting claim with its sentence and what speaks against it."""
    from holdfast.workspace import statement_line, waiting

    if questions:
        _questions(workspace, as_json=as_json)
        return
    key = None
    if operator is not None:
        from holdfast.ledger import operator_key

        key = operator_key(open_here(workspace), operator, passphrase(passphrase_file))
        by = by or operator
    # What a model proposed is accepted one by one, each by its sentence.
    pending = (
        [w.claim.id for w in waiting(workspace) if w.claim.review == "pending" and w.claim.method != "model"]
        if accept_all
        else []
    )
    changes = _changes(change or []) if edit else None
    orders = (
        ("accepted", pending),
        ("accepted", accept or []),
        ("rejected", reject or []),
        ("asked", ask or []),
        ("edited", [edit] if edit else []),
    )
    judged = _carried_out(workspace, orders, by, reason, changes, key)
    left = waiting(workspace)
    if as_json:
        print_json("review", {"judged": [c.as_dict() for c in judged], "waiting": [_as_dict(w) for w in left]})
        return
    for claim in judged:
        typer.echo(f"{claim.review}: {claim.id}  {statement_line(claim.statement)}")
    if list_only:
        for item in left:
            _show(item)
    if list_only or accept_all or any(ids for _, ids in orders) or not left:
        typer.echo(_waiting_line(left))
        return
    _converse(workspace, left, by, key)


def _carried_out(
    workspace: Path,
    orders: tuple[tuple[str, list[str]], ...],
    by: str | None,
    reason: str | None,
    changes: dict[str, str] | None,
    key: SigningKey | None,
) -> list[Claim]:
    from holdfast.workspace import judge

    judged: list[Claim] = []
    for verdict, ids in orders:
        given = changes if verdict == "edited" else None
        if ids:
            judged += judge(workspace, ids, verdict, reviewer=by, reason=reason, changes=given, operator=key)
    return judged


def _as_dict(item: Waiting) -> dict[str, Any]:
    return {
        **item.claim.as_dict(),
        "sentence": item.sentence[1],
        "document": item.document,
        "against": [claim.id for claim in item.against],
        "question": item.question,
    }


def _questions(workspace: Path, *, as_json: bool) -> None:
    from holdfast.workspace import questions, screen_safe

    found = questions(workspace)
    if as_json:
        print_json("review", {"questions": list(found)})
        return
    for message in found:
        typer.echo("\n".join(screen_safe(line) for line in message.split("\n")) + "\n")
    typer.echo(f"{len(found)} messages to send; nothing was sent.")


def _waiting_line(left: tuple[Waiting, ...]) -> str:
    asked = sum(item.claim.review == "asked" for item in left)
    proposed = sum(item.claim.method == "model" for item in left)
    by_model = f", {proposed} of them proposed by a model" if proposed else ""
    return f"{len(left)} claims wait" + (f", {asked} of them for an answer" if asked else "") + f"{by_model}."


def _converse(workspace: Path, left: tuple[Waiting, ...], by: str | None, signing: SigningKey | None) -> None:
    """Go through the queue; every verdict is in the ledger before the next claim is shown."""
    done: Counter[str] = Counter()
    try:
        reviewer = by or typed_role(_ask("Who judges (a role, not a name)"))
        number = 0
        while number < len(left):
            item = left[number]
            typer.echo(f"\n{number + 1} of {len(left)}")
            _show(item)
            while True:
                key = _key()
                if key == "q":
                    _close(done, left)
                    return
                if key in {"s", "b"}:
                    break
                if verdict := _judged(workspace, item, key, reviewer, signing):
                    done[verdict] += 1
                    break
            number = max(0, number - 1) if key == "b" else number + 1
    except typer.Abort:  # the end of the input, and Ctrl-C, are a quit: no verdict is made of them
        typer.echo("")
        _close(done, left)
        return
    typer.echo("\nThat was the last one. " + _account(done))


def _close(done: Counter[str], left: tuple[Waiting, ...]) -> None:
    typer.echo(f"{KEPT} {_account(done)} of {len(left)}")


def _account(done: Counter[str]) -> str:
    return ", ".join(f"{word} {done[word]}" for word in ("accepted", "edited", "rejected", "asked"))


def _key() -> str:
    """Return one key: at a terminal without the Enter key, otherwise the first letter of a line."""
    if not sys.stdin.isatty():
        return _ask(KEYS).lower()[:1]
    typer.echo(KEYS)
    pressed = str(typer.getchar())
    if pressed in {"\x03", "\x04"}:
        raise typer.Abort
    return pressed.lower()


def _judged(workspace: Path, item: Waiting, key: str, reviewer: str, signing: SigningKey | None) -> str | None:
    """Return the verdict that a key made and the ledger took; None for another key."""
    from holdfast.errors import HoldfastError
    from holdfast.workspace import judge, statement_line

    verdicts = {"a": "accepted", "r": "rejected", "e": "edited", "?": "asked"}
    verdict = verdicts.get(key)
    if verdict is None:
        return None
    try:
        reason = changes = None
        if verdict == "rejected":
            reason = _ask("Reason")
        elif verdict == "asked":
            reason = _ask(f"Question to {item.claim.claimant}")
        elif verdict == "edited":
            changes = _changes(_ask("Changes, field=value; field=value").split(";"))
        (claim,) = judge(
            workspace, [item.claim.id], verdict, reviewer=reviewer, reason=reason, changes=changes, operator=signing
        )
    except HoldfastError as error:
        typer.echo(str(error))
        return None
    if verdict == "edited":
        typer.echo(f"now: {statement_line(claim.statement)}")
    return verdict


def _ask(question: str) -> str:
    """Return an answer; raises typer.Abort at the end of the input."""
    return str(typer.prompt(question, default="", show_default=False))


def _show(item: Waiting) -> None:
    from rich.console import Console
    from rich.text import Text

    from holdfast.workspace import screen_safe, statement_line

    typer.echo(f"{item.claim.id}  {statement_line(item.claim.statement)}")
    source = f", in {item.document}" if item.document else ""
    typer.echo(screen_safe(f"claimed by {item.claim.claimant} ({item.claim.source_grade}){source}"))
    if item.claim.method == "model":
        typer.echo("proposed by a model: read the sentence; the words are there, but what they mean was guessed")
    before, sentence, after = (screen_safe(part) for part in item.sentence)
    line = Text()
    line.append(f"…{before} " if before else "", style="dim")
    line.append(sentence or "the text of the document cannot be opened", style="reverse")
    line.append(f" {after}…" if after else "", style="dim")
    Console(soft_wrap=True, highlight=False).print(line)
    for other in item.against:
        state = "accepted" if other.review in {"accepted", "edited"} else "waiting"
        typer.echo(screen_safe(f"  against ({state}): {statement_line(other.statement)}; {other.claimant}"))
    if item.question:
        typer.echo(screen_safe(f"  asked: {item.question}"))


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
