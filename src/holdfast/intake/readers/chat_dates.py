"""Dates of a chat export: which of their numbers is the day, decided over the whole export and never in silence."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from holdfast.errors import HoldfastError
from holdfast.intake.records import ReadingWarning
from holdfast.quantities import read_date, to_gregorian

if TYPE_CHECKING:
    import re
    from datetime import date

ORDERS = {"dmy": "day/month/year", "mdy": "month/day/year", "ymd": "year/month/day"}


class Triple(NamedTuple):
    """The three numbers of a written date and how long the first and the last are."""

    a: int
    b: int
    c: int
    lengths: tuple[int, int]
    separator: str
    persian: bool
    hijri: bool


def triple_of(head: re.Match[str]) -> Triple:
    """Return the numbers of the date that opens a message."""
    a, b, c = head["a"], head["b"], head["c"]
    persian = any("\u06f0" <= sign <= "\u06f9" for sign in a + b + c)
    hijri = (head["era"] or "").strip().startswith("ه")
    return Triple(int(a), int(b), int(c), (len(a), len(c)), head["sep"], persian, hijri)


def decide_order(
    triples: list[Triple], published: date | None, stated: str | None
) -> tuple[str | None, list[ReadingWarning]]:
    """Return how the dates of the whole export are read (None where nothing decides), and the words for it.

    Parameters
    ----------
    triples : list of Triple
        The dates in the order of the export.
    published : date or None
        The day of the export.
    stated : str or None
        One of `ORDERS`, where a person says it.
    """
    if not triples:
        missing = "the messages carry no dates: times such as yesterday are counted from --published or left open"
        return None, [ReadingWarning(code="chat-without-times", message=missing)]
    chosen, why = (stated, "as stated") if stated is not None else _by_numbers(triples)
    if chosen is None and not why:
        chosen, why = _by_days(triples, published)
    if chosen is None:
        code = "chat-dates-mixed" if why else "chat-dates-ambiguous"
        return None, [ReadingWarning(code=code, message=why or _AMBIGUOUS.format(_written(triples[0])))]
    # Where day and month are one number there is nothing to decide, and nothing to say.
    return chosen, [_decided(chosen, why)] if why else []


_MIXED = "the dates of the messages fit neither day/month nor month/day throughout; their days are left open"
_AMBIGUOUS = (
    "{} may be day/month or month/day, and nothing in the export decides: the days of its messages are left open; say which "
    "with --date-order dmy or mdy, or give the day of the export with --published"
)


def _possible(triples: list[Triple]) -> list[str]:
    return [
        order
        for order in ("dmy", "mdy")
        if all((t.b if order == "dmy" else t.a) <= 12 and max(t.a, t.b) <= 31 for t in triples)
    ]


def _by_numbers(triples: list[Triple]) -> tuple[str | None, str]:
    """Decide by what the numbers can be; no order and no words where they leave it open."""
    if all(t.lengths[0] == 4 or t.a > 31 for t in triples):
        return "ymd", "the year stands first"
    possible = _possible(triples)
    if not possible:
        return None, _MIXED
    if len(possible) == 1:
        told = next(t for t in triples if max(t.a, t.b) > 12)
        return possible[0], f"{_written(told)} reads no other way"
    if all(t.separator == "." for t in triples):
        return "dmy", "dates with dots are written day first"
    return None, ""


def _by_days(triples: list[Triple], published: date | None) -> tuple[str | None, str]:
    """Decide by the days that come out: an export runs forward in time, and ends by the day it was made."""
    if all(t.a == t.b for t in triples):
        return "dmy", ""
    dated = {order: [d for d in days_of(triples, order) if d is not None] for order in ("dmy", "mdy")}
    turns = {order: sum(later < earlier for earlier, later in pairwise(days)) for order, days in dated.items()}
    if 0 in turns.values() and len(set(turns.values())) == 2:
        return min(turns, key=lambda order: turns[order]), "only so do the messages follow one another"
    if published is not None:
        ends = {order: days[-1] for order, days in dated.items() if days}
        for left in (
            [order for order, end in ends.items() if end == published],
            [order for order, end in ends.items() if end <= published],
        ):
            if len(left) == 1:
                return left[0], f"the export is of {published.isoformat()}"
    return None, ""


def _decided(order: str, why: str) -> ReadingWarning:
    return ReadingWarning(
        code="chat-date-order", message=f"the dates of the messages were read as {ORDERS[order]}: {why}"
    )


def _written(t: Triple) -> str:
    return f'"{t.a}{t.separator}{t.b}{t.separator}{t.c}"'


def days_of(triples: list[Triple], order: str | None) -> list[date | None]:
    """Return the day of each date in an order; None where no order is given or the day does not exist."""
    known: dict[Triple, date | None] = {}
    for t in triples:
        if t not in known:
            known[t] = None if order is None else _day(t, order)
    return [known[t] for t in triples]


def _day(t: Triple, order: str) -> date | None:
    year, month, day = {"dmy": (t.c, t.b, t.a), "mdy": (t.c, t.a, t.b), "ymd": (t.a, t.b, t.c)}[order]
    if year < 100:
        # A Persian phone that writes years with two digits in Persian ones writes those of its own calendar.
        year += (1300 if year >= 50 else 1400) if t.persian and order == "ymd" else 2000
    try:
        if t.hijri and year < 1700:
            return to_gregorian(year, month, day, "hijri")
        return read_date(f"{year:04}-{month:02}-{day:02}")
    except HoldfastError:
        return None
