"""From accepted claims to readings of single stores: what is used, what is only listed, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from holdfast.estimate.moments import interval, middle
from holdfast.estimate.records import Observation, Use
from holdfast.estimate.spread import Stated
from holdfast.estimate.subjects import Vessel, stocked_vessels
from holdfast.intake import part_of_people
from holdfast.ledger import grade
from holdfast.sites import values

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdfast.ledger import Claim
    from holdfast.sites import Site

LONGEST_BACK = timedelta(days=14)
HOURS_PER_DAY = 24.0
# Claims of one thing within this time speak of the same state; a later one of the same quality supersedes older ones.
SAME_STATE = timedelta(hours=24)
_NAMED_CAMP = re.compile(r"\b[Cc]amp\s+([A-Z][\w'-]+)|\b(?!The\b)([A-Z][\w'-]+)\s+[Cc]amp\b")
# A figure this many times above or below the site's own is of other people: children, patients, another camp.
OTHER_PEOPLE = 2.0
HOTTEST = "weather.temp_max_c"
LISTED_TYPES = {
    "consumption": "use is not assimilated yet",
    "need": "a need is not a stock",
    "outage": "outages are shown and not assimilated yet",
    "service_state": "states of services are shown and not assimilated yet",
    "capacity": "capacities are taken from the site file",
    "commitment": "a promise is no delivery",
    "appeal": "an appeal changes no stock",
    "norm": "a norm changes no stock",
    "casualty": "shown as claimed; no forecast rests on it",
    "custody": "history of who holds the site",
    "agreement": "an agreement changes no stock",
    "health": "counts of cases are shown and not assimilated",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One figure of one pool of stores, of the population, or of the day's highest temperature.

    Attributes
    ----------
    claim : Claim
        Where it comes from.
    key : str
        What it is a figure of: a value path, or ``<pool>`` for a total over several vessels.
    vessels : tuple of Vessel
        The vessels it speaks of; empty for people and temperature.
    stated : Stated
        The figure; in the vessel's unit, or in days of supply when `in_days`.
    in_days : bool
        True for a days-of-supply statement.
    moment : datetime
        When it enters.
    note : str
        What a reader should know about it.
    """

    claim: Claim
    key: str
    vessels: tuple[Vessel, ...]
    stated: Stated
    moment: datetime
    unit: str
    in_days: bool = False
    note: str = ""


def observation(claim: Claim, use: Use, reason: str = "", **more: object) -> Observation:
    """Return the record of what was done with a claim."""
    said = claim.statement
    return replace(
        Observation(
            claim_id=claim.id,
            claimant=claim.claimant,
            claim_type=said.claim_type,
            item=said.item or "",
            use=use,
            low=said.si_low if said.si_low is not None or said.si_high is not None else said.value_low,
            high=said.si_high if said.si_low is not None or said.si_high is not None else said.value_high,
            unit=said.si_unit or said.unit,
            grade=claim.source_grade,
            relative_error=grade(claim.source_grade).relative_error,
            reason=reason,
        ),
        **more,  # type: ignore[arg-type]
    )


def without_copies(claims: Iterable[Claim]) -> tuple[tuple[Claim, ...], tuple[Observation, ...]]:
    """Return each statement once, and the copies: the same words of the same claimant, forwarded, count once."""
    seen: dict[tuple[object, ...], str] = {}
    kept: list[Claim] = []
    copies: list[Observation] = []
    for claim in claims:
        key = _content(claim)
        if key in seen:
            copies.append(observation(claim, "duplicate", f"the same statement as claim {seen[key]}"))
            continue
        seen[key] = claim.id
        kept.append(claim)
    return tuple(kept), tuple(copies)


def _content(claim: Claim) -> tuple[object, ...]:
    said = claim.statement
    places = {"char_start", "char_end", "time_text"}
    words = tuple((name, value) for name, value in said.as_dict().items() if name not in places)
    # Two figures without a time are one forward only if they were also said at the same time.
    told = claim.said if said.time_start is None and said.time_end is None else None
    return (" ".join(claim.claimant.casefold().split()), claim.occurred_start, claim.occurred_end, told, words)


