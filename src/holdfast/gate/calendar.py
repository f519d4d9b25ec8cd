"""From single decisions to days: what was asked for, let in and refused, and what is not known."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.gate.records import EVERYTHING, GateDay, GateEntry, GateEvent, GateStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LET_IN = frozenset({"facilitated", "let in", "partially facilitated"})
REFUSED = frozenset({"denied", "refused", "turned back"})
REMOVED = frozenset({"removed", "confiscated"})
# "Impeded" may have ended either way, "withdrawn" is the organiser's act: neither says what the gate let in.
SILENT = frozenset({"impeded", "withdrawn", "requested"})
LONGEST_CALENDAR_DAYS = 3660


def calendar(events: Iterable[GateEvent], start: date, end: date) -> tuple[GateDay, ...]:
    """Lay single decisions out as days.

    Parameters
    ----------
    events : iterable of GateEvent
        In any order; those outside the dates are left out.
    start, end : date
        First and last day, both included; at most ten years apart.

    Returns
    -------
    tuple of GateDay
        One for every day, in order. A day without a record is ``unknown`` and has no entries: no record is not a
        closed gate. Where claimants contradict each other on one commodity and day, that entry is ``unknown`` too,
        with every decision kept in it.

    Raises
    ------
    InputError
        HF-G003 when the end lies before the start, or the calendar is longer than ten years.
    """
    length = (end - start).days + 1
    if not 1 <= length <= LONGEST_CALENDAR_DAYS:
        raise InputError(
            "HF-G003",
            where=f"gate calendar {start} to {end}",
            found=f"{length} days",
            expected=f"1 to {LONGEST_CALENDAR_DAYS} days, the end after the start",
            mend="give the first day first, and a shorter period",
        )
    by_day: dict[date, list[GateEvent]] = defaultdict(list)
    for event in events:
        by_day[event.day].append(event)
    return tuple(_day(start + timedelta(days=n), by_day.get(start + timedelta(days=n), ())) for n in range(length))


def _day(day: date, events: Sequence[GateEvent]) -> GateDay:
    by_commodity: dict[str, list[GateEvent]] = defaultdict(list)
    for event in events:
        by_commodity[event.commodity].append(event)
    entries = tuple(_entry(name, by_commodity[name]) for name in sorted(by_commodity))
    return GateDay(day=day, status=_joint([entry.status for entry in entries]), entries=entries)


def _joint(statuses: Sequence[GateStatus]) -> GateStatus:
    known = {status for status in statuses if status != "unknown"}
    if not known:
        return "unknown"
    return next(iter(known)) if len(known) == 1 else "partly"


def _entry(commodity: str, events: list[GateEvent]) -> GateEntry:
    by_claimant: dict[str, list[GateEvent]] = defaultdict(list)
    for event in events:
        by_claimant[event.claimant].append(event)
    told = [_told(commodity, by_claimant[name]) for name in sorted(by_claimant)]
    said = [entry for entry in told if entry.status != "unknown" or entry.nothing_entered]
    # Who says that nothing entered does not contradict who says that it was refused.
    if len({"closed" if entry.nothing_entered else entry.status for entry in said}) > 1:
        return GateEntry(commodity=commodity, status="unknown", events=tuple(events))
    # Two voices that agree tell of the same trucks: the fuller account stands for both, their counts are not added.
    fullest = max(said or told, key=lambda entry: (not entry.nothing_entered, _fullness(entry)))
    return _with_events(fullest, tuple(events))


def _fullness(entry: GateEntry) -> tuple[int, float]:
    known = sum(x is not None for x in (entry.requested, entry.delivered, entry.refused, entry.passing_fraction))
    return known, entry.delivered_count + entry.refused_count


def _with_events(entry: GateEntry, events: tuple[GateEvent, ...]) -> GateEntry:
    return GateEntry(**{name: getattr(entry, name) for name in entry.__slots__ if name != "events"}, events=events)


def _told(commodity: str, events: list[GateEvent]) -> GateEntry:
    """Account of one claimant: delivered + removed + turned back = requested, when all are known."""
    delivered, delivered_count = _sum(events, LET_IN)
    refused, refused_count = _sum(events, REFUSED)
    removed, removed_count = _sum(events, REMOVED)
    requested, _ = _sum(events, frozenset({"requested"}))
    units = {event.unit for event in events if event.quantity is not None}
    if len(units) > 1:
        delivered = refused = removed = requested = None
    asked = any(event.decision == "requested" for event in events)
    parts = [delivered, refused, removed]
    if asked and requested is not None and parts.count(None) == 1:
        missing = requested - sum(part for part in parts if part is not None)
        if missing >= 0.0:
            delivered, refused, removed = (missing if part is None else part for part in parts)
    if not asked and None not in parts:
        requested = sum(part for part in parts if part is not None)
    if not asked and None in parts:
        requested = None
    fraction = _fraction(events, (delivered, refused, removed), (delivered_count, refused_count, removed_count))
    none = fraction == 0.0 and not {event.decision for event in events} & (REFUSED | REMOVED)
    # That none of one thing came in is no closed gate; that nothing at all came through the whole gate is.
    nothing_entered = none and commodity != EVERYTHING
    return GateEntry(
        commodity=commodity,
        status="unknown" if nothing_entered else _status(events, fraction),
        requested=requested,
        delivered=delivered,
        refused=refused,
        removed=removed,
        delivered_count=delivered_count,
        refused_count=refused_count,
        unit=next(iter(units)) if len(units) == 1 else None,
        passing_fraction=fraction,
        events=tuple(events),
        nothing_entered=nothing_entered,
    )


def _sum(events: Iterable[GateEvent], decisions: frozenset[str]) -> tuple[float | None, float]:
    """Return the quantity (None when any part of it is not known) and the count of vehicles."""
    chosen = [event for event in events if event.decision in decisions]
    quantities = [event.quantity for event in chosen]
    count = sum(1.0 if event.count is None else event.count for event in chosen)
    known = [quantity for quantity in quantities if quantity is not None]
    return (sum(known) if len(known) == len(quantities) else None), count


def _fraction(
    events: Iterable[GateEvent], amounts: tuple[float | None, ...], counts: tuple[float, ...]
) -> float | None:
    decisions = {event.decision for event in events} - SILENT
    if not decisions:
        return None
    if decisions <= REFUSED:
        return 0.0
    delivered, refused, removed = amounts
    if decisions <= LET_IN - {"partially facilitated"}:
        # "No truck entered" is a recorded zero, though nobody says that one was refused.
        return 0.0 if delivered == 0.0 and counts[0] <= 0.0 else 1.0
    if delivered is not None and refused is not None and removed is not None and delivered + refused + removed > 0.0:
        return delivered / (delivered + refused + removed)
    if "partially facilitated" in decisions or sum(counts) <= 0.0:
        return None
    return counts[0] / sum(counts)


def _status(events: Iterable[GateEvent], fraction: float | None) -> GateStatus:
    decisions = {event.decision for event in events} - SILENT
    if fraction is None:
        return "partly" if decisions else "unknown"
    if fraction <= 0.0:
        return "closed"
    return "open" if fraction >= 1.0 else "partly"
