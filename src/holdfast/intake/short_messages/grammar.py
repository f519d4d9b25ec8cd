"""How the words of one clause make readings: a clause that could be cut in two ways, or means two things, makes none."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from holdfast.quantities import TimeMention

_SUBJECTS = ("vehicle", "service", "asset", "tank", "people", "item")
_NAMED = ("vehicle", "service", "asset", "tank", "people")
_LONGEST_READING = 12
_HOURS_OF_A_DAY = 24
_WITHOUT_YEAR = timedelta(days=60)
# How a figure is known stands behind it in the short codes; a word may as well stand before the next.
_TRAILING = frozenset({"meas", "cnt", "rep", "est", "rum"})
_NOTHING = frozenset({"none", "nil"})
_MANY = frozenset({"tanks", "pumps", "generators"})
# What comes through a pipe stops and works; of anything else these words are of something that is not named.
_PIPED = frozenset({"water", "cooking gas", "sewage"})
_CLOCK_WORDS = re.compile(r"\b(?:at|am|pm|h|hrs?|hours?|o'clock|ساعت|الساعة)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One known piece of a clause: its role in the grammar, its key or mention, and its span in the message."""

    role: str
    key: str
    start: int
    end: int
    value: Any = None


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the table as it was written, and the languages in which it has this meaning."""

    written: str
    languages: frozenset[str]


@dataclass(slots=True)
class Group:
    """One reading: the parts that belong together, and what its clause (``lead``) or the message (``head``) says of it."""

    parts: list[Part] = field(default_factory=list)
    lead: list[Part] = field(default_factory=list)
    head: list[Part] = field(default_factory=list)

    def first(self, *roles: str) -> Part | None:
        """Return the first part of one of these roles."""
        return next((p for p in self.parts if p.role in roles), None)

    def all(self, role: str) -> list[Part]:
        """Return every part of a role."""
        return [p for p in self.parts if p.role == role]

    @property
    def subject(self) -> Part | None:
        """What the reading is about: the narrowest thing named."""
        return next((p for role in _SUBJECTS if (p := self.first(role))), None)

    @property
    def index(self) -> Part | None:
        """The number that belongs to the name and stands behind it: "TANK 2", "PUMP 2 STOPPED"."""
        named = self.first("tank") or (self.first("service") if self.first("state") else None)
        if named is None or (isinstance(named.value, Word) and named.value.written in _MANY):
            return None
        after = self.parts[self.parts.index(named) + 1 :][:1]
        return after[0] if after and after[0].role == "number" else None


def readings_of(parts: Sequence[Part], received: date) -> tuple[list[Group], list[Part]] | None:
    """Put the parts of a clause into readings.

    Parameters
    ----------
    parts : sequence of Part
        In order; every word of the clause is one of them.
    received : date
        No reading is of a later day.

    Returns
    -------
    tuple or None
        The readings, and the times and methods before the first. None where words are left over, where they can be cut
        in more than one way, or where a word could say something else: the clause is kept whole for a person.
    """
    told = [p for p in parts if p.role not in {"filler", "prefix"}]
    count = next((n for n, p in enumerate(told) if p.role not in {"time", "method"}), len(told))
    lead, body = told[:count], told[count:]
    units = [p for p in body if p.role != "time"]
    cut = _only_cut(units)
    known = len({p.key for p in lead if p.role == "method"})
    times = [p.value for p in told if p.role == "time"]
    if (
        cut is None
        or not _one_language(parts)
        or not _timely(times, received)
        or _denies(body)
        or known > 1
        # "MEASURED DIESEL 41 CM WATER 3 M3": the one, or both.
        or (known and (len(cut) > 1 or any(p.role == "method" for p in body)))
        # "DIESEL 5 L 18AUG WATER 3 M3": of the one, the other or both.
        or (len(units) < len(body) and len(cut) != 1)
        # "5 L TANK 1 PEOPLE": the number is of the tank first.
        or any(units[at - 1].role in {"tank", "service"} and units[at].role == "number" for at, _ in cut[1:])
    ):
        return None
    groups = [Group(list(units[first:last])) for first, last in cut]
    if not all(_sound(group) for group in groups):
        return None
    return groups if len(units) == len(body) else [Group(list(body))], lead


def carries_day(time: TimeMention) -> bool:
    """Whether a time names its day, or is only an hour of one."""
    if time.precision == "day" or time.kind == "absolute":
        return True
    return any(c.isalpha() for c in _CLOCK_WORDS.sub(" ", time.text))


def _one_language(parts: Sequence[Part]) -> bool:
    """Whether one language has every word in Arabic letters: "تمام" is finished in the one and fine in the other."""
    shared = {"ar", "fa"}
    for part in parts:
        if isinstance(part.value, Word) and "en" not in part.value.languages:
            shared &= part.value.languages
    return bool(shared)


def _timely(times: Sequence[TimeMention], received: date) -> bool:
    """Whether a clause names one day and one hour at most, each of which can be."""
    days = sum(carries_day(time) for time in times)
    hours = sum(time.precision == "hour" for time in times)
    return days <= 1 and hours <= 1 and all(_usable(time, received) for time in times)


def _usable(time: TimeMention, received: date) -> bool:
    """Whether a time is one day or hour, not of the future, and of the last two months where no year stands with it."""
    if time.start is None or time.ambiguous or time.precision not in {"hour", "day"}:
        return False
    day = time.start.date()
    # "25DEC" sent in August: of last year, of this, or a slip.
    return day <= received and (
        received - day <= _WITHOUT_YEAR or re.search(r"(?<!\d)(?:1[34]|19|20)\d\d(?!\d)", time.text) is not None
    )


def _denies(parts: Sequence[Part]) -> bool:
    """Whether a clause says "no" of more than the thing beside it: "NO WATER TRUCKS ENTERED" is no empty store."""
    negations = [n for n, p in enumerate(parts) if p.role == "none" or _written(p) in _NOTHING]
    if not negations:
        return False
    if any(p.role in {"vehicle", "gate", "use", "need", "people"} for p in parts):
        return True
    first = next((n for n, p in enumerate(parts) if p.role == "none"), len(parts))
    return any(p.role == "state" for p in parts[first:])


def _written(part: Part) -> str:
    return part.value.written if isinstance(part.value, Word) else ""


def _only_cut(units: Sequence[Part]) -> list[tuple[int, int]] | None:
    """Return the one way to cut parts into readings; None where there is none, or a second."""
    ways = [0] * len(units) + [1]
    ends = [0] * len(units)
    for first in range(len(units) - 1, -1, -1):
        for last in range(first + 1, min(first + _LONGEST_READING, len(units)) + 1):
            if ways[last] and _could_be_one(Group(list(units[first:last]))):
                ways[first] += ways[last]
                ends[first] = last
    if ways[0] != 1:
        return None
    cut, at = [], 0
    while at < len(units):
        cut.append((at, ends[at]))
        at = ends[at]
    return cut


def _could_be_one(group: Group) -> bool:
    """Whether a person could take these parts as one reading; wider than what is read, so that doubt is seen."""
    has = Counter(p.role for p in group.parts)
    counts = has["number"] - (group.index is not None)
    figures = has["quantity"] + counts
    said = has["state"] + has["gate"] + has["none"]
    stopped_truck = said == 2 and has["vehicle"] and has["gate"] == 1 and has["state"] == 1
    loaded_trucks = figures == 2 and has["vehicle"] and has["quantity"] == 1
    no = (
        _written(group.parts[0]) in _TRAILING,
        sum(has[role] for role in _NAMED) > 1 or has["item"] > 1,
        has["item"] and (has["service"] or has["people"]),
        figures > 1 and not loaded_trucks,
        said > 1 and not stopped_truck,
        (has["state"] or has["none"]) and figures and not stopped_truck,
        # A bare number is a count of people or vehicles; of anything else it could be litres or centimetres.
        counts and not (has["people"] or has["vehicle"]),
        has["ran"] > 1 or len({p.key for p in group.all("method")}) > 1,
        has["reason"] and not any(p.key == "refused" for p in group.all("gate")),
        not _fits_wish(has, said, figures),
    )
    return group.subject is not None and not any(no) and bool(has["gate"] if has["vehicle"] else said + figures)


def _fits_wish(has: Counter[str], said: int, figures: int) -> bool:
    """Whether words of use, need, running and the gate stand with something they can be said of."""
    wishes = has["use"] + has["need"]
    if wishes and (wishes > 1 or said or not figures or has["people"] or has["vehicle"] or has["service"]):
        return False
    if has["ran"] and (said or not has["quantity"] or has["people"] or has["vehicle"]):
        return False
    return not (has["gate"] and (has["service"] or has["people"] or has["tank"]))


def _sound(group: Group) -> bool:
    """Whether a reading is one thing with one figure or state that can be of it, in an order that says so."""
    subject = group.subject
    if subject is None or not _beside(group):
        return False
    numbers = [n for n in group.all("number") if n is not group.index]
    quantities = group.all("quantity")
    if numbers and ("*" in subject.key or quantities):
        return False
    wish, quantity = group.first("use", "need"), group.first("quantity")
    if wish is not None and (quantity is None or wish.start > quantity.start):
        return False  # "DIESEL 500 L USED": in a day, or since when
    per = quantity.value.per if quantity else None
    if per is not None and (per != "day" or group.first("use") is None):
        return False
    return _fits_subject(group, subject) and all(_possible(part, group) for part in (*quantities, *numbers))


def _beside(group: Group) -> bool:
    """Whether what a vehicle, tank or store holds is named beside it: not "TANK EMPTY WATER"."""
    named, item = group.first("vehicle", "tank", "asset"), group.first("item")
    if named is None or item is None:
        return True
    first, last = sorted((group.parts.index(named), group.parts.index(item)))
    if any(p.role not in {"number", "quantity"} for p in group.parts[first + 1 : last]):
        return False
    return named.role != "asset" or named.value in {None, item.key}


def _fits_subject(group: Group, subject: Part) -> bool:
    """Whether a thing can have what is said of it."""
    quantity, state = group.first("quantity"), group.first("state")
    kind = quantity.key if quantity else None
    degrees = quantity is not None and quantity.value.si_unit == "degC"
    gate, none, key = group.first("gate"), group.first("none"), subject.key
    no = (
        state is not None and (gate or subject.role == "people"),
        gate and subject.role != "vehicle" and quantity is None,  # "WATER CAME" may be the tap
        none and (subject.role not in {"item", "service"} or key == "temperature"),
    )
    if any(no):
        return False
    moves = state is not None and state.key in {"works", "stopped"}
    if subject.role == "vehicle":
        return kind in {None, "item", key.partition("*")[0]} and not ("*" in key and kind)
    if subject.role == "people":
        return kind in {None, "persons"}
    if subject.role == "service" or (subject.role == "asset" and subject.value == "generator"):
        runs = kind in {None, "h"} or (degrees and key == "cold room")
        return runs and not gate and (state is None or moves)
    if subject.role == "item" and (key == "temperature") != degrees:
        return False
    return not moves or subject.role == "tank" or key in _PIPED or (subject.role == "asset" and subject.value is None)


def _possible(part: Part, group: Group) -> bool:
    """Whether a figure reads one way and can be: no "12.500", no "TANK 1 500 L", nothing below zero but degrees."""
    figure = part.value
    ends = [end for end in (figure.low, figure.high) if end is not None]
    if figure.ambiguous and (figure.low != figure.high or group.first("tank")):
        return False
    if part.key == "h" and group.first("service", "asset") and max(ends) > _HOURS_OF_A_DAY:
        return False
    return part.key in {"degC", "degF"} or min(ends) >= 0
