"""What-if settings as typed: a delivery on a day, cooling hours, a value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.errors import InputError
from holdfast.estimate import stored_units
from holdfast.lifelines import Event
from holdfast.quantities import convert, find_times, parse_number
from holdfast.sites import values as site_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.estimate import Estimate
    from holdfast.sites import Draws, Site

COOLING = "cooling"
NOON = time(12)
_AMOUNT = r"(?P<amount>[\d.,]+(?=[\s\w])|[^\W\d]+(?=\s))\s*(?P<unit>[^\d\s]\S*)"
# "diesel 17000 L on 2015-07-23", and as people say it: "one tanker of diesel on Thursday".
_DELIVERIES = (
    re.compile(rf"^\s*(?P<what>[\w.-]+)\s+{_AMOUNT}\s+(?P<day>(?:on|next|in)\s.+|today|tomorrow)\s*$", re.IGNORECASE),
    re.compile(
        rf"^\s*{_AMOUNT}\s+of\s+(?P<what>[\w.-]+)\s+(?P<day>(?:on|next|in)\s.+|today|tomorrow)\s*$", re.IGNORECASE
    ),
)
# "gen-1 on Thursday" (mended by then), "2 kits for gen-1 on 2015-07-23".
_REPAIR = re.compile(
    r"^\s*(?:(?P<amount>[\d.]+|[^\W\d]+)\s+(?:spare\s+|repair\s+)?kits?\s+for\s+)?(?P<what>[\w.-]+)"
    r"\s+(?P<day>(?:on|next|in)\s.+|today|tomorrow)\s*$",
    re.IGNORECASE,
)
_HOURS = re.compile(r"^\s*(?P<first>\d{1,2})\s*-\s*(?P<last>\d{1,2})\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What differs from the baseline.

    Attributes
    ----------
    words : str
        In words.
    events : tuple of Event
        Deliveries; hours count from the issue.
    site : Site or None
        The site with another rule, when one was changed.
    values : mapping of value path to float
        Values set for every member.
    """

    words: str
    events: tuple[Event, ...] = ()
    site: Site | None = None
    values: Mapping[str, float] | None = None

    def draws(self, draws: Draws) -> Draws:
        """Return the draws with the values set."""
        return draws.replace(dict(self.values)) if self.values else draws


def read_setting(
    estimate: Estimate,
    horizon_days: int,
    *,
    deliver: tuple[str, ...] = (),
    repair: tuple[str, ...] = (),
    cooling_hours: str | None = None,
    values: tuple[str, ...] = (),
) -> Setting:
    """Read a what-if setting as typed.

    Parameters
    ----------
    estimate : Estimate
        Site and moment of issue.
    horizon_days : int
        Days ahead, within which a delivery must fall.
    deliver : tuple of str
        Such as ``"diesel 17000 L on 2015-07-23"``; it arrives at noon of that day.
    repair : tuple of str
        Such as ``"gen-1 on Thursday"`` (a generator that works again, a tank that is whole again, at noon of that day) or
        ``"2 kits for gen-1 on Thursday"``.
    cooling_hours : str, optional
        Such as ``"20-6"``: cooling only from 20:00 to 06:00.
    values : tuple of str
        Such as ``"water.leakage_fraction=0.1"``, in the unit of the path.

    Raises
    ------
    InputError
        HF-F003 for what cannot be read, HF-F004 for what does not fit the site or the horizon.
    """
    words: list[str] = []
    events: list[Event] = []
    for text in deliver:
        event, said = _delivery(estimate, horizon_days, text)
        events += event
        words.append(said)
    for text in repair:
        mended, said = _repair(estimate, horizon_days, text)
        events.append(mended)
        words.append(said)
    site = None
    if cooling_hours is not None:
        site, said = _cooling(estimate.site, cooling_hours)
        words.append(said)
    chosen: dict[str, float] = {}
    for text in values:
        path, number = _value(estimate, text)
        chosen[path] = number
        words.append(f"{path} is {number:g}")
    if not words:
        raise _unreadable("what-if", "nothing that differs", "--deliver, --repair, --cooling-hours or --set")
    return Setting(words="; ".join(words), events=tuple(events), site=site, values=chosen)


def _unreadable(where: str, found: str, expected: str) -> InputError:
    return InputError(
        "HF-F003", where=where, found=found, expected=expected, mend="write it as in holdfast what-if --help"
    )


def _misfit(where: str, found: str, expected: str) -> InputError:
    return InputError(
        "HF-F004", where=where, found=found, expected=expected, mend="use what this site and this forecast have"
    )


