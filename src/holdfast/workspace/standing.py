"""What is known, from whom, and how old it is; with contradictions side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from holdfast.ledger import Claim, Contradiction, claims, contradictions, grade, queue
from holdfast.quantities import format_date, format_quantity
from holdfast.sites import load_site
from holdfast.workspace.folder import open_workspace
from holdfast.workspace.log import open_site_ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOURS_PER_DAY = 24.0
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"  # Persian is misspelt without the first


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The newest accepted claim of one thing in one place, and its age in hours; None where it has no time."""

    claim: Claim
    age_h: float | None
    earlier: int

    def as_dict(self) -> dict[str, Any]:
        """Return the claim with its age, for JSON."""
        return {"age_h": self.age_h, "earlier": self.earlier, "claim": self.claim.as_dict()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What `status` found."""

    site: str
    zone: str
    as_known: str
    known: tuple[Known, ...]
    contradictions: tuple[Contradiction, ...]
    waiting: int

    def as_dict(self) -> dict[str, Any]:
        """Return everything for JSON."""
        return {
            "site": self.site,
            "zone": self.zone,
            "as_known": self.as_known,
            "known": [known.as_dict() for known in self.known],
            "contradictions": [pair.as_dict() for pair in self.contradictions],
            "waiting": self.waiting,
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
        The errors of the site file and of the ledger.
    """
    site = load_site(open_workspace(folder).site_file)
    ledger = open_site_ledger(folder, site, clock=clock)
    zone = ZoneInfo(ledger.zone)
    now = ledger.clock()
    if as_known is not None:
        now = min(now, datetime.combine(as_known, datetime.max.time(), zone))
    groups: dict[tuple[bool, str, str, str, str], list[Claim]] = {}
    for claim in claims(ledger, as_known=as_known):
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
        known.append(Known(claim=newest, age_h=age, earlier=len(groups[key]) - 1))
    return Status(
        site=ledger.site,
        zone=ledger.zone,
        as_known=now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        known=tuple(known),
        contradictions=contradictions(ledger, as_known=as_known),
        waiting=len(claims(ledger, as_known=as_known, review=("pending",))) if as_known else len(queue(ledger)),
    )


def status_lines(found: Status) -> tuple[str, ...]:
    """Return a status in words, one line a thing."""
    zone = ZoneInfo(found.zone)
    lines = [f"{found.site}, as known on {_when(found.as_known, zone)} ({found.zone})"]
    if not found.known:
        lines.append("Nothing is known yet: the ledger has no accepted claim. Enter one number with `holdfast log`.")
    for known in found.known:
        again = f"; {known.earlier} earlier" if known.earlier else ""
        lines.append(f"  {claim_line(known.claim, zone)}; {_age(known.age_h)}{again}")
    if found.contradictions:
        lines.append(f"Contradictions, side by side ({len(found.contradictions)}):")
    for pair in found.contradictions:
        lines += [f"  {claim_line(pair.first, zone)}", f"  against {claim_line(pair.second, zone)}", ""]
    if found.waiting:
        plural = "claim waits" if found.waiting == 1 else "claims wait"
        lines.append(f"{found.waiting} {plural} for review: `holdfast review`.")
    return tuple(lines)


def claim_line(claim: Claim, zone: ZoneInfo) -> str:
    """Return a claim in one line: what, how much, where, when it was true, who says so, how good the source is."""
    said = claim.statement
    thing = said.item or said.service or "something not named"
    sign = "" if said.polarity == "affirmed" else f"{said.polarity} "
    amount = _amount(claim)
    place = f" in {said.place}" if said.place else ""
    moment = claim.occurred_start or claim.occurred_end
    when = f", {_when(moment, zone, whole_day=said.time_precision != 'hour')}" if moment else ", no time given"
    history = ", history" if said.background else ""
    word = grade(claim.source_grade).word
    source = f"{word} {claim.claimant}" if word.endswith(" by") else f"{word}, {claim.claimant}"
    return plain(f"{sign}{said.claim_type} of {thing}{place}{amount}{when}{history}; {source} ({claim.source_grade})")


def plain(text: str) -> str:
    """Return a text without characters that steer a terminal or turn the reading direction; joiners of letters stay.

    Words of a claim come from messages, and a message may have been written to deceive the screen.
    """
    return "".join(sign if sign.isprintable() or sign in _JOINERS else "\N{REPLACEMENT CHARACTER}" for sign in text)


def _amount(claim: Claim) -> str:
    said = claim.statement
    low, high, unit = (
        (said.si_low, said.si_high, said.si_unit) if said.si_unit else (said.value_low, said.value_high, None)
    )
    if low is None and high is None:
        return ""
    first = low if low is not None else high
    bound = "exact" if low is not None and high is not None else ("at_least" if high is None else "at_most")
    shown = format_quantity(
        first or 0.0, high if low is not None and high != low else None, unit, bound=bound, isolated=False
    )
    loose = f" {said.unit}" if unit is None and said.unit else ""
    return f": {shown}{loose}" + (f" per {said.per}" if said.per else "")


def _when(moment: str, zone: ZoneInfo, *, whole_day: bool = False) -> str:
    local = datetime.fromisoformat(moment).astimezone(zone)
    return format_date(local.date(), isolated=False) + ("" if whole_day else f" at {local:%H:%M}")


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
