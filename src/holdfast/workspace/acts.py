"""The jobs on what the house itself did: plans made, editions released, operating decisions."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.errors import InputError
from holdfast.ledger import Edition, Plan, append_decision, append_edition, append_plan, own_acts
from holdfast.sites import load_site
from holdfast.workspace.folder import open_site_ledger, open_workspace
from holdfast.workspace.moments import moment_of
from holdfast.workspace.papers import any_moment, keep_paper
from holdfast.workspace.wording import moment_text, screen_safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from holdfast.ledger import Act


def add_plan(
    folder: Path,
    title: str,
    text: str,
    *,
    by: str,
    based_on: Sequence[str] = (),
    document: str | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Plan:
    """Write down a plan.

    Parameters
    ----------
    folder : Path
        The workspace.
    title, text : str
        What it is called, and what it says.
    by : str
        Who made it, as a role.
    based_on : sequence of str
        Ids of the claims and forecasts it rests on.
    document : str or None
        Path of a paper, which is kept in the inbox, or its hash.
    clock : callable or None
        Returns the present; the system's clock when None.

    Raises
    ------
    HoldfastError
        HF-L081 for the paper; HF-L008, HF-L011, HF-L076 from the ledger. Nothing is written then.
    """
    ledger = open_site_ledger(folder, load_site(open_workspace(folder).site_file), clock=clock)
    paper = keep_paper(ledger, document)
    return append_plan(
        ledger, title=title, text=text, made_by=by, based_on=tuple(based_on), document_sha256=paper, recorded_by=by
    )


def add_decision(
    folder: Path,
    text: str,
    *,
    by: str,
    takes_effect: str | None = None,
    based_on: Sequence[str] = (),
    document: str | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Act:
    """Write down an operating decision; as `add_plan`, with the moment from which it counts in words."""
    site = load_site(open_workspace(folder).site_file)
    ledger = open_site_ledger(folder, site, clock=clock)
    starts = any_moment(takes_effect, site, now=ledger.clock())
    paper = keep_paper(ledger, document)
    return append_decision(
        ledger,
        text=text,
        decided_by=by,
        takes_effect_at=None if starts is None else starts.isoformat(),
        based_on=tuple(based_on),
        document_sha256=paper,
        recorded_by=by,
    )


def add_edition(
    folder: Path,
    file: Path,
    *,
    edition: str,
    sensitivity: str,
    as_of: date,
    by: str,
    recipients: Sequence[str] = (),
    changes: str | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Edition:
    """Write down that an edition of a report was handed over; the file is hashed and not kept.

    Parameters
    ----------
    folder : Path
        The workspace.
    file : Path
        The file as it was handed over.
    edition : str
        ``restricted`` or ``public``.
    sensitivity : str
        Class of the file.
    as_of : date
        Last day it tells of.
    by : str
        Who released it, as a role.
    recipients : sequence of str
        Offices it went to; empty for everyone.
    changes : str or None
        What this revision corrects: it becomes the next revision of the report of this day.
    clock : callable or None
        Returns the present; the system's clock when None.

    Raises
    ------
    InputError
        HF-W005 for a path without a file.
    LedgerError
        HF-L008 for an edition or a class there is not.
    """
    ledger = open_site_ledger(folder, load_site(open_workspace(folder).site_file), clock=clock)
    if not file.is_file():
        raise InputError(
            "HF-W005",
            where=str(file),
            found="no file",
            expected="the report as it was handed over",
            mend="give the path of the file in out/, or of the copy that was sent",
        )
    report_id = f"{ledger.site} {as_of.isoformat()} {edition}"
    earlier = [a for a in own_acts(ledger) if isinstance(a, Edition) and a.report_id == report_id]
    return append_edition(
        ledger,
        edition=edition,
        report_id=report_id,
        file_sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        sensitivity=sensitivity,
        released_by=by,
        as_of=as_of.isoformat(),
        recipients=tuple(recipients),
        revision=len(earlier) if changes else 0,
        changes=changes,
        recorded_by=by,
    )


def house_acts(
    folder: Path, *, as_known: date | None = None, clock: Callable[[], datetime] | None = None
) -> tuple[tuple[Act, ...], tuple[str, ...]]:
    """Return what the house did, and the same in words, oldest first.

    Raises
    ------
    HoldfastError
        HF-W003 for a day in the future, and the errors of the site file and of the ledger.
    """
    ledger = open_site_ledger(folder, load_site(open_workspace(folder).site_file), clock=clock)
    moment_of(as_known, ledger.clock, ledger.zone)
    found = own_acts(ledger, as_known=as_known)
    return found, tuple(act_line(act, ZoneInfo(ledger.zone)) for act in found)


def act_line(act: Act, zone: ZoneInfo) -> str:
    """Return one act in words."""
    if isinstance(act, Plan):
        line = f"{moment_text(act.made_at, zone)}: plan of {act.made_by}: {act.title}: {act.text}"
    elif isinstance(act, Edition):
        to = ", ".join(act.recipients) or "everyone"
        revision = f", revision {act.revision}: {act.changes}" if act.changes else ""
        line = (
            f"{moment_text(act.released_at, zone)}: {act.released_by} released the {act.edition} edition as of "
            f"{act.as_of} ({act.sensitivity}) to {to}, file {act.file_sha256[:12]}{revision}"
        )
    else:
        starts = "" if act.takes_effect_at is None else f", from {moment_text(act.takes_effect_at, zone)}"
        line = f"{moment_text(act.decided_at, zone)}: {act.decided_by} decided: {act.text}{starts}"
    return screen_safe(f"{line} [{act.id}]")
