"""The log keeper's words: which asset, which number, which time. What is not understood is an error, never dropped."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.errors import InputError
from holdfast.quantities import NumberMention, QuantityMention, TimeMention, find_numbers, find_quantities, find_times
from holdfast.sites import Generator
from holdfast.workspace.assets import Asset, assets_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.sites import Site

# Words that carry no figure and change none. A word that is not here and not understood stops the entry.
FILLERS = frozenset(
    (
        "a",
        "an",
        "and",
        "at",
        "are",
        "by",
        "dip",
        "dipped",
        "from",
        "gauge",
        "generator",
        "had",
        "has",
        "have",
        "in",
        "is",
        "it",
        "left",
        "level",
        "log",
        "of",
        "on",
        "read",
        "reading",
        "reads",
        "remain",
        "remaining",
        "remains",
        "run",
        "runs",
        "ran",
        "says",
        "shows",
        "still",
        "stick",
        "stock",
        "store",
        "tank",
        "the",
        "there",
        "was",
        "we",
        "were",
        "with",
        "worked",
    )
)
METHOD_WORDS = {
    "measured": "measured",
    "weighed": "measured",
    "metered": "measured",
    "counted": "counted",
    "reported": "reported",
    "estimate": "estimate",
    "estimated": "estimate",
    "rumour": "rumour",
    "rumor": "rumour",
}
CLOCK_TOLERANCE = timedelta(minutes=2)
_WORD = re.compile(r"\S+")
_POWER = re.compile(r"[\d.,]+e[+-]?\d+", re.IGNORECASE)
_LONGEST_NAME = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """What was understood: the asset, the number with its unit, the time, and how the number was obtained."""

    asset: Asset
    number: QuantityMention
    time: TimeMention | None
    method: str | None


def understand(words: str, site: Site, *, now: datetime) -> LogLine:
    """Read a line of the log.

    Parameters
    ----------
    words : str
        Such as ``"diesel-main 41 cm yesterday 8:00"``; digits of three scripts.
    site : Site
        Whose assets may be named.
    now : datetime
        The present, aware; "yesterday" is counted from it in the site's zone.

    Returns
    -------
    LogLine

    Raises
    ------
    InputError
        HF-W010 no asset of this name, or several; HF-W011 no number, no unit, or several; HF-W013 a time that cannot be
        used; HF-W014 words that are not understood.
    """
    asset, rest = _take_asset(words, site)
    times = [
        found
        for found in find_times(rest, now.astimezone(ZoneInfo(site.timezone)).date(), site.timezone)
        if found.kind != "duration"
    ]
    if len(times) > 1:
        raise _bad_time(" and ".join(found.text for found in times), "one time", "give one time only")
    for found in times:
        rest = _blank(rest, found.start_char, found.end_char)
    number, rest = _take_number(rest, asset, site)
    method = None
    for match in _WORD.finditer(rest):
        word = _plain(match.group())
        if not word or word in FILLERS or word == asset.commodity or commodity_of(word) == asset.commodity:
            continue
        if word in METHOD_WORDS and method is None:
            method = METHOD_WORDS[word]
            continue
        raise InputError(
            "HF-W014",
            where="words",
            found=repr(match.group()),
            expected="an asset, a number with its unit and a time, such as 'diesel-main 41 cm yesterday 8:00'",
            mend="leave out what is no reading; needs, promises and refusals are read from messages with `holdfast read`",
        )
    return LogLine(asset=asset, number=number, time=times[0] if times else None, method=method)


def read_when(when: str, site: Site, *, now: datetime) -> TimeMention:
    """Read the words of ``--when``.

    Parameters
    ----------
    when : str
        ``2015-08-18 08:00``, ISO text with or without offset, ``yesterday 8:00``, a Jalali or Hijri date.
    site : Site
        For its zone.
    now : datetime
        The present, aware.

    Raises
    ------
    InputError
        HF-W013 when it is no date, an impossible one, or one that reads two ways.
    """
    zone = ZoneInfo(site.timezone)
    if "T" in when:
        try:
            moment = datetime.fromisoformat(when.strip())
        except ValueError:
            pass
        else:
            moment = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
            return TimeMention(
                text=when, start=moment, end=moment, precision="hour", kind="absolute", start_char=0, end_char=len(when)
            )
    found = find_times(when, now.astimezone(zone).date(), site.timezone)
    rest = _blank(when, found[0].start_char, found[0].end_char) if found else when
    # "2015-08-18T99:00" holds a good date and a rest that must not be dropped.
    if len(found) != 1 or not {_plain(word) for word in _WORD.findall(rest)} <= {"", "at", "on", "the"}:
        raise _bad_time(
            repr(when), "one date or time, such as 2015-08-18 08:00", "write it as year-month-day hour:minute"
        )
    return found[0]


def checked_span(time: TimeMention, *, now: datetime) -> tuple[datetime, datetime]:
    """Return first and last moment of a reading, in the zone it was given in.

    Raises
    ------
    InputError
        HF-W013 when the time cannot be anchored, is ambiguous, longer than a day, or has not come yet.
    """
    if time.start is None or time.end is None:
        raise _bad_time(
            repr(time.text) + (f" ({time.note})" if time.note else ""), "a day of the calendar", "correct the date"
        )
    if time.ambiguous:
        raise _bad_time(f"{time.text!r} ({time.note})", "a date that reads one way", "write it as year-month-day")
    if time.precision not in {"hour", "day"}:
        raise _bad_time(
            f"{time.text!r}, a {time.precision}", "an hour or a day", "say on which day the number was read"
        )
    if time.start > now + CLOCK_TOLERANCE:
        raise _bad_time(
            f"{time.text!r}: {time.start.isoformat(timespec='minutes')}",
            f"a time up to now, {now.astimezone(time.start.tzinfo).isoformat(timespec='minutes')}",
            "correct the time, or the clock of this computer; a reading cannot be of the future",
        )
    return time.start, time.end


def commodity_of(word: str) -> str | None:
    """Return the commodity that a word of the lexicon stands for, in the languages the intake reads."""
    from holdfast.intake import commodity  # noqa: PLC0415  the lexicon is read at first use

    return commodity(word)


def _take_asset(words: str, site: Site) -> tuple[Asset, str]:
    """Return the asset that is named, by id before commodity, and the words without its name."""
    assets = assets_of(site)
    tokens = list(_WORD.finditer(words))
    by_id = {_squeezed(asset.id): (asset,) for asset in assets}
    by_commodity: dict[str, tuple[Asset, ...]] = {}
    for asset in assets:
        key = _squeezed(asset.commodity)
        by_commodity[key] = (*by_commodity.get(key, ()), asset)
    for names, translate in ((by_id, False), (by_commodity, False), (by_commodity, True)):
        for count in range(min(_LONGEST_NAME, len(tokens)), 0, -1):
            for first in range(len(tokens) - count + 1):
                start, end = tokens[first].start(), tokens[first + count - 1].end()
                text = _plain(words[start:end])
                key = _squeezed((commodity_of(text) or "") if translate else text)
                found = names.get(key, ()) if key else ()
                if len(found) == 1:
                    return found[0], _blank(words, start, end)
                if found:
                    raise InputError(
                        "HF-W010",
                        where="words",
                        found=f"{words[start:end]!r}, of which the site has {len(found)}",
                        expected="one of " + ", ".join(asset.id for asset in found),
                        mend="name the store or tank by its id, or log each one",
                    )
    raise _no_asset(words, assets)


def _no_asset(words: str, assets: Sequence[Asset]) -> InputError:
    names = {_squeezed(name): name for asset in assets for name in (asset.commodity, asset.id)}
    near = [
        names[close]
        for token in _WORD.findall(words)
        for close in get_close_matches(_squeezed(_plain(token)), names, n=2, cutoff=0.6)
    ]
    known = (
        ", ".join(dict.fromkeys(near)) or ", ".join(asset.id for asset in assets) or "nothing: the site has none yet"
    )
    return InputError(
        "HF-W010",
        where="words",
        found=f"no store, tank or generator of the site in {words!r}" if words.strip() else "no words",
        expected=("did you mean " if near else "one of ") + known,
        mend="name it as in site.toml, or add it there; nothing was written",
    )


def _take_number(rest: str, asset: Asset, site: Site) -> tuple[QuantityMention, str]:
    found = find_quantities(rest, site.packages)
    outside = _outside(find_numbers(rest), found)
    stated: list[QuantityMention | NumberMention] = [*found, *outside]
    for mention in stated:
        if mention.ambiguous and mention.low != mention.high:
            raise InputError(
                "HF-W011",
                where=asset.id,
                found=f"{mention.text!r}, which has two readings: {mention.low:,g} or {mention.high:,g}",
                expected=f"one number with its unit: {_units_of(asset)}",
                mend="write a decimal with one or two digits behind its mark, or thousands without a mark; nothing was written",
            )
    if len(found) == 1 and not outside:
        return found[0], _blank(rest, found[0].start, found[0].end)
    if not found and len(outside) == 1 and asset.unit == "item":
        bare = outside[0]
        number = QuantityMention(
            low=bare.low,
            high=bare.high,
            bound=bare.bound,
            approximate=bare.approximate,
            unit="item",
            si_low=bare.low,
            si_high=bare.high,
            si_unit="item",
            per=None,
            start=bare.start,
            end=bare.end,
            text=bare.text,
        )
        return number, _blank(rest, bare.start, bare.end)
    if power := _POWER.search(rest):
        raise InputError(
            "HF-W011",
            where=asset.id,
            found=f"{power.group()!r}, a number with a power of ten",
            expected=f"one number with its unit: {_units_of(asset)}",
            mend="write the number out in digits; nothing was written",
        )
    given = [*(mention.text for mention in found), *(mention.text for mention in outside)]
    raise InputError(
        "HF-W011",
        where=asset.id,
        found=", ".join(repr(text) for text in given) if given else "no number",
        expected=f"one number with its unit: {_units_of(asset)}",
        mend="write one number and its unit" + ("; 5100 alone could be litres or centimetres" if outside else ""),
    )


def _outside(numbers: Sequence[NumberMention], quantities: Sequence[QuantityMention]) -> list[NumberMention]:
    return [n for n in numbers if not any(q.start < n.end and n.start < q.end for q in quantities)]


def _units_of(asset: Asset) -> str:
    if asset.kind == "generators":
        return "hours it ran"
    dipped = not isinstance(asset.record, Generator) and bool(asset.record.dip)
    return ("cm on the stick, or " if dipped else "") + asset.unit


def _bad_time(found: str, expected: str, mend: str) -> InputError:
    return InputError("HF-W013", where="time", found=found, expected=expected, mend=f"{mend}; nothing was written")


def _blank(text: str, start: int, end: int) -> str:
    # Same length, so that spans of later findings still fit.
    return text[:start] + " " * (end - start) + text[end:]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip(" .,:;!?'\"()[]")


def _squeezed(text: str) -> str:
    """Return a name without what people leave out: "Tank 1", "tank-1" and "tank1" are one."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s_\-.]+", "", "".join(str(unicodedata.decimal(c, c)) for c in plain))
