"""``holdfast log``, ``status`` and ``ledger``: enter one number, see what is known, check that nothing was changed."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  typer reads the annotations at run time
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli import keys
from holdfast.cli.common import AsKnownOption, JsonOption, WorkspaceArgument, day_of, on_screen, print_json, typed_role
from holdfast.cli.keys import kept, open_here, told

if TYPE_CHECKING:
    from datetime import date

EXIT_BAD_NEWS = 1


def register(app: typer.Typer) -> None:
    """Add the topic to the application."""
    app.command(
        name="log",
        epilog="Example: holdfast log camp diesel-main 41 cm --by 'log keeper'",
        context_settings={"ignore_unknown_options": True},  # -5 is a number below zero, and told so, not an option
    )(log)
    app.command(name="status", epilog="Example: holdfast status camp --as-known 2015-08-18")(status)
    topic = typer.Typer(
        name="ledger",
        help="What was claimed, by whom, and known since when; and whether every entry is as it was written.",
        no_args_is_help=True,
    )
    topic.command(name="verify", epilog="Example: holdfast ledger verify camp")(verify)
    topic.command(name="history", epilog="Example: holdfast ledger history camp 01K2XSG2T9AZ5R8W6V1QX4M7NB")(history)
    topic.command(name="list", epilog="Example: holdfast ledger list camp --all")(list_)
    topic.command(name="as-known", epilog="Example: holdfast ledger as-known camp 2015-08-18")(as_known)
    keys.register(topic)
    app.add_typer(topic)


def log(
    workspace: WorkspaceArgument,
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="Asset, number and unit: diesel-main 41 cm.")],
    when: Annotated[str | None, typer.Option("--when", help="Time of the reading; now when left out.")] = None,
    by: Annotated[
        str, typer.Option("--by", help="Who reads and types: a role, not a name.", callback=typed_role)
    ] = "log keeper",
    method: Annotated[
        str | None, typer.Option("--method", help="measured, counted, reported, estimate or rumour.")
    ] = None,
    corrects: Annotated[str | None, typer.Option("--corrects", metavar="ID", help="Claim this one replaces.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Enter one number by hand; the answer says in words what was understood."""
    from holdfast.workspace import log_number

    logged = log_number(workspace, " ".join(words), when=when, by=by, method=method, corrects=corrects)
    if as_json:
        print_json("log", {"understood": logged.sentence, "notes": list(logged.notes), "claim": logged.claim.as_dict()})
        return
    for line in (logged.sentence, *logged.notes):
        typer.echo(on_screen(line))


def status(workspace: WorkspaceArgument, as_known: AsKnownOption = None, as_json: JsonOption = False) -> None:
    """Show what is known, from whom, how old it is, and where claims contradict each other."""
    from holdfast.workspace import status as find
    from holdfast.workspace import status_lines

    found = find(workspace, as_known=day_of(as_known))
    if as_json:
        print_json("status", found.as_dict(), found.classes)
        return
    for line in status_lines(found):
        typer.echo(line)


