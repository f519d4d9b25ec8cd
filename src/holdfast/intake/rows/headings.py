"""What the heading of a column says: its role, the thing and the unit it names, and whether it is by the day."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache

from holdfast.errors import HoldfastError
from holdfast.intake.english.lexicon import aliases
from holdfast.intake.word_lists import word_list
from holdfast.quantities import fold_word, unit

# Roles whose cells are figures, and the kind of claim each makes.
VALUE_ROLES = {
    "quantity": "stock",
    "stock": "stock",
    "use": "consumption",
    "need": "need",
    "delivery": "delivery",
    "denial": "denial",
    "removal": "removal",
    "capacity": "capacity",
    "people": "population",
    "hours": "service_state",
}
# Where a heading says several things, the first of these decides: "remarks on stock" are remarks, "unit of need" a unit.
_PRIORITY = (
    "ignore", "remarks", "id", "opening", "served", "date_end", "published", "date", "unit", "people", "need", "use", "denial", "removal",
    "delivery", "capacity", "hours", "stock", "quantity", "item", "detail", "source", "kind", "place", "low", "high", "service",
    "actor", "status", "polarity", "code", "per",
)  # fmt: skip
ROLES = tuple(dict.fromkeys((*VALUE_ROLES, *sorted(_PRIORITY))))
_PERIODS = {
    "day": (
        r"(?:/|\bper |\ba )\s*(?:d|day)\b|\bdaily\b|\bper diem\b",
        "يومي|في اليوم|باليوم|/ ?يوم|روزانه|در روز|/ ?روز",
    ),
    "week": (r"(?:/|\bper |\ba )\s*(?:wk|week)\b|\bweekly\b", "أسبوعي|في الأسبوع|هفتگی|در هفته"),
    "month": (r"(?:/|\bper |\ba )\s*(?:mo|month)\b|\bmonthly\b", "شهري|في الشهر|ماهانه|در ماه"),
}
_BRACKET = re.compile(r"[(\[{]([^)\]}]{1,30})[)\]}]")
_SEPARATORS = re.compile(r"[_.:,;()\[\]{}*?!\"'|-]+")
_OF_UNIT = re.compile(r"^(?:no|number|nr|#|qty|quantity|عدد|تعداد)\s*\.?\s*(?:of\s+)?(\S+)$")
_BULK = frozenset({"volume", "mass", "energy", "power", "food energy"})
_FULL, _PART, _UNSURE = 1.0, 0.7, 0.4
# Words in a heading of figures that change nothing of what it says. Any other may: "stock of last year".
_PLAIN = frozenset(
    "total current currently now today this the of in at on as for camp main store stores a an and to per day week month real actual "
    "physical counted est approx figures present site l kg items no".split()
)
_NOT_ITEMS = frozenset({"supplies", "commodity", "truck", "vehicle", "tank"})
_SINGLE_LETTERS = 2
_LONGEST, _LONGEST_UNIT = 200, 60


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says. ``score`` is 1 where every word of it is understood, 0 where none is."""

    role: str | None
    score: float
    item: str | None = None
    unit: str | None = None
    per: str | None = None


@cache
def _rates() -> tuple[tuple[re.Pattern[str], str], ...]:
    # Letters are folded in the pattern as they are in the heading.
    return tuple((re.compile(f"{en}|{fold_word(other)}"), period) for period, (en, other) in _PERIODS.items())


@cache
def _phrases() -> tuple[tuple[tuple[str, ...], str], ...]:
    text = word_list("headers.csv")
    found: dict[tuple[str, ...], str] = {}
    for row in csv.DictReader(text.splitlines()):
        for words in row["words"].split("|"):
            found.setdefault(tuple(_words(words)), row["role"])
    # The longest first: "unit price" is a price before it is a unit.
    return tuple(sorted(found.items(), key=lambda p: -len(p[0])))


@cache
def _table_items() -> dict[tuple[str, ...], str]:
    text = word_list("table_items.csv")
    return {tuple(_words(r["alias"])): r["item"] for r in csv.DictReader(text.splitlines())}


def _words(text: str) -> list[str]:
    return [w for w in _SEPARATORS.sub(" ", fold_word(text).replace("/", " ")).split() if w]


