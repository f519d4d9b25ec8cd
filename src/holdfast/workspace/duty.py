"""The jobs on promises and notices: written down with their papers, judged by a person, listed with what is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from holdfast.errors import InputError
from holdfast.ledger import (
    append_answer,
    append_commitment,
    append_notice,
    commitment_states,
    judge_commitment,
    notice_states,
    overdue,
    unanswered,
)
from holdfast.sites import load_site
from holdfast.workspace.folder import open_site_ledger, open_workspace
from holdfast.workspace.moments import moment_of, present
from holdfast.workspace.papers import any_moment, keep_paper, past_moment
from holdfast.workspace.record_words import commitment_text, day_of, notice_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from holdfast.ledger import CommitmentState, Ledger, NoticeState
    from holdfast.sites import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """Promises of a workspace and the day they are told for; `lines` is the answer in words."""

    states: tuple[CommitmentState, ...]
    overdue: tuple[str, ...]
    lines: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return everything for JSON."""
        return {
            "understood": list(self.lines),
            "commitments": [state.as_dict() for state in self.states],
            "overdue": list(self.overdue),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """Notices of a workspace; `lines` is the answer in words."""

    states: tuple[NoticeState, ...]
    lines: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return everything for JSON."""
        return {
            "understood": list(self.lines),
            "notices": [state.as_dict() for state in self.states],
            "unanswered": [state.notice.id for state in unanswered(self.states)],
        }


def add_promise(
    folder: Path,
    text: str,
    *,
    office: str,
    to_whom: str | None = None,
    due: str | None = None,
    at: str | None = None,
    document: str | None = None,
    claim_ids: Sequence[str] = (),
    recorded_by: str = "access officer",
    corrects: str | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Promised:
    """Write down a promise.

    Parameters
    ----------
    folder : Path
        The workspace.
    text : str
        What was promised, in the words it was given in.
    office, to_whom : str
        Which office promised, and to whom: never a person.
    due, at : str or None
        By which day, and when it was said (now when None); in words: ``tomorrow``, ``2015-08-19``.
    document : str or None
        Path of the letter, which is kept in the inbox, or its hash.
    claim_ids : sequence of str
        Claims that tell of it, and are not listed again beside it.
    recorded_by : str
        Who types it, as a role.
    corrects : str or None
        Id of an earlier promise that this one replaces, or the last six characters of it.
    clock : callable or None
        Returns the present; the system's clock when None.

    Raises
    ------
    HoldfastError
        HF-W013 a time that cannot be used, or a day due before it was promised; HF-L081 the paper; HF-L072 to HF-L077
        from the ledger. Nothing is written then.
    """
    site, ledger, now = _open(folder, clock)
    zone = ZoneInfo(site.timezone)
    said, _ = past_moment(at, site, now=now)
    last = any_moment(due, site, now=now)
    if last is not None and last.date() < day_of(said, zone):
        raise InputError(
            "HF-W013",
            where="--due",
            found=f"{due!r}, which is {last.date().isoformat()}",
            expected=f"a day from {day_of(said, zone).isoformat()} on, when it was promised",
            mend="write the day as year-month-day; nothing was written",
        )
    made = append_commitment(
        ledger,
        office=office,
        text=text,
        to_whom=to_whom,
        promised_at=said,
        due=None if last is None else last.date().isoformat(),
        document_sha256=keep_paper(ledger, document),
        claim_ids=tuple(claim_ids),
        recorded_by=recorded_by,
        supersedes=None
        if corrects is None
        else _full_id(corrects, [s.commitment.id for s in commitment_states(ledger)]),
    )
    state = next(s for s in commitment_states(ledger) if s.commitment.id == made.id)
    return _promised((state,), zone, day_of(now.isoformat(), zone), "We understood: ")


def judge_promise(
    folder: Path,
    name: str,
    status: str,
    *,
    evidence: Sequence[str] = (),
    by: str = "coordinator",
    reason: str | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Promised:
    """Write a person's verdict on a promise.

    Parameters
    ----------
    folder : Path
        The workspace.
    name : str
        Id of the promise, or the last six characters of it.
    status : str
        ``kept``, ``broken`` or ``unknown``.
    evidence : sequence of str
        Ids of claims or steps at the gate, hashes of documents, or paths of papers, which are kept in the inbox.
    by : str
        Who judges, as a role.
    reason : str or None
        Why.
    clock : callable or None
        Returns the present; the system's clock when None.

    Raises
    ------
    HoldfastError
        HF-L072 no such promise; HF-L075 no evidence; HF-L076 evidence that is not in the ledger; HF-L081 a paper that
        is not there; HF-L008 a status there is not.
    """
    site, ledger, now = _open(folder, clock)
    zone = ZoneInfo(site.timezone)
    shown = [_evidence(ledger, one) for one in evidence]
    state = judge_commitment(ledger, name, status, judged_by=by, evidence=shown, reason=reason)
    return _promised((state,), zone, day_of(now.isoformat(), zone), "We understood: ")


def list_promises(
    folder: Path,
    *,
    only_overdue: bool = False,
    as_known: date | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Promised:
    """Return the promises of a workspace, all or those that are overdue.

    Parameters
    ----------
    folder : Path
        The workspace.
    only_overdue : bool
        Only those whose day has passed while nobody has judged them.
    as_known : date or None
        As known at the end of this day in the site's zone, and overdue by then; None for now.
    clock : callable or None
        Returns the present; the system's clock when None.
    """
    site, ledger, now = _open(folder, clock)
    moment_of(as_known, ledger.clock, ledger.zone)
    zone = ZoneInfo(site.timezone)
    today = as_known or day_of(now.isoformat(), zone)
    states = commitment_states(ledger, as_known=as_known)
    return _promised(overdue(states, today) if only_overdue else states, zone, today, "")


def add_notice(
    folder: Path,
    text: str,
    *,
    office: str,
    channel: str,
    at: str | None = None,
    document: str | None = None,
    proof: str | None = None,
    carried: Sequence[str] = (),
    sent_by: str | None = None,
    recorded_by: str = "coordinator",
    corrects: str | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Noticed:
    """Write down a notice that was sent.

    Parameters
    ----------
    folder : Path
        The workspace.
    text : str
        What it said, in short.
    office, channel : str
        To which office, and how: letter, e-mail, telephone, in person.
    at : str or None
        When, in words; now when None.
    document, proof : str or None
        Paths of the notice and of the proof of delivery, which are kept in the inbox, or their hashes.
    carried : sequence of str
        Ids of the forecasts or claims it carried.
    sent_by, recorded_by : str
        Which office sent it, and who types it as a role.
    corrects : str or None
        Id of an earlier notice that this one replaces, or the last six characters of it.
    clock : callable or None
        Returns the present; the system's clock when None.

    Raises
    ------
    HoldfastError
        HF-W013 the time; HF-L081 a paper; HF-L072 to HF-L077 from the ledger. Nothing is written then.
    """
    site, ledger, now = _open(folder, clock)
    sent, _ = past_moment(at, site, now=now)
    made = append_notice(
        ledger,
        office=office,
        text=text,
        channel=channel,
        sent_at=sent,
        document_sha256=keep_paper(ledger, document),
        proof_sha256=keep_paper(ledger, proof),
        carried=tuple(carried),
        sent_by=sent_by,
        recorded_by=recorded_by,
        supersedes=None if corrects is None else _full_id(corrects, [s.notice.id for s in notice_states(ledger)]),
    )
    state = next(s for s in notice_states(ledger) if s.notice.id == made.id)
    return _noticed((state,), ZoneInfo(site.timezone), "We understood: ")


def add_answer(
    folder: Path,
    name: str,
    text: str,
    *,
    office: str | None = None,
    at: str | None = None,
    document: str | None = None,
    recorded_by: str = "coordinator",
    clock: Callable[[], datetime] | None = None,
) -> Noticed:
    """Write down an answer to a notice; arguments as of `add_notice`, `name` is the id of the notice or its end.

    Raises
    ------
    HoldfastError
        HF-L072 no such notice; HF-W013 the time; HF-L081 the paper.
    """
    site, ledger, now = _open(folder, clock)
    when, _ = past_moment(at, site, now=now)
    state = append_answer(
        ledger,
        name,
        text=text,
        office=office,
        answered_at=when,
        document_sha256=keep_paper(ledger, document),
        recorded_by=recorded_by,
    )
    return _noticed((state,), ZoneInfo(site.timezone), "We understood: ")


def list_notices(
    folder: Path,
    *,
    only_unanswered: bool = False,
    as_known: date | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Noticed:
    """Return the notices of a workspace as known on a day or now, all or those without an answer."""
    site, ledger, _ = _open(folder, clock)
    moment_of(as_known, ledger.clock, ledger.zone)
    states = notice_states(ledger, as_known=as_known)
    return _noticed(unanswered(states) if only_unanswered else states, ZoneInfo(site.timezone), "")


def _open(folder: Path, clock: Callable[[], datetime] | None) -> tuple[Site, Ledger, datetime]:
    site = load_site(open_workspace(folder).site_file)
    return site, open_site_ledger(folder, site, clock=clock), (clock or present)()


def _promised(states: tuple[CommitmentState, ...], zone: ZoneInfo, today: date, before: str) -> Promised:
    lines = [f"{before}{commitment_text(state, zone, today)} [{state.commitment.id}]" for state in states]
    late = tuple(state.commitment.id for state in overdue(states, today))
    return Promised(states=states, overdue=late, lines=tuple(lines))


def _noticed(states: tuple[NoticeState, ...], zone: ZoneInfo, before: str) -> Noticed:
    lines = tuple(f"{before}{notice_text(state, zone)} [{state.notice.id}]" for state in states)
    return Noticed(states=states, lines=lines)


def _evidence(ledger: Ledger, one: str) -> str:
    """Return an id or hash as it is, and the hash of a paper that is named by its path."""
    if "/" in one or "\\" in one or "." in one:
        return keep_paper(ledger, one) or one
    return one


def _full_id(name: str, known: Sequence[str]) -> str:
    found = [one for one in known if one.lower().endswith(name.lower())]
    return found[0] if len(found) == 1 and len(name) >= 6 else name