def _delivery(estimate: Estimate, horizon_days: int, text: str) -> tuple[list[Event], str]:
    where = f"--deliver {text!r}"
    match = next(filter(None, (pattern.match(text) for pattern in _DELIVERIES)), None)
    if match is None:
        raise _unreadable(where, text, '"diesel 17000 L on 2015-07-23" or "one tanker of diesel on Thursday"')
    day = _day_ahead(match["day"], estimate.as_known, where)
    site, name = estimate.site, match["what"].lower()
    units = stored_units(site)
    tanks = [tank.id for tank in site.tanks if tank.holds == "treated"] if name == "water" else []
    known = {store.commodity for store in site.stores} | ({"water"} if site.tanks else set())
    if name not in known or (name == "water" and not tanks):
        raise _misfit(where, name, "a commodity the site keeps: " + (", ".join(sorted(known)) or "none"))
    amount = convert(parse_number(match["amount"]).low or 0.0, match["unit"], units[name], dict(site.packages))
    hour = _noon_of(day, estimate, horizon_days, where)
    said = f"{amount:,.6g} {units[name]} of {name} arrive on {day.isoformat()}"
    if name == "water":
        share = amount / len(tanks)
        return [Event(hour=hour, kind="arrive_water", asset=tank, quantity=share, unit="m3") for tank in tanks], said
    return [Event(hour=hour, kind="arrive", asset=name, quantity=amount, unit=units[name])], said


def _noon_of(day: date, estimate: Estimate, horizon_days: int, where: str) -> int:
    """Return the hour of a day's noon, counted from the issue."""
    noon = datetime.combine(day, NOON, ZoneInfo(estimate.site.timezone))
    hour = int((noon.timestamp() - estimate.as_known.timestamp()) // 3600)
    if not 0 <= hour < 24 * horizon_days:
        last = (estimate.as_known + timedelta(days=horizon_days)).date()
        raise _misfit(where, day.isoformat(), f"a noon between {estimate.as_known:%Y-%m-%d %H:%M} and {last}")
    return hour


def _repair(estimate: Estimate, horizon_days: int, text: str) -> tuple[Event, str]:
    where = f"--repair {text!r}"
    match = _REPAIR.match(text)
    if match is None:
        raise _unreadable(where, text, '"gen-1 on Thursday" or "2 kits for gen-1 on 2015-07-23"')
    day = _day_ahead(match["day"], estimate.as_known, where)
    site, name = estimate.site, match["what"]
    generators = [generator.id for generator in site.generators]
    tanks = [*(tank.id for tank in site.tanks), *(tank.id for tank in site.sewage_tanks)]
    known = generators if match["amount"] else [*generators, *tanks]
    if name not in known:
        raise _misfit(where, name, "one of " + (", ".join(known) or "none"))
    hour = _noon_of(day, estimate, horizon_days, where)
    if match["amount"]:
        kits = parse_number(match["amount"]).low or 0.0
        event = Event(hour=hour, kind="spare_kit", asset=name, quantity=kits, unit="item")
        return event, f"{kits:g} repair {'kit' if kits == 1.0 else 'kits'} for {name} arrive on {day.isoformat()}"
    kind = "repair" if name in generators else "mend"
    return Event(hour=hour, kind=kind, asset=name), f"{name} is mended on {day.isoformat()}"


def _day_ahead(words: str, issue: datetime, where: str) -> date:
    """Read a day as people name it, counted from the moment of issue and looking ahead."""
    issued = (issue - timedelta(seconds=1)).date()
    found = find_times(f"It will arrive {words}", issued, str(issue.tzinfo))
    if len(found) != 1 or found[0].start is None or found[0].precision != "day" or found[0].ambiguous:
        raise _unreadable(where, words, "one day of the calendar, such as 2015-07-23 or Thursday")
    return found[0].start.date()


def _cooling(site: Site, text: str) -> tuple[Site, str]:
    where = f"--cooling-hours {text!r}"
    match = _HOURS.match(text)
    if match is None:
        raise _unreadable(where, text, '"20-6": from 20:00 to 06:00')
    first, last = int(match["first"]), int(match["last"])
    if not (0 <= first <= 24 and 0 <= last <= 24):
        raise _unreadable(where, text, "clock hours from 0 to 24")
    first, last = first % 24, last % 24
    length = (last - first) % 24 or 24
    hours = tuple((first + n) % 24 for n in range(length))
    loads = {load.id: load for load in site.loads}
    if COOLING not in loads:
        raise _misfit(where, "a site without the load class cooling", "[[loads]] with id cooling in site.toml")
    changed = tuple(load.model_copy(update={"hours": hours}) if load.id == COOLING else load for load in site.loads)
    return site.model_copy(update={"loads": changed}), f"cooling only from {first:02d}:00 to {last:02d}:00"


def _value(estimate: Estimate, text: str) -> tuple[str, float]:
    where = f"--set {text!r}"
    path, equals, number = text.partition("=")
    if not equals:
        raise _unreadable(where, text, '"water.leakage_fraction=0.1"')
    path = path.strip()
    if path not in estimate.draws.values:
        raise _misfit(where, path, "a value path of the site, such as " + next(iter(estimate.draws.values)))
    try:
        value = float(number)
    except ValueError:
        raise _unreadable(where, number.strip() or "nothing", "a number in the unit of the path") from None
    entry = next(item for item in site_values(estimate.site) if item.path == path)
    if not entry.value.minimum <= value <= entry.value.maximum:
        raise _misfit(
            where, f"{value:g}", f"{entry.label}: {entry.value.minimum:g} to {entry.value.maximum:g} {entry.unit}"
        )
    return path, value