def item_in(text: str) -> str | None:
    """Return the thing that words name, in the wording of the lexicon: English as it stands, other languages by their word.

    Only supplies are named so; "tank" or "power" in a heading can mean a place or a service.
    """
    words = _words(text[:_LONGEST])
    for length in range(min(3, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            part = tuple(words[start : start + length])
            if part in _table_items():
                return _table_items()[part]
            for alias in aliases().get(part[0], ()):
                if alias.words == part and alias.kind == "supply" and alias.commodity not in _NOT_ITEMS:
                    return " ".join(part)
    return None


def unit_named(text: str) -> str | None:
    """Return a unit's name where a text is one, with packages of any size, or None."""
    written = text.strip().strip(".")
    if not written or len(written) > _LONGEST_UNIT:
        return None
    if fold_word(written) in {"each", "ea", "nos", "no", "unit", "units", "عدد", "حبة", "وحدة"}:
        return "item"
    try:
        unit(written)
    except HoldfastError:
        return None
    return written


def heading(text: str) -> Heading:
    """Return what a heading says.

    Parameters
    ----------
    text : str
        The heading; where it has several rows, joined by " / ".

    Returns
    -------
    Heading
        Its role is None where no word of it is known.
    """
    text = text[:_LONGEST]
    low = fold_word(text)
    per = next((period for pattern, period in _rates() if pattern.search(low)), None)
    stated = _unit_of(text)
    bare = _BRACKET.sub(" ", text) if stated else text
    words = _words(_strip_rates(bare))
    left: list[str | None] = list(words)
    roles: list[str] = []
    for phrase, role in _phrases():
        for start in range(len(left) - len(phrase) + 1):
            if tuple(left[start : start + len(phrase)]) == phrase:
                roles.append(role)
                left[start : start + len(phrase)] = [None] * len(phrase)
    thing = item_in(bare)
    known = len(words) - len([w for w in left if w is not None])
    role_found = next((r for r in _PRIORITY if r in roles), None)
    if role_found is None and per is not None and thing is not None:
        role_found = "use"
    if role_found in {"item", "place", "kind"} and thing is not None and stated is not None:
        # "Fuel tank (L)" holds figures of fuel, whatever else it names.
        role_found = "quantity"
    if role_found == "item" or role_found not in {*VALUE_ROLES, None}:
        thing = None
    stray = [w for w in left if w is not None and not _is_plain(w, thing, stated)]
    score = 0.0 if role_found is None else _FULL if known == len(words) else _PART
    if role_found is None and thing is not None:
        role_found, score = "quantity", _PART
    if role_found in VALUE_ROLES and (stray or "source" in roles):
        score = _UNSURE
    if role_found == "hours":
        thing = _machine(words)
    return Heading(role_found, score, thing, stated if role_found in VALUE_ROLES or role_found is None else None, per)


def _machine(words: list[str]) -> str | None:
    """Return the equipment that a heading of hours names: "Gen hrs"."""
    for word in words:
        for alias in aliases().get(word, ()):
            if alias.kind == "equipment" and len(alias.words) == 1:
                return alias.commodity
    return None


def _is_plain(word: str, thing: str | None, stated: str | None) -> bool:
    """Whether a word of a heading is one of the thing or the unit, a filler, or a number."""
    if word in _PLAIN or word in _words(thing or "") or word in _words(stated or "") or word.isdigit():
        return True
    return any(word in names for names in _table_items()) or word in aliases()


def _strip_rates(text: str) -> str:
    low = fold_word(text)
    for pattern, _ in _rates():
        match = pattern.search(low)
        if match and match.group().startswith(("/", "per", "a ")):
            return low[: match.start()] + " " + low[match.end() :]
    return text


def _unit_of(text: str) -> str | None:
    for match in _BRACKET.finditer(text):
        inner = re.sub(r"^(?:in|en)\s+", "", match.group(1).strip(), flags=re.IGNORECASE)
        if inner == "%" or unit_named(inner):
            return inner
    counted = _OF_UNIT.match(fold_word(text).strip())
    if counted and unit_named(counted.group(1)) and counted.group(1) not in {"people", "persons", "residents"}:
        return counted.group(1)
    words = text.replace("/", " / ").split()
    for take in (2, 1):
        if len(words) > take:
            last = " ".join(words[-take:]).removeprefix("in ")
            try:
                named = unit(last)
            except HoldfastError:
                continue
            if named.dimension in _BULK and (len(last) >= _SINGLE_LETTERS or last in {"L", "l", "t", "g"}):
                return last
    return None