def verify(
    workspace: WorkspaceArgument,
    note: Annotated[
        Path | None,
        typer.Option("--against", metavar="FILE", help="Notes kept outside: does the ledger still hold that state?"),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Check every row, hash, signature and document; names what is not as it was written. Exit 1 on a fault."""
    from holdfast.ledger import NOT_COVERED, against, extent
    from holdfast.ledger import verify as check

    ledger = open_here(workspace)
    compared = () if note is None else against(ledger, kept(note))
    faults = check(ledger)
    if as_json:
        found = {"sound": not faults, **extent(ledger), "faults": [fault.as_dict() for fault in faults]}
        found |= {} if note is None else {"against": [one.as_dict() for one in compared]}
        print_json("verify", {**found, "not_covered": NOT_COVERED})
    else:
        for fault in faults:
            typer.echo(f"{fault.kind}: {fault}")
        told(compared)
        size = extent(ledger)
        verdict = f"{len(faults)} faults" if faults else "all as it was written"
        typer.echo(f"{size['entries']} entries, {size['documents']} documents: {verdict}.")
        typer.echo(NOT_COVERED)
    if faults or not all(one.holds for one in compared):
        raise typer.Exit(EXIT_BAD_NEWS)


def history(
    workspace: WorkspaceArgument,
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="Id of a claim.")],
    as_json: JsonOption = False,
) -> None:
    """Show everything that happened to one claim: written, judged, corrected. Nothing is ever removed."""
    from holdfast.ledger import get_claim
    from holdfast.ledger import history as find
    from holdfast.workspace import screen_safe, stated

    ledger = open_here(workspace)
    steps = find(ledger, claim)
    if as_json:
        shown = [get_claim(ledger, claim).disclosure_class]
        print_json("ledger", {"history": [step.as_dict() for step in steps]}, shown)
        return
    for step in steps:
        said = step.statement
        what = (
            "" if said is None else f" {said.claim_type} of {said.item or said.service}: {stated(said) or 'no number'}"
        )
        reason = f" ({step.reason})" if step.reason else ""
        signed = f", signed by {step.signed_by}" if step.signed_by else ""
        line = f"{step.received}  entry {step.sequence}  {step.event} by {step.who}{signed}{what}{reason}  [{step.id}]"
        typer.echo(screen_safe(line))


def list_(
    workspace: WorkspaceArgument,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what waits, was rejected, replaced or taken out of view.")
    ] = False,
    hxl: Annotated[
        Path | None, typer.Option("--hxl", metavar="FILE", help="Write them as CSV with a row of HXL tags instead.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List the claims that stand."""
    if hxl is not None:
        _write_hxl(workspace, hxl, everything=everything)
        return
    _list(workspace, None, everything=everything, as_json=as_json)


def _write_hxl(workspace: Path, file: Path, *, everything: bool) -> None:
    """Write claims as HXL; each row carries its class, and the file the highest of them."""
    from holdfast.intake import claims_as_hxl
    from holdfast.ledger import DISCLOSURE_CLASSES, REVIEWS, claims
    from holdfast.workspace import write_whole

    found = claims(
        open_here(workspace), review=REVIEWS if everything else ("accepted", "edited"), superseded=everything
    )
    write_whole(file, claims_as_hxl(found))
    highest = max((c.disclosure_class for c in found), key=DISCLOSURE_CLASSES.index, default=DISCLOSURE_CLASSES[0])
    typer.echo(f"{len(found)} claims in {file}, class {highest}: claims of a named site, not for the public.")


def as_known(
    workspace: WorkspaceArgument,
    day: Annotated[str, typer.Argument(metavar="DATE", help="End of this day, in the site's zone.")],
    everything: Annotated[
        bool, typer.Option("--all", help="Also what waited, was rejected, replaced or taken out of view.")
    ] = False,
    device: Annotated[
        str | None, typer.Option("--at", metavar="DEVICE", help="Only what this device had by then.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List the claims that stood at the end of a day: what had been received by then, judged as it was judged by then."""
    _list(workspace, day_of(day), everything=everything, as_json=as_json, device=device)


def _list(workspace: Path, day: date | None, *, everything: bool, as_json: bool, device: str | None = None) -> None:
    from zoneinfo import ZoneInfo

    from holdfast.ledger import REVIEWS, claims
    from holdfast.workspace import claim_line, moment_of

    ledger = open_here(workspace)
    moment_of(day, ledger.clock, ledger.zone)
    found = claims(
        ledger,
        as_known=day,
        at=device,
        review=REVIEWS if everything else ("accepted", "edited"),
        superseded=everything,
        tombstoned=everything,
    )
    if as_json:
        print_json(
            "ledger",
            {"as_known": None if day is None else day.isoformat(), "claims": [c.as_dict() for c in found]},
            [claim.disclosure_class for claim in found],
        )
        return
    for claim in found:
        typer.echo(f"{claim.id}  {claim.review:<8}  {claim_line(claim, ZoneInfo(ledger.zone))}")
    severe = sum(claim.disclosure_class == "SEVERE" for claim in found)
    told = f"; class SEVERE, for the few who need to know: {severe} of them raise it" if severe else ""
    typer.echo(f"{len(found)} claims" + ("" if day is None else f" as known on {day.isoformat()}") + told)
