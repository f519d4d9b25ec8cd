"""The demonstration: from packaged messages to a situation report, through the same jobs a user runs."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.workspace.folder import Workspace, make_folder, write_whole
from holdfast.workspace.moments import present
from holdfast.workspace.reading import read_into
from holdfast.workspace.reporting import report
from holdfast.workspace.reviewing import judge

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from holdfast.workspace.reporting import Reported

LIBERTY = "liberty"
EXERCISE = "exercise"
REVIEWER = "demonstration reviewer"
REASON = "filed as a reviewer would: what is claimed is kept as claimed, with its claimant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """What `demonstrate` made: the workspace, the number of claims read from its messages, and the reports."""

    workspace: Workspace
    as_known: date
    messages: int
    claims: int
    reported: Reported


def demonstrate(
    parent: Path,
    kind: str = LIBERTY,
    *,
    messages: Path | None = None,
    members: int | None = None,
    seed: int = 1,
    say: Callable[[str], None] | None = None,
) -> Demonstration:
    """Make the workspace of a demonstration, read its messages, file their claims, forecast and report.

    Parameters
    ----------
    parent : Path
        The folder the workspace is made in.
    kind : str
        ``liberty``: Camp Liberty as it could be known on 17 July 2015; ``exercise``: an invented camp.
    messages : Path or None
        A folder of messages to read in place of the packaged ones, under the same names; for asking what one changed
        word would change.
    members : int or None
        Members of the ensemble; None for the default of the forecast.
    seed : int
        Seed of every draw.
    say : callable or None
        Told what is being done.

    Returns
    -------
    Demonstration
        A second run in the same folder reads nothing twice and writes the reports again.

    Raises
    ------
    InputError
        HF-W030 where a folder of that name holds something else; nothing in it is touched. HF-W002 where the folder
        cannot be made or written.
    """
    tell = say or (lambda _: None)
    with as_file(files("holdfast.workspace") / "demo_data" / kind) as packaged:
        index = tomllib.loads((packaged / "messages.toml").read_text(encoding="utf-8"))
        workspace = _make(parent / index["folder"], (packaged / "site.toml").read_bytes())
        tell(f"workspace: {workspace.folder}")
        folder = messages or packaged / "messages"
        as_known = index["as_known"]
        clock = _clock_after(as_known)
        count = sum(_file(workspace, folder / message["file"], message, tell, clock) for message in index["message"])
    reported = report(workspace.folder, as_known=as_known, members=members, seed=seed, say=say, clock=clock)
    return Demonstration(
        workspace=workspace, as_known=as_known, messages=len(index["message"]), claims=count, reported=reported
    )


def _make(folder: Path, site: bytes) -> Workspace:
    workspace = Workspace(folder)
    if folder.exists() or folder.is_symlink():
        found = "a file" if folder.is_file() else "a folder that this demonstration did not make"
        if workspace.site_file.is_file():
            found = "" if workspace.site_file.read_bytes() == site else "a site.toml that was changed since"
        elif found != "a file" and _is_blank(folder):
            found = ""
        if found:
            raise InputError(
                "HF-W030",
                where=str(folder),
                found=found,
                expected="no such folder, or the one an earlier demonstration made, as it made it",
                mend="move it away, or choose another folder with --in; nothing in it was touched",
            )
    make_folder(workspace.inbox)
    make_folder(workspace.out)
    if not workspace.site_file.is_file():
        write_whole(workspace.site_file, site)
    return workspace


def _is_blank(folder: Path) -> bool:
    """Return whether a folder holds nothing but what a demonstration cut off at its start leaves."""
    return all(part.name in {"inbox", "out"} and part.is_dir() and not any(part.iterdir()) for part in folder.iterdir())


def _clock_after(day: date) -> Callable[[], datetime]:
    """Return a clock for which the day has passed everywhere, also where that of the computer is slow."""
    over = datetime.combine(day, time(), UTC) + timedelta(days=2)
    return lambda: max(present(), over)


def _file(
    workspace: Workspace,
    path: Path,
    message: dict[str, object],
    tell: Callable[[str], None],
    clock: Callable[[], datetime],
) -> int:
    """Read one message and file its claims; the packaged index plays the reviewer."""
    read = read_into(
        workspace.folder,
        path,
        published=message["published"],  # type: ignore[arg-type]
        source_grade=str(message["grade"]),
        reconstructed=True,
        clock=clock,
    )
    pending = [claim.id for claim in read.claims if claim.review == "pending"]
    if pending:
        judge(workspace.folder, pending, "accepted", reviewer=REVIEWER, reason=REASON, clock=clock)
    tell(f"read {path.name}: {len(read.claims)} claims, {len(pending)} newly filed by the {REVIEWER}")
    return len(read.claims)
