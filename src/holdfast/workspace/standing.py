"""What is known, from whom, and how old it is; with contradictions side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from holdfast.ledger import WAITING, Claim, Contradiction, claims, contradictions, queue
from holdfast.sites import load_site
from holdfast.workspace.folder import open_site_ledger, open_workspace
from holdfast.workspace.moments import moment_of
from holdfast.workspace.standing_claims import standing_groups
from holdfast.workspace.standing_records import Records, record_lines, records_of
from holdfast.workspace.wording import claim_line, moment_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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
    """What `status` found."""

    site: str
    zone: str
    as_known: str
    known: tuple[Known, ...]
    contradictions: tuple[Contradiction, ...]
    waiting: int
    records: Records = field(default_factory=Records)

    def as_dict(self) -> dict[str, Any]:
        """Return everything for JSON."""
        return {
            "site": self.site,
            "zone": self.zone,
            "as_known": self.as_known,
            "known": [known.as_dict() for known in self.known],
            "contradictions": [pair.as_dict() for pair in self.contradictions],
            "waiting": self.waiting,
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
            said.item or said.service or "",
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
    return Status(
        site=ledger.site,
        zone=ledger.zone,
        as_known=now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        known=tuple(known),
        contradictions=contradictions(ledger, as_known=as_known),
        waiting=len(claims(ledger, as_known=as_known, review=WAITING)) if as_known else len(queue(ledger)),
        records=records,
    )


def status_lines(found: Status) -> tuple[str, ...]:
    """Return a status in words, one line a thing."""
    zone = ZoneInfo(found.zone)
    lines = [f"{found.site}, as known on {moment_text(found.as_known, zone)} ({found.zone})"]
    recorded = record_lines(found.records, zone, found.as_known)
    if not found.known and not recorded:
        lines.append("Nothing is known yet: the ledger has no accepted claim. Enter one number with `holdfast log`.")
    for known in found.known:
        again = f"; {known.earlier} earlier" if known.earlier else ""
        copied = f"; printed {known.copies + 1} times, counted once" if known.copies else ""
        lines.append(f"  {claim_line(known.claim, zone)}; {_age(known.age_h)}{again}{copied}")
        lines += [f"    a copy gives: {claim_line(other, zone)}" for other in known.differing]
    lines += recorded
    if found.contradictions:
        lines.append(f"Contradictions, side by side ({len(found.contradictions)}):")
    for pair in found.contradictions:
        lines += [f"  {claim_line(pair.first, zone)}", f"  against {claim_line(pair.second, zone)}", ""]
    if found.waiting:
        plural = "claim waits" if found.waiting == 1 else "claims wait"
        lines.append(f"{found.waiting} {plural} for review: `holdfast review`.")
    return tuple(lines)


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
