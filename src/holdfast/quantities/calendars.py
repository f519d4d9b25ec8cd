"""Three calendars: Gregorian, Jalali (solar hijri) and Hijri (lunar), and the dates they do not have."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Literal, get_args

from holdfast.errors import InputError
from holdfast.quantities.folding import fold, fold_word
from holdfast.quantities.lexicon import table

Calendar = Literal["gregorian", "jalali", "hijri"]

# hijridate's tabulated Umm al-Qura range; outside it the library refuses.
HIJRI_YEARS = (1343, 1500)
JALALI_YEARS = (1200, 1500)
GREGORIAN_YEARS = (1800, 2199)
# A year 1300-1410 without a calendar is Jalali (1921-2032), a later one Hijri (from 1990). Neither is Gregorian here.
_JALALI_TO = 1410


def _impossible(found: str, expected: str) -> InputError:
    return InputError(
        "HF-U006",
        where="date",
        found=repr(found),
        expected=expected,
        mend="correct the day, the month or the calendar; write it as 2015-07-14 to be sure",
    )


def to_gregorian(year: int, month: int, day: int, calendar: Calendar) -> date:
    """Convert a calendar date to the Gregorian date of the same day.

    Parameters
    ----------
    year, month, day : int
        Numbers in ``calendar``.
    calendar : {"gregorian", "jalali", "hijri"}
        Hijri is the tabulated Umm al-Qura calendar; the sighting of the moon may move it by a day either way.

    Raises
    ------
    InputError
        HF-U006 where the calendar has no such day (31 February, 30 Esfand of a common year), or its tables do not
        reach that year.
    """
    written = f"{year}-{month:02}-{day:02} ({calendar})"
    years = {"gregorian": GREGORIAN_YEARS, "jalali": JALALI_YEARS, "hijri": HIJRI_YEARS}[calendar]
    if not years[0] <= year <= years[1]:
        raise _impossible(written, f"a {calendar} year from {years[0]} to {years[1]}")
    try:
        if calendar == "gregorian":
            return date(year, month, day)
        if calendar == "jalali":
            import jdatetime  # noqa: PLC0415 - loaded where used: the front door stays light

            result: date = jdatetime.date(year, month, day).togregorian()
            return result
        from hijridate import Hijri  # noqa: PLC0415 - loaded where used: the front door stays light

        converted = Hijri(year, month, day).to_gregorian()
        return date(converted.year, converted.month, converted.day)
    except (ValueError, OverflowError) as error:
        raise _impossible(written, f"a day the {calendar} calendar has") from error


def from_gregorian(day: date, calendar: Calendar) -> tuple[int, int, int]:
    """Return (year, month, day) of a Gregorian date in another calendar; HF-U006 outside the calendar's tables."""
    if calendar == "gregorian":
        return day.year, day.month, day.day
    try:
        if calendar == "jalali":
            import jdatetime  # noqa: PLC0415 - loaded where used: the front door stays light

            j = jdatetime.date.fromgregorian(date=day)
            return j.year, j.month, j.day
        from hijridate import Gregorian  # noqa: PLC0415 - loaded where used: the front door stays light

        h = Gregorian(day.year, day.month, day.day).to_hijri()
    except (ValueError, OverflowError) as error:
        raise _impossible(day.isoformat(), f"a day inside the {calendar} tables") from error
    return h.year, h.month, h.day


@cache
def months() -> dict[str, tuple[tuple[Calendar, int], ...]]:
    """Return folded month name -> its readings; a few names stand in two calendars (Azar, Adhar)."""
    names: dict[str, tuple[tuple[Calendar, int], ...]] = {}
    for row in table("months.csv"):
        calendar: Calendar = row["calendar"]  # type: ignore[assignment]
        for lang in ("en", "ar", "fa"):
            for name in filter(None, row[lang].split("|")):
                reading: tuple[Calendar, int] = (calendar, int(row["month"]))
                known = names.get(fold_word(name), ())
                if reading not in known:
                    names[fold_word(name)] = (*known, reading)
    return names


def calendar_of_year(year: int) -> Calendar:
    """Return the calendar a bare four-digit year belongs to (1394 Jalali, 1436 Hijri, 2015 Gregorian)."""
    if 1300 <= year <= _JALALI_TO:
        return "jalali"
    if _JALALI_TO < year <= HIJRI_YEARS[1]:
        return "hijri"
    return "gregorian"


def month_reading(name: str, year: int | None) -> tuple[Calendar, int] | None:
    """Return the calendar and number of a month name; the year decides where a name stands in two calendars."""
    readings = months().get(re.sub(r"\s+", " ", fold_word(name)).strip(" ."), ())
    if not readings:
        return None
    if year is not None:
        for reading in readings:
            if calendar_of_year(year) == reading[0]:
                return reading
    return readings[0]


