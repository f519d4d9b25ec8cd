"""Probability, window and difference in words, and the names of lifelines: for screens, and for the reports."""

from __future__ import annotations

import csv
import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.forecast.records import Difference, Forecast, LifelineForecast

# Twelve minutes: shorter than what an hourly model can tell.
NO_DIFFERENCE_DAYS = 0.01
VERBS = {
    "fuel": "is used up",
    "vaccines": "are past their hold-over",
    "cold_chain": "grow too warm",
    "food": "is lost",
    "transport": "stops",
    "cooking": "stops",
    "bakery": "close",
    "safe_water": "ends",
}
SERVICE = "service"
_CLOSED, _OUT = "_closed", "_out"
STEP_PERCENT = 5
LEAST_TOLD = 0.001  # a share of hours below it is told as below it
LEAST_PERCENT, MOST_PERCENT = 5, 95

# "lpg in kitchen-gas" at the start of a label or behind a word: the goods, and the store that holds them.
_HELD = re.compile(r"(?<![\w.-])([a-z][a-z_ ]*?) in ([\w-]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """A probability as it is said: the figure, whether it is a bound, and the word that belongs to the figure.

    Attributes
    ----------
    percent : int
        From 5 to 95 in steps of five: an ensemble cannot tell 83 from 84, and never says never.
    bound : str
        ``at least`` from 95 per cent, ``at most`` up to 5, else ``about``.
    word : str
        Step of the ladder that the figure stands on.
    """

    percent: int
    bound: Literal["at least", "about", "at most"]
    word: str


def _rows(table: str) -> list[dict[str, str]]:
    text = files("holdfast.forecast").joinpath(table).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def ladder() -> tuple[tuple[int, str], ...]:
    """Return the ladder of probability words: lower end of each step in per cent and its word, highest first."""
    return tuple((int(row["at_least_percent"]), row["word"]) for row in _rows("ladder.csv"))


def chance(p: float) -> Chance:
    """Return a probability from 0 to 1 as figure, bound and word; the word is that of the rounded figure.

    Raises
    ------
    ValueError
        When the number is not a probability.
    """
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"a probability lies between 0 and 1, found {p!r}")
    steps = math.floor(p * 100.0 / STEP_PERCENT + 0.5)
    percent = min(max(STEP_PERCENT * steps, LEAST_PERCENT), MOST_PERCENT)
    word = next(word for least, word in ladder() if percent >= least)
    if p >= MOST_PERCENT / 100.0:
        return Chance(percent=percent, bound="at least", word=word)
    return Chance(percent=percent, bound="at most" if p <= LEAST_PERCENT / 100.0 else "about", word=word)


def probability(p: float) -> str:
    """Return word and per cent together, such as "very likely (about 90 per cent)"."""
    said = chance(p)
    return f"{said.word} ({said.bound} {said.percent} per cent)"


@cache
def names(kind: Literal["lifeline", "goods", "event", "flag"]) -> Mapping[str, str]:
    """Return what lifelines, goods, events or flags are called on screens and in reports; one table for all."""
    return {row["key"]: row["name"] for row in _rows("names.csv") if row["kind"] == kind}


def goods_name(commodity: str) -> str:
    """Return what a stored commodity is called: ``lpg`` is cooking gas; any other is called what the site calls it."""
    return names("goods").get(commodity, commodity.replace("_", " "))


def name_of(lifeline: str) -> str:
    """Return a lifeline's name as said: ``stock:lpg`` is cooking gas, ``cold_chain`` is cold stores.

    A service (``service:camp_bakery``) is called what the site calls it.
    """
    _, colon, stock = lifeline.partition(":")
    return goods_name(stock) if colon else names("lifeline").get(lifeline, lifeline.replace("_", " "))


def event_name(event: str) -> str:
    """Return what an event of a run is about, as said: ``lpg_out`` is cooking gas, ``water_untreated`` water treatment."""
    if event in names("event"):
        return names("event")[event]
    if event.endswith(_OUT):
        return goods_name(event.removesuffix(_OUT))
    return event.removesuffix(_CLOSED).replace("_", " ")


def beyond_range(flags: Mapping[str, float]) -> tuple[str, ...]:
    """Return what a run was asked beyond the range its equations were tested in, one sentence for each.

    Parameters
    ----------
    flags : mapping of name to float
        Share of the hours of all members (`Run.flags`); those at zero are left out.
    """
    told = []
    for name, share in flags.items():
        if share > 0.0:
            percent = f"{100.0 * share:.1f}" if share >= LEAST_TOLD else f"under {100.0 * LEAST_TOLD:.1f}"
            what = names("flag").get(name, f"{name.replace('_', ' ')} was beyond its range")
            told.append(f"In {percent} per cent of the hours {what}; there the model is extrapolated.")
    return tuple(told)


def said_label(label: str) -> str:
    """Return the label of an unknown as said: "lpg in kitchen-gas" is cooking gas in kitchen-gas, "lpg in lpg" cooking gas.

    The store is left out where it is called after what it holds.
    """

    def held(found: re.Match[str]) -> str:
        goods, store = found.group(1), found.group(2)
        head, _, commodity = goods.rpartition(" ")
        if commodity not in names("goods") and commodity != store:
            return found.group(0)
        named = f"{head} {goods_name(commodity)}".strip()
        return named if store == commodity else f"{named} in {store}"

    return _HELD.sub(held, label)


def _day(when: datetime) -> str:
    return f"{when.day} {when:%B}"


def moment(when: datetime | None, end: datetime) -> str:
    """Return a moment such as "Thu 20 August 05:00", to the nearest hour, or "not before 2 September" past the horizon."""
    if when is None:
        return f"not before {_day(end)}"
    hour = when + timedelta(minutes=30)  # to the nearest hour: the model knows no more
    return f"{hour:%a} {_day(hour)} {hour:%H}:00"


def window(event: LifelineForecast, forecast: Forecast) -> str:
    """Return word, per cent and window of one lifeline.

    The window is the 10 to 90 per cent range of the date; a lifeline that has failed in nearly all members says so.
    """
    end = forecast.issued + timedelta(days=forecast.horizon_days)
    if event.failed_already >= 0.95:
        return "has failed by the moment of issue"
    p = event.p_within_horizon
    by = f"by {_day(end - timedelta(seconds=1))}"
    stock = event.lifeline == "fuel" or event.lifeline.startswith("stock:")
    said = f"{probability(p)} to {'be used up' if stock else 'fail'} {by}"
    if event.q10 is None:
        return f"{said}; not before {_day(end)}" if event.q05 is None else f"{said}; earliest {moment(event.q05, end)}"
    first = "already" if event.q10 <= forecast.issued else moment(event.q10, end)
    return f"{said}; {first} to {moment(event.q90, end)}"


def days_text(days: float) -> str:
    """Return a length of time rounded to what it can carry: hours below a day and a half, else half days."""
    size = abs(days)
    if size < 1.5:
        hours = max(1, round(size * 24.0))
        return "1 hour" if hours == 1 else f"{hours} hours"
    halves = round(size * 2.0) / 2.0
    return f"{halves:g} days"


def sentence(difference: Difference) -> str:
    """Return one sentence on how one lifeline's date moves.

    The median of the member-wise differences with its 10 to 90 per cent range; "at least" where the horizon cuts it.
    """
    name = name_of(difference.lifeline)
    name = name[0].upper() + name[1:]
    low, middle, high = difference.days_q10, difference.days_q50, difference.days_q90
    if max(abs(low), abs(middle), abs(high)) < NO_DIFFERENCE_DAYS:
        if difference.unchanged >= 0.995:
            return f"{name}: no difference."
        return f"{name}: no difference in most cases."
    least = "at least " if difference.at_horizon > 0.1 else ""
    if abs(middle) < NO_DIFFERENCE_DAYS:
        head = "no difference in the middle case"
    else:
        kind = difference.lifeline.partition(":")[0]
        verb = {"stock": "is used up", SERVICE: "closes"}.get(kind, VERBS.get(difference.lifeline, "fails"))
        head = f"{verb} {least}{days_text(middle)} {'later' if middle > 0 else 'earlier'} in the middle case"
    return f"{name}: {head} (80 per cent of cases: {_signed(low)} to {_signed(high)})."


def _signed(days: float) -> str:
    if abs(days) < NO_DIFFERENCE_DAYS:
        return "none"
    return f"{days_text(days)} {'later' if days > 0 else 'earlier'}"
