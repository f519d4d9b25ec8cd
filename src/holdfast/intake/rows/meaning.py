"""What a row of a table of dated claims means: its kind is coarse, and its unit often says more than the kind.

"stock, fuel, 34,000, L/day needed" is a need; "denial, petrol, 25, days" refuses no 25 of anything for 25 days; "other,
population, 30, persons left" is not how many live there. The figure is taken only where the unit says what it counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_TIME = r"(?:consecutive )?(?:days?|weeks?|months?|hours?|h)"
_DURATION = re.compile(rf"^{_TIME}\b(?!/| ?a day)", re.IGNORECASE)
_PER_DAY_HOURS = re.compile(r"^(?:h|hours?) ?(?:/|per |a )day", re.IGNORECASE)
_DEAD = re.compile(r"^(?:killed|deaths?|dead|fatalities)\b", re.IGNORECASE)
_HURT = re.compile(r"^(?:injured|wounded|casualties|missing)\b", re.IGNORECASE)
_PEOPLE = re.compile(r"^(?:persons?|people|residents?|inhabitants?|individuals?)\b", re.IGNORECASE)
_MONEY = re.compile(r"^(?:usd|eur|gbp|iqd|dollars?|euros?|pounds sterling|dinars?)\b", re.IGNORECASE)
_DISTANCE = re.compile(r"^(?:m|km|metres?|meters?) (?:from|to|away|off)\b", re.IGNORECASE)
_WAITING = re.compile(r"\bin (?:the )?(?:queue|line)\b", re.IGNORECASE)
_SHARE_OF_NEED = re.compile(r"^% ?(?:of )?(?:the )?needs?\b", re.IGNORECASE)
_NEEDED = re.compile(r"\b(?:needed|required|needs?|requirement)\b", re.IGNORECASE)
_ROOM = re.compile(r"\b(?:capacity|places)\b", re.IGNORECASE)
_REMOVED = re.compile(r"\b(?:removed|taken away|confiscated|looted)\b", re.IGNORECASE)
_BACK = re.compile(r"\b(?:returned|delivered|admitted|let in|arrived)\b", re.IGNORECASE)
_AT_LEAST = re.compile(r"\b(?:at least|more than|over(?! \d+ (?:day|week|month))|above|minimum)\b", re.IGNORECASE)
_RATE = re.compile(r"(?:/|per |a )(?:person|head|capita|resident)", re.IGNORECASE)
_AT_MOST = re.compile(r"\b(?:at most|fewer than|less than|under|up to|maximum)\b", re.IGNORECASE)
_RANGE = re.compile(r"\((\d[\d,]*) ?[-\u2013] ?(\d[\d,]*)\)")
# What follows the counted word: "tankers in 25 days", "trucks (no diesel)", "generators failed".
_TAIL = re.compile(
    r"\s*[(,;].*$|\s+(?:in|of|over|per|at|on|from|from|for|without|left|back|not|failed|stopped|relocated|removed|returned|needed|the)\b.*$",
    re.IGNORECASE,
)
_ARRIVING = re.compile(r"\b(?:convoy|arriv\w+|group|brought|moved in)\b", re.IGNORECASE)
_LEAVING = re.compile(r"\b(?:left|leav\w+|relocat\w+|flown|depart\w+|evacuat\w+)\b", re.IGNORECASE)
ARRIVED, WENT = "people who arrived", "people who left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a row says beside its day and its source.

    Parameters
    ----------
    claim_type : str or None
        None where the row names no kind of claim: its words alone can say something.
    unit : str or None
        The counted word; None where the figure is no amount of the thing.
    counts : bool
        Whether the figure of the row is an amount at all.
    low, high : bool
        Which ends of the figure are known: "at least" leaves the high end open.
    upper : float or None
        The upper end, where the unit gives a range in brackets.
    item : str or None
        What is counted, where it is not the item of the row.
    share : bool
        Whether the figure is a percentage.
    per_day : bool
        Whether it is spread over a day.
    """

    claim_type: str | None
    unit: str | None = None
    counts: bool = False
    low: bool = True
    high: bool = True
    upper: float | None = None
    item: str | None = None
    share: bool = False
    per_day: bool = False


