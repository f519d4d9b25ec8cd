"""The demonstration: from packaged messages to a situation report, through the same jobs a user runs."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.workspace.folder import Workspace
from holdfast.workspace.reading import judge, read_into
from holdfast.workspace.reporting import report

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
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
        HF-W030 where a folder of that name holds something else; nothing in it is touched.
    """
    tell = say or (lambda _: None)
    with as_file(files("holdfast.workspace") / "demo_data" / kind) as packaged:
        index = tomllib.loads((packaged / "messages.toml").read_text(encoding="utf-8"))
        workspace = _make(parent / index["folder"], (packaged / "site.toml").read_bytes())
        tell(f"workspace: {workspace.folder}")
        folder = messages or packaged / "messages"
        count = sum(_file(workspace, folder / message["file"], message, tell) for message in index["message"])
    as_known = index["as_known"]
    reported = report(workspace.folder, as_known=as_known, members=members, seed=seed, say=say)
    return Demonstration(
        workspace=workspace, as_known=as_known, messages=len(index["message"]), claims=count, reported=reported
    )


def _make(folder: Path, site: bytes) -> Workspace:
    workspace = Workspace(folder)
    if folder.exists() and (not workspace.site_file.is_file() or workspace.site_file.read_bytes() != site):
        raise InputError(
            "HF-W030",
            where=str(folder),
            found="a folder that this demonstration did not make, or whose site.toml was changed",
            expected="no such folder, or the one an earlier demonstration made",
            mend="move it away, or run the demonstration in another folder",
        )
    workspace.inbox.mkdir(parents=True, exist_ok=True)
    workspace.out.mkdir(exist_ok=True)
    if not workspace.site_file.is_file():
        workspace.site_file.write_bytes(site)
    return workspace


def _file(workspace: Workspace, path: Path, message: dict[str, object], tell: Callable[[str], None]) -> int:
    """Read one message and file its claims; the packaged index plays the reviewer."""
    read = read_into(
        workspace.folder,
        path,
        published=message["published"],  # type: ignore[arg-type]
        source_grade=str(message["grade"]),
        reconstructed=True,
    )
    pending = [claim.id for claim in read.claims if claim.review == "pending"]
    if pending:
        judge(workspace.folder, pending, "accepted", reviewer=REVIEWER, reason=REASON)
    tell(f"read {path.name}: {len(read.claims)} claims, {len(pending)} newly filed by the {REVIEWER}")
    return len(read.claims)
