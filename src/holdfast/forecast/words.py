"""Probability, window and difference in words for a screen. A report has its own catalogues of words."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.forecast.records import Difference, Forecast, LifelineForecast

# Twelve minutes: shorter than what an hourly model can tell.
NO_DIFFERENCE_DAYS = 0.01
VERBS = {"fuel": "is used up", "vaccines": "use up their hold-over", "cold_chain": "grow too warm", "food": "is lost"}
NAMES = {"fuel": "diesel", "cold_chain": "cold stores", "food": "chilled food"}


@cache
def ladder() -> tuple[tuple[float, str], ...]:
    """Return the ladder of probability words: lower end of each step and its word, highest first."""
    text = files("holdfast.forecast").joinpath("ladder.csv").read_text(encoding="utf-8")
    return tuple((float(row["at_least"]), row["word"]) for row in csv.DictReader(text.splitlines()))


def word_for(p: float) -> str:
    """Return the word of the ladder for a probability; 5 per cent itself is "extremely unlikely"."""
    for at_least, word in ladder():
        if p > at_least or (p == at_least and at_least != 0.05):
            return word
    return ladder()[-1][1]


def probability(p: float) -> str:
    """Return word and per cent together, in steps of five; an ensemble never says never."""
    if p >= 0.95:
        return f"{word_for(p)} (at least 95 %)"
    if p <= 0.05:
        return f"{word_for(p)} (at most 5 %)"
    return f"{word_for(p)} (about {round(p * 20) * 5} %)"


def name_of(lifeline: str) -> str:
    """Return a lifeline's name as said: ``stock:flour`` is flour."""
    _, colon, stock = lifeline.partition(":")
    return stock.replace("_", " ") if colon else NAMES.get(lifeline, lifeline.replace("_", " "))


def moment(when: datetime | None, end: datetime) -> str:
    """Return a moment such as "Thu 20 Aug 05:00", to the nearest hour, or "not before 2 Sep" past the horizon."""
    if when is None:
        return f"not before {end.day} {end:%b}"
    hour = when + timedelta(minutes=30)  # to the nearest hour: the model knows no more
    return f"{hour:%a} {hour.day} {hour:%b %H}:00"


def window(event: LifelineForecast, forecast: Forecast) -> str:
    """Return word, per cent and window of one lifeline.

    The window is the 10 to 90 per cent range of the date; a lifeline that has failed in nearly all members says so.
    """
    end = forecast.issued + timedelta(days=forecast.horizon_days)
    if event.failed_already >= 0.95:
        return "has failed by the moment of issue"
    p = event.p_within_horizon
    by = f"by {end.day} {end:%b}"
    stock = event.lifeline == "fuel" or event.lifeline.startswith("stock:")
    said = f"{probability(p)} to {'be used up' if stock else 'fail'} {by}"
    if event.q10 is None:
        return (
            f"{said}; not before {end.day} {end:%b}"
            if event.q05 is None
            else f"{said}; earliest {moment(event.q05, end)}"
        )
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
        verb = "is used up" if difference.lifeline.startswith("stock:") else VERBS.get(difference.lifeline, "fails")
        head = f"{verb} {least}{days_text(middle)} {'later' if middle > 0 else 'earlier'} in the middle case"
    return f"{name}: {head} (80 per cent of cases: {_signed(low)} to {_signed(high)})."


def _signed(days: float) -> str:
    if abs(days) < NO_DIFFERENCE_DAYS:
        return "none"
    return f"{days_text(days)} {'later' if days > 0 else 'earlier'}"
