"""``holdfast ledger keys``, ``operator``, ``device``, ``revoke`` and ``checkpoint``: who can sign, and what can be proven."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from holdfast.cli.common import JsonOption, WorkspaceArgument, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.ledger import Comparison, KnownKey

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Letters, digits, . _ and -; a role, not a person.")]
PassphraseOption = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file", metavar="FILE", help="Take the passphrase from the first line of a file; else it is asked."
    ),
]


def register(topic: typer.Typer) -> None:
    """Add the commands to the topic ``ledger``."""
    topic.command(name="keys", epilog="Example: holdfast ledger keys camp")(keys)
    topic.command(name="operator", epilog="Example: holdfast ledger operator camp coordinator")(operator)
    topic.command(name="device", epilog="Example: holdfast ledger device camp office-laptop")(device)
    topic.command(name="revoke", epilog="Example: holdfast ledger revoke camp device gate-phone --reason seized")(
        revoke
    )
    topic.command(name="checkpoint", epilog="Example: holdfast ledger checkpoint camp --note > camp-note.txt")(
        checkpoint
    )


def keys(workspace: WorkspaceArgument, as_json: JsonOption = False) -> None:
    """List the keys that sign here, with the fingerprints to compare by voice. No private key is shown."""
    from holdfast.ledger import known_keys

    found = known_keys(open_here(workspace))
    if as_json:
        print_json("keys", {"keys": [key.as_dict() for key in found]})
        return
    for key in found:
        typer.echo(_key_line(key))
    typer.echo(f"{len(found)} keys; {sum(key.here for key in found)} of them can sign here")


def operator(
    workspace: WorkspaceArgument,
    name: NameArgument,
    passphrase_file: PassphraseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a key for a person who signs verdicts, under a passphrase of 12 characters or more, which nobody can recover."""
    from holdfast.ledger import add_operator, known_keys

    ledger = open_here(workspace)
    record = add_operator(ledger, name, passphrase(passphrase_file, twice=True))
    key = next(key for key in known_keys(ledger) if key.public_key == record.public_key and key.role == "operator")
    if as_json:
        print_json("keys", {"keys": [key.as_dict()]})
        return
    typer.echo(_key_line(key))
    typer.echo(
        f"Introduced as entry {record.sequence} of {record.device}. Let others compare the fingerprint by voice."
    )


def device(workspace: WorkspaceArgument, name: NameArgument) -> None:
    """Let this copy of the workspace write as a device of its own; its key is made with its first entry."""
    from holdfast.ledger import write_as

    write_as(open_here(workspace), name)
    typer.echo(f"This copy writes as device {name} from now on.")


def revoke(
    workspace: WorkspaceArgument,
    role: Annotated[Literal["device", "operator"], typer.Argument(help="Whose key.")],
    name: NameArgument,
    reason: Annotated[str, typer.Option("--reason", help="Lost, seized, left the post: in a few words.")],
    as_json: JsonOption = False,
) -> None:
    """Say that a key is no longer to be trusted. What it signed before stands; what it signs later is named by verify."""
    from holdfast.ledger import known_keys, revoke_key

    ledger = open_here(workspace)
    record = revoke_key(ledger, role, name, reason=reason)
    if as_json:
        found = [key.as_dict() for key in known_keys(ledger) if key.public_key == record.public_key]
        print_json("keys", {"keys": found})
        return
    stands = "" if record.through is None else f" Its entries stand up to {record.through}, the last one that is here."
    typer.echo(f"Revoked by entry {record.sequence} of {record.device}.{stands}")


def checkpoint(
    workspace: WorkspaceArgument,
    note: Annotated[
        bool, typer.Option("--note", help="Print the signed notes only: the file to keep outside.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Write down what the ledger holds, signed, to be kept elsewhere: as notes, or as lines to read out over a radio."""
    from holdfast.ledger import checkpoint as make

    made = make(open_here(workspace))
    if as_json:
        shown = {"heads": [head.as_dict() for head in made.heads], "short": [line.text for line in made.short]}
        print_json("checkpoint", {**shown, "digest": made.digest, "note": made.text, "written": made.written})
        return
    if note:
        typer.echo(made.text, nl=False)
        return
    for line in made.short:
        typer.echo(line.text)
    for head in made.heads:
        if head.root is None:
            typer.echo(f"{head.device}: entries before {head.sequence} are missing, so that its state cannot be signed")
    typer.echo(f"All devices: {made.digest}")
    typer.echo("Keep these lines with someone outside, read out if need be; --note prints them signed.")


def told(comparisons: Sequence[Comparison]) -> None:
    """Say what became of each kept note."""
    for one in comparisons:
        where = "" if one.between is None else f"; look between entries {one.between[0]} and {one.between[1]}"
        signed = {"none": "", "fits": " (signed)"}.get(one.signature, f" (signature: {one.signature})")
        verdict = "holds" if one.holds else "DOES NOT HOLD"
        typer.echo(f"{one.device}, {one.size} entries{signed}: {verdict}: {one.found}{where}")


def kept(file: Path) -> str:
    """Return the text of a file of notes; ``-`` is what is typed in."""
    import sys

    return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8", errors="replace")


def passphrase(file: Path | None, *, twice: bool = False) -> str:
    """Return a passphrase from a file or the keyboard; never from the command line, which others can see."""
    if file is not None:
        lines = file.read_text(encoding="utf-8").splitlines()
        return lines[0] if lines else ""
    typed: str = typer.prompt("Passphrase", hide_input=True, confirmation_prompt=twice)
    return typed


def open_here(workspace: Path) -> Any:
    """Open the ledger of a workspace, or the file of one."""
    from holdfast.ledger import open_ledger
    from holdfast.workspace import ledger_place, open_workspace

    if workspace.is_file() and workspace.name != "site.toml":
        return open_ledger(workspace)
    found = open_workspace(workspace)
    return open_ledger(ledger_place(found), home=found.folder)


def _key_line(key: KnownKey) -> str:
    named = "not in the ledger yet" if key.named is None else f"entry {key.named.sequence} of {key.named.device}"
    here = ", can sign here" if key.here and key.revoked is None else ""
    revoked = "" if key.revoked is None else f", REVOKED {key.revoked.received}: {key.revoked.reason}"
    return f"{key.role:<8}  {key.name:<20}  {key.fingerprint or '-':<39}  {named}{here}{revoked}"
