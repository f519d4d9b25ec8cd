"""What is known, from whom, and how old it is; with contradictions side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from holdfast.ledger import WAITING, Claim, Contradiction, claims, disagreements, documents, queue
from holdfast.sites import load_site
from holdfast.workspace.folder import open_site_ledger, open_workspace
from holdfast.workspace.moments import moment_of
from holdfast.workspace.standing_claims import standing_claims, standing_groups, subject_word
from holdfast.workspace.standing_records import Records, record_lines, records_of
from holdfast.workspace.wording import claim_line, moment_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from holdfast.ledger import Ledger

HOURS_PER_DAY = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The newest accepted claim of one thing in one place.

    Parameters
    ----------
    claim : Claim
        The claim.
    age_h : float or None
        Its age in hours; None where it has no time.
    earlier : int
        How many older ones there are of the same thing.
    copies : int
        How many copies and translations of it there are, which are not counted.
    differing : tuple of Claim
        What a copy of the same document gives as another figure.
    """

    claim: Claim
    age_h: float | None
    earlier: int
    copies: int = 0
    differing: tuple[Claim, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the claim with its age, for JSON."""
        return {
            "age_h": self.age_h,
            "earlier": self.earlier,
            "copies": self.copies,
            "differing": [claim.id for claim in self.differing],
            "claim": self.claim.as_dict(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What `status` found.

    Parameters
    ----------
    site, zone : str
        Id and zone of the site.
    as_known : str
        The moment it is told for, UTC.
    known : tuple of Known
        The newest accepted claim of each thing.
    contradictions : tuple of Contradiction
        Among accepted claims.
    waiting, asked : int
        Claims that wait for a verdict, and those of them that wait for an answer first.
    disputed_waiting : int
        Of those that wait, how many contradict an accepted claim or another one that waits.
    records : Records
        Consignments, promises, notices.
    to_type : int
        How many documents only a person can read, and nobody has typed in. Their names can show a sender, and are not here.
    """

    site: str
    zone: str
    as_known: str
    known: tuple[Known, ...]
    contradictions: tuple[Contradiction, ...]
    waiting: int
    records: Records = field(default_factory=Records)
    asked: int = 0
    disputed_waiting: int = 0
    to_type: int = 0

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of everything in it: the class of the whole is the highest."""
        shown = {one.id: one for known in self.known for one in (known.claim, *known.differing)}
        shown |= {one.id: one for pair in self.contradictions for one in (pair.first, pair.second)}
        return (*(claim.disclosure_class for claim in shown.values()), *self.records.classes)

    def as_dict(self) -> dict[str, Any]:
        """Return everything for JSON."""
        return {
            "site": self.site,
            "zone": self.zone,
            "as_known": self.as_known,
            "known": [known.as_dict() for known in self.known],
            "contradictions": [pair.as_dict() for pair in self.contradictions],
            "waiting": self.waiting,
            "waiting_for_an_answer": self.asked,
            "waiting_in_contradiction": self.disputed_waiting,
            "to_type": self.to_type,
            "records": self.records.as_dict(),
        }


def status(folder: Path, *, as_known: date | None = None, clock: Callable[[], datetime] | None = None) -> Status:
    """Return the newest accepted claim of each thing, its source and its age.

    Parameters
    ----------
    folder : Path
        The workspace.
    as_known : date or None
        As known at the end of this day in the site's zone; None for now.
    clock : callable or None
        Returns the present; the system's clock when None.

    Returns
    -------
    Status
        Stocks first, then by kind, item and place. The age counts from the end of the time it was true, or from the
        time it was said, to now or to the end of the day asked for. An empty ledger gives an empty status.

    Raises
    ------
    HoldfastError
        HF-W003 for a day in the future, and the errors of the site file and of the ledger.
    """
    site = load_site(open_workspace(folder).site_file)
    ledger = open_site_ledger(folder, site, clock=clock)
    moment_of(as_known, ledger.clock, ledger.zone)
    now = ledger.clock()
    if as_known is not None:  # the end of today has not come
        now = min(now, datetime.combine(as_known, datetime.max.time(), ZoneInfo(ledger.zone)))
    groups: dict[tuple[bool, str, str, str, str], list[Claim]] = {}
    records = records_of(ledger, as_known=as_known)
    standing = {
        group.claims[0].id: group
        for group in standing_groups(ledger, as_known=as_known)
        if not records.claim_ids & {claim.id for claim in group.claims}  # the record tells of it
    }
    for group in standing.values():
        claim = group.claims[0]
        said = claim.statement
        key = (
            said.claim_type != "stock",
            said.claim_type,
            subject_word(said) + (", lasting" if said.si_unit == "h" or said.unit == "h" else ""),
            said.place or "",
            said.polarity,
        )
        groups.setdefault(key, []).append(claim)
    known = []
    for key in sorted(groups):
        newest = max(reversed(groups[key]), key=_moment)  # of two with one time, the later received
        moment = _moment(newest)
        age = None if not moment else max(0.0, (now - datetime.fromisoformat(moment)).total_seconds() / 3600)
        found = standing[newest.id]
        known.append(
            Known(
                claim=newest,
                age_h=age,
                earlier=len(groups[key]) - 1,
                copies=len(found.claims) - 1,
                differing=found.differing,
            )
        )
    accepted = standing_claims(ledger, as_known=as_known)
    pending = claims(ledger, as_known=as_known, review=WAITING) if as_known else queue(ledger)
    mine = {claim.id for claim in pending}
    pairs = disagreements((*accepted, *pending), subject_word)
    return Status(
        site=ledger.site,
        zone=ledger.zone,
        as_known=now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        known=tuple(known),
        contradictions=tuple(pair for pair in pairs if not {pair.first.id, pair.second.id} & mine),
        waiting=len(pending),
        records=records,
        asked=sum(claim.review == "asked" for claim in pending),
        disputed_waiting=len(mine & {side.id for pair in pairs for side in (pair.first, pair.second)}),
        to_type=_to_type(ledger, now),
    )


def status_lines(found: Status) -> tuple[str, ...]:
    """Return a status in words: what is known and how old it is, what contradicts, what is on record, what waits."""
    zone = ZoneInfo(found.zone)
    lines = [f"{found.site}, as known on {moment_text(found.as_known, zone)} ({found.zone})"]
    recorded = record_lines(found.records, zone, found.as_known)
    if not found.known and not recorded:
        lines.append("Nothing is known yet: the ledger has no accepted claim. Enter one number with `holdfast log`.")
    lines += [line for known in found.known for line in _known_lines(known, zone, found.as_known)]
    copies = sum(known.copies for known in found.known)
    if copies:
        lines.append(f"Copies and translations of these, not counted again: {copies}.")
    lines += recorded
    lines += _disputed_lines(found.contradictions, zone)
    lines += _waiting_lines(found)
    if severe := found.classes.count("SEVERE"):
        lines.append(f"Class SEVERE, for the few who need to know: {severe} of what is shown here raise it.")
    return tuple(lines)


def _known_lines(known: Known, zone: ZoneInfo, now: str) -> list[str]:
    again = f"; {known.earlier} more of it" if known.earlier else ""
    copied = f"; printed {known.copies + 1} times, counted once" if known.copies else ""
    due = known.claim.occurred_end or known.claim.occurred_start
    over = known.claim.statement.claim_type == "commitment" and due is not None and due < now
    kept = "; that day has passed: was it kept?" if over else ""
    first = f"  {claim_line(known.claim, zone)}; {_age(known.age_h)}{again}{copied}{kept}"
    return [first, *(f"    a copy gives: {claim_line(other, zone)}" for other in known.differing)]


def _disputed_lines(pairs: Sequence[Contradiction], zone: ZoneInfo) -> list[str]:
    """Return what contradicts side by side: each claim that stands against others once, with those others below it."""
    if not pairs:
        return []
    against: dict[str, list[Claim]] = {}
    first: dict[str, Claim] = {}
    for pair in pairs:
        first.setdefault(pair.first.id, pair.first)
        against.setdefault(pair.first.id, []).append(pair.second)
    lines = [f"Contradictions, side by side ({len(pairs)}); both sides stand:"]
    for claim_id, others in against.items():
        lines.append(f"  {claim_line(first[claim_id], zone)}")
        lines += [f"    against {claim_line(other, zone)}" for other in others]
    return lines


def _waiting_lines(found: Status) -> list[str]:
    lines = []
    if found.waiting:
        waits = "1 claim waits" if found.waiting == 1 else f"{found.waiting} claims wait"
        asked = f", {found.asked} of them for an answer" if found.asked else ""
        disputed = f"; {found.disputed_waiting} contradict another claim" if found.disputed_waiting else ""
        lines.append(f"{waits} for review{asked}{disputed}: `holdfast review`.")
    if found.to_type:
        waits = "1 document waits" if found.to_type == 1 else f"{found.to_type} documents wait"
        lines.append(f"{waits} for a person to type in: `holdfast type`.")
    return lines


def _to_type(ledger: Ledger, now: datetime) -> int:
    """Return how many documents waited for a person at a moment."""
    kept = [d for d in documents(ledger) if datetime.fromisoformat(d.received) <= now]
    typed = {document.transcribes for document in kept}
    return sum(d.needs is not None and d.sha256 not in typed for d in kept)


def _age(age_h: float | None) -> str:
    if age_h is None:
        return "age unknown"
    if age_h < 1:
        return "less than an hour old"
    if age_h < 2 * HOURS_PER_DAY:
        return f"{age_h:.0f} h old"
    return f"{age_h / HOURS_PER_DAY:.0f} days old"


def _moment(claim: Claim) -> str:
    return claim.occurred_end or claim.occurred_start or claim.said or ""
