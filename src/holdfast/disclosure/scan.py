"""The last look before a public text leaves: no figure that the facts do not hold, no word or day to come, no place."""

from __future__ import annotations

import csv
import html
import re
import unicodedata
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from holdfast.disclosure.gate_days import TOLD_STATUSES
from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.disclosure.public import PublicFacts

_MONTHS = "january february march april may june july august september october november december".split()
_NUMBER = re.compile(r"\d+(?:[.,'’\u066b\u066c\u202f\u00a0]\d+)*")
_ISO_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_WRITTEN_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)})(?: (\d{{4}}))?\b", re.IGNORECASE)
_PLACE = re.compile(r"\d{1,3}\.\d{3,}|\d{1,3}°\s*\d{1,2}['′]|\d(?:\.\d+)?\s*°\s*[NSEW]\b|\d\s*°?[NSEW],")
_UNSEEN = re.compile(r"<(style|script)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_SPOKEN = re.compile(r"""\b(?:alt|title|aria-label|data-label|content|placeholder)\s*=\s*"([^"]*)\"""")


@cache
def _forward() -> tuple[tuple[re.Pattern[str], str], ...]:
    text = files("holdfast.disclosure").joinpath("forward_words.csv").read_text(encoding="utf-8")
    return tuple((re.compile(row["pattern"], re.IGNORECASE), row["why"]) for row in csv.DictReader(text.splitlines()))


def visible_text(page: str) -> str:
    """Return what a reader or a screen reader gets from HTML; plain text is returned as it is."""
    page = page.replace("\u00a0", " ").replace("\u202f", " ")
    if "<" not in page:
        return page
    spoken = " ".join(_SPOKEN.findall(_UNSEEN.sub(" ", page)))
    text = html.unescape(re.sub(r"<[^>]*>", " ", _UNSEEN.sub(" ", page)) + " " + spoken)
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def assert_public(
    text: str,
    facts: PublicFacts,
    secrets: Iterable[float] = (),
    also: Iterable[str] = (),
    *,
    words: bool = True,
) -> None:
    """Refuse a public text or page that says more than its facts.

    Parameters
    ----------
    text : str
        Text or HTML about to leave.
    facts : PublicFacts
        What it may be made of.
    secrets : iterable of float
        Stocks, uses and forecast figures of the site, if the caller knows them: named in the error when one is met.
    also : iterable of str
        Strings of ours that hold digits, such as the check sum and the report's name; taken out before the scan.
    words : bool
        Look for English words of the future and of stocks; False for a text in another language.

    Raises
    ------
    InputError
        HF-D004 naming the first thing found: a word of the future or of stocks, a later day, a place, or a number that
        is none of the facts.

    Notes
    -----
    The words are looked for in English; in other languages the numbers, days and places are still held to the facts,
    and the words are checked on the English messages by the report. Names from the facts are taken out first, so that
    a paper called "Next Week" does not stop a report.
    """
    seen = _latin_digits(visible_text(text))
    for known in sorted({*map(_latin_digits, also), *map(_latin_digits, _names(facts))}, key=len, reverse=True):
        if known:
            seen = seen.replace(known, " \u00b7 ")
    if words:
        _no_forward_words(seen)
    _no_place(seen)
    _no_later_day(seen, facts.as_of)
    allowed = _numbers_of(facts)
    hidden = {_rounded(secret) for secret in secrets}
    for found in _NUMBER.findall(_without_days(seen)):
        if _value(found) in allowed:
            continue
        what = (
            "a stock or a forecast figure" if _rounded(_value(found)) in hidden else "a number that is no public fact"
        )
        raise _leak(f"{found}: {what}", "only numbers of PublicFacts")


def _no_forward_words(seen: str) -> None:
    for pattern, why in _forward():
        if match := pattern.search(seen):
            start, end = max(0, match.start() - 30), match.end() + 30
            raise _leak(f"{match.group(0)!r} ({why}) in {seen[start:end]!r}", "only what has happened")


def _no_place(seen: str) -> None:
    if match := _PLACE.search(seen):
        raise _leak(f"{match.group(0)!r}, a coordinate", "no place")


def _no_later_day(seen: str, as_of: date) -> None:
    for year, month, day in _ISO_DAY.findall(seen):
        _past(int(year), int(month), int(day), as_of)
    for day, month, year in _WRITTEN_DAY.findall(seen):
        _past(int(year) if year else as_of.year, _MONTHS.index(month.lower()) + 1, int(day), as_of)


def _past(year: int, month: int, day: int, as_of: date) -> None:
    try:
        found = date(year, month, day)
    except ValueError:
        return
    if found > as_of:
        raise _leak(f"{found.isoformat()}, a day to come", f"no day after {as_of.isoformat()}")


def _without_days(seen: str) -> str:
    return _WRITTEN_DAY.sub(" ", _ISO_DAY.sub(" ", seen))


def _names(facts: PublicFacts) -> set[str]:
    names = {facts.site_name, *facts.norms}
    for service in facts.services:
        names |= set(service.claimants)
    names |= {people.claimant for people in facts.people}
    names |= {temperature.claimant for temperature in facts.temperatures}
    for commitment in facts.commitments:
        names.add(commitment.claimant)
    return names


def _numbers_of(facts: PublicFacts) -> set[float]:
    """Return every number the facts hold, their totals, and the parts of their days."""
    told: list[date | None] = [facts.as_of, *(day.day for day in facts.gate)]
    told += [service.day for service in facts.services]
    told += [temperature.day for temperature in facts.temperatures]
    told += [commitment.day for commitment in facts.commitments]
    days = [day for day in told if day is not None]
    numbers = {float(part) for day in days for part in (day.day, day.month, day.year)}
    counts = [(day.let_in, day.refused, day.removed) for day in facts.gate]
    numbers |= {float(count) for day in counts for count in day}
    numbers |= {float(sum(column)) for column in zip(*counts, strict=True)}
    numbers.add(float(sum(map(sum, counts))))
    statuses = [day.status for day in facts.gate]
    numbers |= {float(statuses.count(status)) for status in TOLD_STATUSES}
    numbers.add(float(len(facts.gate)))
    # A large count is printed in millions or billions.
    numbers |= {people.count / scale for people in facts.people for scale in (1, 1_000_000, 1_000_000_000)}
    numbers |= {float(temperature.degrees_c) for temperature in facts.temperatures}
    return numbers


def _value(found: str) -> float:
    groups = re.split(r"[.,'’\u066b\u066c\u202f\u00a0]", found)
    if len(groups) > 1 and all(len(group) == 3 for group in groups[1:]) and groups[0] != "0":
        return float("".join(groups))
    if len(groups) == 2:
        return float(".".join(groups))
    return float("".join(groups))


def _rounded(value: float) -> float:
    return float(f"{value:.2g}")


def _latin_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text)


def _leak(found: str, expected: str) -> InputError:
    return InputError(
        "HF-D004",
        where="public edition",
        found=found,
        expected=expected,
        mend="the edition was not written; take the passage out, or keep it for the restricted report",
    )
