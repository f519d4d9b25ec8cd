"""``holdfast read`` and ``review``: messages into proposed claims, and a person's verdict on each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from datetime import date

    from holdfast.ledger import Statement
    from holdfast.workspace.reading import Waiting

WorkspaceArgument = Annotated[Path, typer.Argument(metavar="WORKSPACE", help="Folder with site.toml and holdfast.db.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON with its disclosure class.")]
KEYS = "a accept   e edit   r reject   s skip   q quit"


def register(app: typer.Typer) -> None:
    """Add the topic to the application."""
    app.command(name="read", epilog="Example: holdfast read report.txt --published 2015-07-17 --workspace camp")(read)
    app.command(name="review", epilog="Example: holdfast review camp --by coordinator")(review)


def read(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Text, HTML or PDF.")],
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
    as_json: JsonOption = False,
) -> None:
    """Read a message into proposed claims. Nothing is accepted: that is for `holdfast review`."""
    from holdfast.intake import read_file

    day = _day(published)
    queued = None
    if workspace is not None:
        from holdfast.workspace.reading import read_into

        queued = read_into(workspace, file, published=day, source_grade=source_grade)
        reading = queued.reading
    else:
        reading = read_file(file, published=day, timezone=timezone)
    if as_json:
        payload: dict[str, Any] = {
            "source": {**reading.source, "text": reading.text},
            "claims": [s.as_dict() for s in reading.statements],
            "warnings": [w.as_dict() for w in reading.warnings],
        }
        if queued is not None:
            payload["queued"] = {"ids": [c.id for c in queued.claims], "known_before": queued.known_before}
        _print("read", payload)
        return
    for number, statement in enumerate(reading.statements, start=1):
        typer.echo(f"{number:3}. {_words(statement)}")
        start, end = statement.char_start or 0, statement.char_end or 0
        typer.echo(f'     "{_short(reading.text[start:end])}"')
    for warning in reading.warnings:
        typer.echo(f"Warning {warning.code}: {warning.message}")
    typer.echo(f"{len(reading.statements)} proposed claims from {reading.source['chars']} characters.")
    if queued is not None:
        said = (
            "this message was read before; nothing new is queued"
            if queued.known_before
            else "they wait for: holdfast review"
        )
        typer.echo(f"{said} {workspace}" if not queued.known_before else said)


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
    from holdfast.workspace.reading import judge, waiting

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
        _print(
            "review",
            {
                "judged": [c.as_dict() for c in judged],
                "waiting": [{**w.claim.as_dict(), "sentence": w.sentence[1]} for w in left],
            },
        )
        return
    for claim in judged:
        typer.echo(f"{claim.review}: {claim.id}  {_words(claim.statement)}")
    if commanded or list_only or not left:
        if list_only:
            for item in left:
                _show(item)
        typer.echo(f"{len(left)} claims wait.")
        return
    _converse(workspace, left, by)


def _converse(workspace: Path, left: tuple[Waiting, ...], by: str | None) -> None:
    """Go through the queue; every verdict is in the ledger before the next claim is shown."""
    from holdfast.errors import HoldfastError
    from holdfast.workspace.reading import judge

    reviewer = by or _ask("Who judges (a role, not a name)")
    for number, item in enumerate(left, start=1):
        typer.echo(f"\n{number} of {len(left)}")
        _show(item)
        while True:
            key = _ask(KEYS).lower()[:1]
            try:
                if key == "a":
                    judge(workspace, [item.claim.id], "accepted", reviewer=reviewer)
                elif key == "r":
                    judge(workspace, [item.claim.id], "rejected", reviewer=reviewer, reason=_ask("Reason"))
                elif key == "e":
                    changes = _changes(_ask("Changes, field=value; field=value").split(";"))
                    edited = judge(workspace, [item.claim.id], "edited", reviewer=reviewer, changes=changes)
                    typer.echo(f"now: {_words(edited[0].statement)}")
                elif key == "q":
                    typer.echo("The rest waits; what you judged is kept.")
                    return
                elif key != "s":
                    continue
            except HoldfastError as error:
                typer.echo(str(error))
                continue
            break
    typer.echo("\nThat was the last one.")


def _ask(question: str) -> str:
    """Return an answer; the end of the input is a quit."""
    try:
        return str(typer.prompt(question, default="q" if question == KEYS else "", show_default=False))
    except typer.Abort:
        return "q"


def _show(item: Waiting) -> None:
    from rich.console import Console
    from rich.text import Text

    typer.echo(f"{item.claim.id}  {_words(item.claim.statement)}")
    before, sentence, after = item.sentence
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


def _words(statement: Statement) -> str:
    """Say a statement in one line."""
    s = statement
    parts = [s.claim_type]
    if s.polarity != "affirmed":
        parts.append(f"({s.polarity})")
    if s.background:
        parts.append("[history]")
    if s.item:
        parts.append(f"of {s.item}" + (f" ({s.service})" if s.service and s.service != s.item else ""))
    if (amount := _amount(s)) is not None:
        parts.append(f": {amount}")
    for word, value in (("by", s.actor), ("to", s.addressee), ("at", s.place)):
        if value:
            parts.append(f"{word} {value}")
    if s.modality:
        parts.append(f"({s.modality})")
    if s.time_text:
        when = f"{s.time_start} to {s.time_end}" if s.time_start and s.time_start != s.time_end else s.time_start
        parts.append(f'"{s.time_text}" = {when or "not anchored"}')
    parts.append(f"says {s.attribution or 'the author'}")
    return " ".join(parts)


def _amount(s: Statement) -> str | None:
    low, high = s.value_low, s.value_high
    if low is None and high is None:
        return None
    if low is not None and high is not None:
        figure = f"{low:g}" if low == high else f"{low:g} to {high:g}"
    else:
        figure = f"{low:g} or more" if low is not None else f"{high:g} or less"
    words = " ".join(w for w in (figure, s.unit, f"per {s.per}" if s.per else None) if w)
    if s.si_unit and s.si_unit != s.unit:
        middle = s.si_low if s.si_low is not None else s.si_high
        words += f" = {middle:.4g} {s.si_unit}"
    return words


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 300 else flat[:297] + "..."


def _day(words: str | None) -> date | None:
    from holdfast.quantities import read_date

    return None if words is None else read_date(words)


def _print(kind: str, payload: dict[str, Any]) -> None:
    from holdfast.disclosure import label

    typer.echo(json.dumps(label(kind, payload), ensure_ascii=False, indent=2))