def why_listed(site: Site, claim: Claim, issue: datetime) -> str:
    """Return why a claim cannot set anything, or nothing when it may."""
    said = claim.statement
    found = interval(claim)
    denies = said.polarity == "negated" and said.claim_type != "delivery"
    reasons = (
        (not grade(claim.source_grade).used, "a rumour, or a party with an interest, uncorroborated: listed, not used"),
        (said.background, "history, not the present"),
        (said.polarity in {"hypothetical", "planned"}, f"{said.polarity}: it has not happened"),
        (denies, "a denial that something is so sets no figure"),
        (said.claim_type in LISTED_TYPES, LISTED_TYPES.get(said.claim_type, "")),
        # The issue is a full hour: what was read in the hour that runs enters at its beginning.
        (found is not None and found[0] >= issue + timedelta(hours=1), "it speaks of a time after the moment of issue"),
        (_elsewhere(site, said.place), f"it speaks of {said.place}, not of this site"),
    )
    return next((reason for holds, reason in reasons if holds), "")


def _elsewhere(site: Site, place: str | None) -> bool:
    """Return whether a place is another camp by name. A wider place, or a part of this one, is not elsewhere."""
    named = {name for pair in _NAMED_CAMP.findall(place or "") for name in pair if name}
    own = f"{site.site.id} {site.site.name}".casefold()
    return bool(named) and not any(name.casefold() in own for name in named)


def stock_reading(site: Site, claim: Claim, issue: datetime) -> Reading | str:
    """Return what a stock claim says of which vessels, or why it cannot be used."""
    said = claim.statement
    vessels = stocked_vessels(site, said)
    if not vessels:
        return f"the site has no store of {said.item or 'what it speaks of'}"
    stated, unit, in_days = _stated(claim, vessels[0])
    if stated is None:
        return "it states no figure in a unit that fits the store"
    if len({vessel.commodity for vessel in vessels}) > 1 and not in_days:
        return "one figure for several commodities cannot be shared out"
    if in_days and vessels[0].kind == "sewage_tanks":
        return "days of supply say nothing of a sewage tank"
    moment, note = middle(claim, issue)
    if issue - moment > LONGEST_BACK:
        return f"older than {LONGEST_BACK.days} days at the moment of issue"
    key = vessels[0].path if len(vessels) == 1 else vessels[0].pool
    return Reading(
        claim=claim,
        key=key,
        vessels=vessels,
        stated=stated,
        moment=moment,
        unit="day" if in_days else unit,
        in_days=in_days,
        note=note,
    )


def people_reading(site: Site, claim: Claim, issue: datetime) -> Reading | str:
    """Return what a population claim says, or why it cannot be used."""
    if not site.people:
        return "the site describes no people"
    said = claim.statement
    if part_of_people(said.item):
        return f"counts {said.item}, who are not all the people of the site"
    if said.value_low is None and said.value_high is None:
        return "it states no number"
    if said.unit not in {None, "persons", "person", "people"} and said.si_unit != "persons":
        return f"counted in {said.unit}, which are not turned into persons"
    beyond = _beyond(site, f"people.{site.people[0].id}.count", said.value_low, said.value_high) or _others(site, claim)
    if beyond:
        return beyond
    moment, note = middle(claim, issue)
    stated = Stated(low=said.value_low, high=said.value_high, relative_error=_error(claim))
    return Reading(claim=claim, key="people", vessels=(), stated=stated, moment=moment, unit="persons", note=note)


def temperature_reading(site: Site, claim: Claim, issue: datetime) -> Reading | str:
    """Return what a temperature claim says of the day's maximum, or why it cannot be used."""
    said = claim.statement
    if said.si_unit != "degC" or (said.si_low is None and said.si_high is None):
        return "it states no temperature whose scale is known"
    beyond = _beyond(site, HOTTEST, said.si_low, said.si_high)
    if beyond:
        return beyond
    moment, note = middle(claim, issue)
    if issue - moment > LONGEST_BACK:
        return f"older than {LONGEST_BACK.days} days at the moment of issue"
    stated = Stated(low=said.si_low, high=said.si_high, relative_error=_error(claim))
    return Reading(claim=claim, key=HOTTEST, vessels=(), stated=stated, moment=moment, unit="degC", note=note)