def meaning_of(kind: str | None, item: str | None, unit: str | None) -> Meaning:
    """Return what a coarse kind, an item and the words of a unit mean together.

    Parameters
    ----------
    kind : str or None
        A claim type, or None where the kind of the row is not one ("other", "event").
    item, unit : str or None
        As they stand in the row.

    Returns
    -------
    Meaning
        Where the unit leaves a doubt, the figure is left out: the words of the row keep it, and a person may enter it.
    """
    words = " ".join((unit or "").split())
    if not words:
        return Meaning(claim_type=kind or _of_item(item))
    settled = _people(kind, words) or _other_than_amount(kind, item, words) or _amount(kind, item, words)
    return _bounded(settled, words)


def _amount(kind: str | None, item: str | None, words: str) -> Meaning:
    """Return the meaning of a figure that counts the thing of the row."""
    if _SHARE_OF_NEED.match(words):
        return Meaning(
            claim_type=kind if kind in {"delivery", "stock"} else "delivery", unit="%", counts=True, share=True
        )
    claim_type = _changed(kind or _of_item(item), words)
    if words.startswith("%"):
        return Meaning(claim_type=claim_type, unit="%", counts=claim_type is not None, share=True)
    plain = _TAIL.sub("", words).strip() or words.split(maxsplit=1)[0]
    per_day = bool(re.search(r"/ ?(?:day|24 ?h)|\bper day|\ba day|\bdaily", words))
    plain = re.sub(r"\s*/.*$", "", plain)
    return Meaning(claim_type=claim_type, unit=plain, counts=claim_type is not None, per_day=per_day)


def _changed(kind: str | None, words: str) -> str | None:
    """Return the kind that the unit makes of the row's own."""
    for pattern, claim_type in ((_NEEDED, "need"), (_ROOM, "capacity"), (_REMOVED, "removal")):
        if pattern.search(words):
            return claim_type
    if kind == "stock" and _RATE.search(words):
        # What each person has in a day is handed out, and is no store.
        return "delivery"
    return "delivery" if _BACK.search(words) and kind is None else kind


def _of_item(item: str | None) -> str | None:
    low = (item or "").casefold()
    return "population" if low in {"population", "people", "residents"} else None


def _people(kind: str | None, words: str) -> Meaning | None:
    """Return the meaning of a number of people: who live there, who came or went, who died."""
    if _DEAD.match(words) or _HURT.match(words) or kind == "casualty":
        counted = bool(_DEAD.match(words) or _HURT.match(words)) and " and " not in words
        noun = "killed" if _DEAD.match(words) else words.split(maxsplit=1)[0].lower()
        return Meaning(claim_type="casualty", unit="persons" if counted else None, counts=counted, item=noun)
    if not _PEOPLE.match(words) or kind in {"denial", "commitment"}:
        return None
    if _ROOM.search(words):
        return Meaning(claim_type="capacity", unit="persons", counts=True, item="people")
    item = WENT if _LEAVING.search(words) else ARRIVED if _ARRIVING.search(words) else "people"
    return Meaning(claim_type="population", unit="persons", counts=True, item=item)


def _other_than_amount(kind: str | None, item: str | None, words: str) -> Meaning | None:
    """Return the meaning of a row whose figure counts something else: days, money, a distance, a queue."""
    time = _DURATION.match(words) or _PER_DAY_HOURS.match(words)
    beside = _MONEY.match(words) or _DISTANCE.match(words) or _WAITING.search(words)
    return Meaning(claim_type=kind or _of_item(item)) if time or beside else None


def _bounded(meaning: Meaning, words: str) -> Meaning:
    """Return a meaning with the ends that the words of the unit leave open, or the upper end they give."""
    ranged = _RANGE.search(words)
    if ranged:
        return replace(meaning, upper=float(ranged.group(2).replace(",", "")))
    if _AT_LEAST.search(words):
        return replace(meaning, high=False)
    return replace(meaning, low=False) if _AT_MOST.search(words) else meaning
