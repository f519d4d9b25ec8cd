"""``holdfast ledger export``, ``merge``, ``diff`` and what can disappear: ledgers that were apart, and sealed fields."""

from __future__ import annotations

import json
import sys
from pathlib import Path  # noqa: TC003  typer reads the annotations at run time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from holdfast.cli.common import JsonOption, WorkspaceArgument, day_of, print_json
from holdfast.cli.keys import open_here

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.ledger import MergeReport

EXIT_BAD_NEWS = 1

EntryArgument = Annotated[str, typer.Argument(metavar="ID", help="Id of a claim.")]
ByOption = Annotated[str, typer.Option("--by", help="Who decides or asks: an office or a role, not a name.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; others will read it.")]
PurposeOption = Annotated[str, typer.Option("--purpose", help="What it is needed for; kept in the ledger.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the topic ``ledger``, which is registered before."""
    group = next(found.typer_instance for found in app.registered_groups if _name(found) == "ledger")
    if group is None:
        return
    add = group.command
    add(name="export", epilog="Example: holdfast ledger export camp camp.hfl")(export)
    add(name="merge", epilog="Example: holdfast ledger merge camp /media/stick/office.hfl")(merge)
    add(name="diff", epilog="Example: holdfast ledger diff camp --from 2015-08-18 --to 2015-08-20")(diff)
    add(
        name="tombstone",
        epilog="Example: holdfast ledger tombstone camp 01K2XSG2T9AZ5R8W6V1QX4M7NB --reason 'of another camp' --by coordinator",
    )(tombstone)
    add(name="seal", epilog="Example: holdfast ledger seal camp 01K2XSG2T9AZ5R8W6V1QX4M7NB driver --by coordinator")(
        seal
    )
    add(
        name="unseal",
        epilog="Example: holdfast ledger unseal camp 01K2XSG2T9AZ5R8W6V1QX4M7NB --by coordinator --purpose 'to call back'",
    )(unseal)
    add(
        name="disclose",
        epilog="Example: holdfast ledger disclose camp 01K2XSG2T9AZ5R8W6V1QX4M7NB plate --by coordinator --purpose court",
    )(disclose)
    add(name="check-disclosure", epilog="Example: holdfast ledger check-disclosure camp plate.json")(check_disclosure)
    add(
        name="shred",
        epilog="Example: holdfast ledger shred camp 01K2XSG2T9AZ5R8W6V1QX4M7NB --reason 'danger to the source' --by coordinator",
    )(shred)


def export(
    workspace: WorkspaceArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="New file, such as camp.hfl.")],
    documents: Annotated[bool, typer.Option("--documents", help="Also the documents as they were received.")] = False,
    sealed: Annotated[bool, typer.Option("--sealed", help="Also the sealed fields, without their keys.")] = False,
    by: Annotated[
        str | None, typer.Option("--by", help="Who asks; needed with a purpose, documents or sealed fields.")
    ] = None,
    purpose: Annotated[
        str | None, typer.Option("--purpose", help="What for, and for whom; kept in the ledger.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="The file may be there already.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write every entry into one file that another ledger can merge. Keys never travel."""
    from holdfast.ledger import export as write

    report = write(
        open_here(workspace), file, documents=documents, sealed=sealed, by=by, purpose=purpose, replace=replace
    )
    if as_json:
        print_json("exchange", {**report.as_dict(), "warning": report.warning})
        return
    typer.echo(f"{report}.")
    typer.echo(f"{file} can be merged with: holdfast ledger merge WORKSPACE {file.name}")
    typer.echo(report.warning)


def merge(
    workspace: WorkspaceArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An export, or another holdfast.db or its folder.")],
    same_site: Annotated[
        bool, typer.Option("--same-site", help="Both are the same place, whatever it is called.")
    ] = False,
    check_only: Annotated[
        bool, typer.Option("--check", help="Check the file and tell what would come; take nothing.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Take every entry that is not here, after each was checked: all of them, or none. In any order, any number of times."""
    from holdfast.ledger import consignment_states
    from holdfast.ledger import merge as take
    from holdfast.workspace import Account, screen_safe

    ledger = open_here(workspace) if check_only or workspace.is_file() else _ledger_of(workspace)
    report = take(ledger, file, same_site=same_site, check_only=check_only)
    if as_json:
        print_json("exchange", {"checked_only": check_only, **report.as_dict()})
        return
    typer.echo(
        f"{Account(what='entries', new=report.new, same=report.same, refused=report.refused).line} "
        f"Sealed fields {report.sealed}, documents {report.documents}."
    )
    if check_only:
        typer.echo("Only checked: nothing was taken.")
    elif report.merge_id is None:
        typer.echo("Nothing new: the ledger is as it was.")
    _echo(f"device {name}: {count} new" for name, count in report.devices.items() if count)
    for name, key in report.introduced.items():
        typer.echo(
            f"device {name} is new here, its key is {key}: compare it with its owner by another way than the file came"
            if key
            else f"device {name} is new here and does not sign its entries: anybody could have written them"
        )
    _echo(_view_lines(report))
    _echo(f"gap: {gap}" for gap in report.gaps)
    _echo(f"fork: {fork}" for fork in report.forks)
    if report.merge_id is not None:
        for state in consignment_states(ledger):
            if apart := len(state.not_counted) + len(state.same_reference):
                typer.echo(screen_safe(f"{state.name}: {apart} told twice or misfit, not counted: holdfast gate show"))
    if report.missing:
        typer.echo(f"{len(report.missing)} documents are named and not here; an export with --documents brings them.")
    _echo(
        f"shredded elsewhere, and its key is still here: holdfast ledger shred {workspace} {entry}"
        for entry in report.shreds_to_follow
    )


def diff(
    workspace: WorkspaceArgument,
    other: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="An export, or another holdfast.db; none: the same ledger.")
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="As known at the end of this day.")
    ] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="The other side; now if left out.")] = None,
    device: Annotated[str | None, typer.Option("--at", metavar="DEVICE", help="As known at this device.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show what the second side has, or has otherwise: claims added, judged, corrected, taken out of view."""
    from holdfast.errors import InputError
    from holdfast.ledger import diff as compare
    from holdfast.workspace import screen_safe

    ledger = open_here(workspace)
    if other is None and start is None:
        raise InputError(
            "HF-C002",
            where="holdfast ledger diff",
            found="one ledger and no day to begin with",
            expected="--from DATE, or a second ledger",
            mend="give --from 2015-08-18, or name an export",
        )
    found = compare(
        ledger, other or ledger, first_as_known=day_of(start), second_as_known=day_of(end), at=device, zone=ledger.zone
    )
    if as_json:
        print_json("ledger", {"differences": [one.as_dict() for one in found]})
        return
    _echo(screen_safe(str(one)) for one in found)
    typer.echo(f"{len(found)} differences.")


def tombstone(
    workspace: WorkspaceArgument,
    entry: Annotated[str, typer.Argument(metavar="ID", help="Id of a claim, a verdict or another record.")],
    reason: ReasonOption,
    by: ByOption,
    as_json: JsonOption = False,
) -> None:
    """Take a claim, a verdict or another record out of view, with the reason. It stays in the history."""
    from holdfast.ledger import tombstone as put

    stone = put(open_here(workspace), entry, reason=reason, by=by)
    if as_json:
        print_json("ledger", {"tombstone": stone.as_dict()})
        return
    typer.echo(
        f"Out of view since {stone.received}: {stone.entry_id} ({stone.reason}; {stone.by}). It stays in the history."
    )


def seal(
    workspace: WorkspaceArgument,
    entry: EntryArgument,
    field: Annotated[str, typer.Argument(help="source_identity, where_kept, driver, plate or contact.")],
    by: ByOption,
    as_json: JsonOption = False,
) -> None:
    """Add a sealed field to a claim. The value is asked for, or read from standard input: never on the command line."""
    from holdfast.ledger import seal as put

    if sys.stdin.isatty():
        value = str(typer.prompt(f"{field} (not shown)", hide_input=True))
    else:
        value = sys.stdin.readline().rstrip("\r\n")
    written = put(open_here(workspace), entry, {field: value}, by=by)
    if as_json:
        print_json("exchange", {"sealed": [field], "entry_id": entry, "id": written.id})
        return
    typer.echo(f"Sealed: {field} of {entry}. Its key lies in keys/sealed; whoever has a copy of it can read the field.")


def unseal(
    workspace: WorkspaceArgument,
    entry: EntryArgument,
    by: ByOption,
    purpose: PurposeOption,
    field: Annotated[list[str] | None, typer.Option("--field", help="Only this field; can be given again.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Read the sealed fields of a claim. Who read them, and for what, is written into the ledger first."""
    from holdfast.ledger import unseal as read
    from holdfast.workspace import screen_safe

    values = read(open_here(workspace), entry, by=by, purpose=purpose, fields=tuple(field) if field else None)
    if as_json:
        print_json("sealed", {"entry_id": entry, "fields": values})
        return
    typer.echo("SEVERE: not to be copied, forwarded or read aloud.")
    _echo(screen_safe(f"{name}: {value}") for name, value in values.items())


def disclose(
    workspace: WorkspaceArgument,
    entry: EntryArgument,
    field: Annotated[str, typer.Argument(help="The one field to disclose.")],
    by: ByOption,
    purpose: PurposeOption,
) -> None:
    """Print one sealed field with what proves it, as JSON, and nothing of the others."""
    from holdfast.ledger import disclose as read

    print_json("sealed", read(open_here(workspace), entry, field, by=by, purpose=purpose))


def check_disclosure(
    workspace: WorkspaceArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `disclose` printed.")],
    as_json: JsonOption = False,
) -> None:
    """Hold a disclosed field against the entry in this ledger. Exit 1 where it is not the one committed to."""
    from holdfast.ledger import disclosure_holds

    holds = disclosure_holds(open_here(workspace), _disclosed(file))
    if as_json:
        print_json("exchange", {"holds": holds})
    else:
        typer.echo(
            "It is the value the entry committed to." if holds else "It is not the value of any entry of this ledger."
        )
    if not holds:
        raise typer.Exit(EXIT_BAD_NEWS)


def shred(
    workspace: WorkspaceArgument, entry: EntryArgument, reason: ReasonOption, by: ByOption, as_json: JsonOption = False
) -> None:
    """Make the sealed fields of a claim unreadable for good, here and in every copy that has no key of its own."""
    from holdfast.ledger import shred as destroy

    done = destroy(open_here(workspace), entry, reason=reason, by=by)
    if as_json:
        print_json("exchange", {"shred": done.as_dict()})
        return
    typer.echo(f"Shredded: {', '.join(done.fields)} of {done.entry_id}; {done.destroyed_here} keys destroyed here.")
    _echo(f"WARNING: a value still stands in clear in {name}" for name in done.still_in)
    typer.echo("Copies of the key, backups of the folder and what a drive keeps of old blocks are out of its reach.")


def _view_lines(report: MergeReport) -> Iterable[str]:
    """Say what came that changes our view, by whom, and what it did."""
    for device, effects in report.effects.items():
        what = ", ".join(f"{count} {name}" for name, count in effects.items())
        yield f"of device {device} came what changes our view: {what}"
    if report.left_view:
        yield f"{len(report.left_view)} accepted claims went out of view: {', '.join(report.left_view)}"
    if report.came_to_view:
        yield f"{len(report.came_to_view)} accepted claims came into view: {', '.join(report.came_to_view)}"
    for device, count in report.without_effect.items():
        yield f"WARNING: {count} entries of device {device} were written with a key after its revocation: without effect"
    for name in report.doubled:
        yield f"WARNING: id {name} came a second time with other content; no verdict passes from one to the other"


def _ledger_of(workspace: Path) -> Any:
    """Open the ledger of a workspace; where there is none yet, a merge is how it begins."""
    from holdfast.sites import load_site
    from holdfast.workspace import open_site_ledger, open_workspace

    return open_site_ledger(workspace, load_site(open_workspace(workspace).site_file))


def _disclosed(file: Path) -> dict[str, Any]:
    from holdfast.errors import InputError

    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise InputError(
            "HF-C003",
            where=str(file),
            found="no JSON object",
            expected="what `holdfast ledger disclose` printed",
            mend="save its output in a file, and name that",
        )
    return content


def _name(group: Any) -> str:
    """Return the name of a topic, wherever it was given."""
    given = group.name if isinstance(group.name, str) else group.typer_instance.info.name
    return given if isinstance(given, str) else ""


def _echo(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)