def standing(readings: Sequence[Reading]) -> tuple[tuple[Reading, ...], tuple[tuple[Reading, Reading], ...]]:
    """Return which readings of one thing stand, and which are superseded.

    Parameters
    ----------
    readings : sequence of Reading
        At least one, in any order.

    Returns
    -------
    tuple of Reading
        Those of the newest state, and older ones that no later figure of at least the same quality replaces, in order
        of time. A newer figure of a weaker source stands beside a better one and does not erase it.
    tuple of (Reading, Reading)
        The superseded ones, each with the one in its place.
    """
    ordered = sorted(readings, key=lambda reading: (reading.moment, reading.claim.id))
    last = ordered[-1].moment
    current: list[Reading] = []
    older: list[tuple[Reading, Reading]] = []
    for reading in ordered:
        later = [r for r in ordered if r.moment - reading.moment >= SAME_STATE]
        better = [r for r in later if _as_good(r.stated, reading.stated)]
        if better or last - reading.moment > LONGEST_BACK:
            older.append((reading, (better or later)[-1]))
        else:
            current.append(reading)
    return tuple(current), tuple(older)


def _as_good(newer: Stated, older: Stated) -> bool:
    """Return whether a figure is at least as good: an error no larger, and a figure where the other is no mere bound."""
    bound = None in (newer.low, newer.high)
    return newer.relative_error <= older.relative_error and (not bound or None in (older.low, older.high))


def _others(site: Site, claim: Claim) -> str:
    """Return why a count is of other people than the site's; nothing where it may be, or the site states no count.

    A message counts children, patients and those who left as well as residents, and all of them are people.
    """
    counts = [group.count for group in site.people]
    if any(count.state == "unknown" for count in counts):
        return ""
    least, most = sum(count.low for count in counts), sum(count.high for count in counts)
    low, high = claim.statement.value_low, claim.statement.value_high
    too_few = high is not None and high < least / OTHER_PEOPLE
    too_many = low is not None and low > most * OTHER_PEOPLE
    if not (too_few or too_many):
        return ""
    return f"far from the {least:g} to {most:g} people of the site file: perhaps a part of them, or others"


def _beyond(site: Site, path: str, low: float | None, high: float | None) -> str:
    """Return why a figure cannot be, by the limits of the field it would set; nothing when it can."""
    entry = next(item for item in values(site) if item.path == path)
    least, most = entry.value.minimum, entry.value.maximum
    if all(least <= end <= most for end in (low, high) if end is not None):
        return ""
    return f"outside what can be simulated: {entry.label}, {least:g} to {most:g} {entry.unit}"


def _error(claim: Claim) -> float:
    found = grade(claim.source_grade).relative_error
    return 0.5 if found is None else found  # not reached for grades that are not used


def _stated(claim: Claim, vessel: Vessel) -> tuple[Stated | None, str, bool]:
    """Return the figure in the vessel's unit, or in days of supply."""
    said = claim.statement
    low, high, unit = said.si_low, said.si_high, said.si_unit
    error = _error(claim)
    if low is None and high is None:
        # Zero needs no unit, and a bare count needs none in a store that counts items.
        low, high = said.value_low, said.value_high
        if low is None and high is None:
            return None, "", False
        if not (low == 0.0 and high == 0.0) and vessel.unit != "item":
            return None, "", False
        return Stated(low=low, high=high, relative_error=error), vessel.unit, False
    stated = Stated(low=low, high=high, relative_error=error)
    if unit == "h":
        return stated.times(1.0 / HOURS_PER_DAY), "day", True
    factor = _FACTORS.get((unit or "", vessel.unit))
    if factor is None or said.per is not None:
        return None, "", False
    return stated.times(factor), vessel.unit, False


# Internal units of a claim on the left, of a store on the right; 1 m3 = 1000 L.
_FACTORS = {
    ("L", "L"): 1.0,
    ("L", "m3"): 0.001,
    ("m3", "L"): 1000.0,
    ("m3", "m3"): 1.0,
    ("kg", "kg"): 1.0,
    ("item", "item"): 1.0,
}