@cache
def month_pattern() -> str:
    """Return a regular expression for every month name, longest first."""
    names = sorted(months(), key=len, reverse=True)
    return "|".join(re.escape(name).replace(r"\ ", r"[ \u00a0]+") for name in names)


_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")


@cache
def _named() -> tuple[re.Pattern[str], re.Pattern[str]]:
    month = month_pattern()
    ordinal = r"(?:st|nd|rd|th)?"
    return (
        re.compile(rf"(\d{{1,2}}){ordinal}(?: of)?[ \-]*({month})\.?,?[ \-]*(\d{{4}})", re.IGNORECASE),
        re.compile(rf"({month})\.?[ \-]*(\d{{1,2}}){ordinal},?[ \-]*(\d{{4}})", re.IGNORECASE),
    )


_CALENDAR_WORDS: tuple[tuple[str, Calendar], ...] = (
    (r"\b(?:a\.?h\.?s|s\.?h|solar|jalali|shamsi)\b|هـ?\.? ?ش|شمسی|خورشیدی", "jalali"),
    (r"\b(?:a\.?h|lunar|hijri)\b|هـ|ه\.? ?ق|(?<!\w)ه(?!\w)|قمری|هجری", "hijri"),
    (r"\b(?:a\.?d|c\.?e|gregorian)\b|(?<!\w)م(?!\w)|میلادی", "gregorian"),
)


def stated_calendar(folded_text: str) -> Calendar | None:
    """Return the calendar a text names beside a date ("AH", "هـ", "شمسي", "AD"), or None."""
    for pattern, calendar in _CALENDAR_WORDS:
        if re.search(pattern, folded_text, re.IGNORECASE):
            return calendar
    return None


def read_date(text: str, calendar: str | None = None) -> date:
    """Read one date in any of three calendars and three scripts.

    Parameters
    ----------
    text : str
        "14 July 2015", "July 14, 2015", "2015-07-14", "14/07/2015" (day first), "۱۵ مرداد ۱۳۹۲", "25 شوال 1434".
    calendar : {"gregorian", "jalali", "hijri"}, optional
        The calendar, where it is known. Otherwise the month name, a word beside the date, or the size of the year says
        it: 1300 to 1410 is Jalali, 1411 to 1500 Hijri.

    Returns
    -------
    date
        Gregorian. From the Hijri calendar it may be a day off either way (sighting of the moon).

    Raises
    ------
    InputError
        HF-U005 where the text is no full date; HF-U006 where the calendar has no such day; HF-U007 where day and month
        could be exchanged ("03/04/2015").
    """
    if calendar is not None and calendar not in get_args(Calendar):
        raise InputError(
            "HF-U005",
            where="calendar",
            found=repr(calendar),
            expected="gregorian, jalali or hijri",
            mend="name one of the three calendars",
        )
    folded = fold(text).text.strip()
    stated = calendar or stated_calendar(folded)
    for pattern, order in ((_ISO, (1, 3, 4)), (_DAY_FIRST, (4, 3, 1))):
        match = pattern.match(folded)
        if match and not _more_digits(folded[match.end() :]):
            year, month, day = (int(match.group(g)) for g in order)
            if order[0] == 4 and month <= 12 and day <= 12 and month != day:
                raise InputError(
                    "HF-U007",
                    where="date",
                    found=repr(text),
                    expected="a date that can be read in one way",
                    mend="write the month as a word, or the date as 2015-07-14",
                )
            if order[0] == 4 and day <= 12 < month:
                raise _impossible(text, "the day before the month, as in 14/07/2015")
            return to_gregorian(year, month, day, _calendar(stated, year))
    for pattern, groups in zip(_named(), ((3, 2, 1), (3, 1, 2)), strict=True):
        match = pattern.search(folded)
        if match and not _more_digits(folded[match.end() :]):
            year, day = int(match.group(groups[0])), int(match.group(groups[2]))
            reading = month_reading(match.group(groups[1]), year)
            if reading is not None:
                return to_gregorian(year, reading[1], day, reading[0])
    raise InputError(
        "HF-U005",
        where="date",
        found=repr(text),
        expected="a day, a month and a year",
        mend="write it as 2015-07-14 or 14 July 2015",
    )


def _more_digits(rest: str) -> bool:
    return bool(re.match(r"\d|[-/.]\d", rest))


def _calendar(stated: str | None, year: int) -> Calendar:
    if stated is not None:
        return stated  # type: ignore[return-value]
    return calendar_of_year(year)
