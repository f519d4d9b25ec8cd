"""The foods that can be named, in three languages, and what each source says 100 g of them hold."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from holdfast.errors import InputError, SourceError
from holdfast.people.figures import figure_value
from holdfast.quantities import fold_word
from holdfast.reference import figure, row, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.reference import Row

FIGURES = "ration.csv"
NUTRIENTS = ("energy", "protein", "fat")
SECOND_SOURCE = "energy (second source)"
MOST_ENERGY_KCAL_PER_100G = 902.0  # pure fat; the limit of the energy rows of commodities.csv
SHOWN_CHOICES = 5
_SHORT = 7  # letters
_ALIKE, _ALIKE_SHORT = 0.6, 0.75  # share of letters that must agree for a food to be offered
_OWN_NAME = 60
_JOINER = "\u200c"  # stands inside Persian words
# How the source of a row begins, and what its set of figures is called in a table of results.
_SETS = (
    ("WFP/NutVal", "WFP/NutVal"),
    ("USDA", "USDA"),
    ("Household-economy", "household economy"),
    ("MSF", "MSF catalogue"),
    ("WFP specification", "WFP specification"),
    ("Tims", "supplier"),
)


class Span(NamedTuple):
    """A figure with its bounds; ``high`` is ``None`` where a source sets only the least, as ``>= 380 kcal``."""

    low: float
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """What one source says of one food, in 100 g.

    Attributes
    ----------
    set : str
        Short name of the source.
    energy, protein, fat : Span or None
        In kcal/100 g and g/100 g; ``None`` where this source says nothing usable.
    rows : tuple of str
        Ids of the rows, such as ``"C037"``; empty for a composition the user stated.
    statuses : tuple of str
        Statuses of the rows, without repetition.
    """

    set: str
    energy: Span | None
    protein: Span | None
    fat: Span | None
    rows: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Food:
    """A food that can be named.

    Attributes
    ----------
    name : str
        Item of the commodity table.
    compositions : tuple of Composition
        The set the planning figures are taken from first.
    eaten : str
        ``ready`` as it is, ``cooked`` in water, ``baked``, ``added`` to other food (oil, sugar, salt), or ``unknown``.
    cook_as, store_as : str
        Items whose rows of cooking and of storage apply; the food itself where it has rows of its own.
    density_kg_per_l : float or None
        ``None`` where a volume of it has no agreed mass.
    packs : tuple of pairs of str and float
        Words for a sachet, a pack or a carton, and its net mass [g].
    refused : tuple of str
        What was published of this food and is not used, with the reason.
    """

    name: str
    compositions: tuple[Composition, ...]
    eaten: str
    cook_as: str
    store_as: str
    density_kg_per_l: float | None
    packs: tuple[tuple[str, float], ...]
    refused: tuple[str, ...]


@cache
def _cells() -> Mapping[str, Mapping[str, str]]:
    return {cells["food"]: cells for cells in _read("foods.csv")}


def _read(name: str) -> list[dict[str, str]]:
    text = files("holdfast.people").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def food_names() -> tuple[str, ...]:
    """Return the names of every food there is, in table order."""
    return tuple(_cells())


@cache
def _aliases() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, cells in _cells().items():
        words = [name]
        for column in ("same_food", "aliases_en", "aliases_ar", "aliases_fa"):
            words += [word for word in cells[column].split("|") if word]
        found.update({fold_food(word): name for word in words})
    return found


@cache
def _several() -> Mapping[str, tuple[str, ...]]:
    """Return words that may be several foods, such as "bread", with the foods they may be; none where none is like it."""
    return {
        fold_food(word): tuple(filter(None, cells["may_be"].split("|")))
        for cells in _read("food_words.csv")
        for column in ("words_en", "words_ar", "words_fa")
        for word in cells[column].split("|")
        if word
    }


@cache
def _without_row() -> Mapping[str, str]:
    """Return words for foods that the tables do not have, with why nothing like them is offered."""
    return {
        fold_food(word): cells["why_none"]
        for cells in _read("food_words.csv")
        if cells["why_none"]
        for column in ("words_en", "words_ar", "words_fa")
        for word in cells[column].split("|")
        if word
    }


def fold_food(name: str) -> str:
    """Return a name as it is compared: one spelling of Arabic letters and digits, lower case, single spaces."""
    return " ".join(fold_word(name).casefold().replace("_", " ").split())


def find_food(name: str, *, where: str = "ration") -> Food:
    """Return the food a name stands for.

    Parameters
    ----------
    name : str
        In English, Arabic or Persian, in any case: ``"Maize meal"``, ``"rice"``, ``"عدس"``.
    where : str
        What an error names as the place.

    Returns
    -------
    Food

    Raises
    ------
    InputError
        HF-P041 where no food or more than one has this name: the nearest are offered, none is chosen in silence.
    """
    wanted = fold_food(name)
    if wanted in _aliases():
        return food(_aliases()[wanted])
    if wanted in _without_row():
        raise InputError(
            "HF-P041",
            where=where,
            found=f"{name!r}: {_without_row()[wanted]}",
            expected="a food of the tables; none of them is like it",
            mend="give the food figures of its own: kcal_per_100g, protein_g_per_100g, fat_g_per_100g",
        )
    if wanted in _several():
        choices = _several()[wanted]
        raise InputError(
            "HF-P041",
            where=where,
            found=f"{name!r}, which may be several foods",
            expected="one of: " + "; ".join(choices),
            mend="write which one it is" if len(choices) > 1 else f"write {choices[0]} if that is what it is",
        )
    near = nearest(wanted)
    raise InputError(
        "HF-P041",
        where=where,
        found=f"{name[:80]!r}, which the food tables do not have",
        expected="a food of the tables" + (f"; near: {'; '.join(near)}" if near else ""),
        mend="write a name of the tables, or give the food figures of its own: "
        "kcal_per_100g, protein_g_per_100g, fat_g_per_100g",
    )


def known_food(name: str) -> Food | None:
    """Return the food a name stands for, or ``None`` where no one food has it."""
    found = _aliases().get(fold_food(name))
    return None if found is None else food(found)


def nearest(wanted: str) -> tuple[str, ...]:
    """Return up to five foods whose names resemble a folded name, or hold one of its words, best first."""
    known = {**_aliases(), **{word: choices[0] for word, choices in _several().items() if choices}}
    # Of a short word, one other letter makes another food: ghee is no cheese.
    alike = _ALIKE_SHORT if len(wanted) < _SHORT else _ALIKE
    close = [known[word] for word in get_close_matches(wanted[:80], known, n=8, cutoff=alike)]
    words = [word for word in wanted[:80].split() if len(word) > 2]
    close += [name for alias, name in known.items() if any(word in alias.split() for word in words)]
    return tuple(dict.fromkeys(close))[:SHOWN_CHOICES]


@cache
def food(name: str) -> Food:
    """Return a food by its name in the table."""
    cells = _cells()[name]
    density = cells["density"]
    return Food(
        name=name,
        compositions=_compositions((name, *filter(None, cells["same_food"].split("|")))),
        eaten=cells["eaten"],
        cook_as=cells["cook_as"] or name,
        store_as=cells["store_as"] or name,
        density_kg_per_l=figure_value(FIGURES, f"density_{density}") if density else None,
        packs=tuple((word, _pack(of)) for word, of in (pair.split("=") for pair in cells["packs"].split("|") if pair)),
        refused=tuple(_why_refused(row_id) for row_id in filter(None, cells["refused"].split("|"))),
    )


def own_food(name: str) -> Food:
    """Return a food the tables do not have, of which the user states the composition; nothing else is known of it.

    Control characters and marks of direction are taken out of the name, for it is printed; 60 characters are kept.
    """
    shown = "".join(letter for letter in name if letter.isprintable() or letter == _JOINER).strip()
    return Food(
        name=shown[:_OWN_NAME] or "unnamed",
        compositions=(),
        eaten="unknown",
        cook_as="",
        store_as="",
        density_kg_per_l=None,
        packs=(),
        refused=(),
    )


@cache
def rows_of(item: str) -> Mapping[str, Row]:
    """Return the rows of an item of the commodity table by property."""
    return {found.fields["property"]: found for found in table("commodities") if found.fields["item"] == item}


def _compositions(items: tuple[str, ...]) -> tuple[Composition, ...]:
    found: list[Composition] = []
    for item in items:
        rows = rows_of(item)
        if "energy" in rows:
            held = [rows[nutrient] for nutrient in NUTRIENTS if nutrient in rows]
            found.append(_composition(held, {nutrient: rows.get(nutrient) for nutrient in NUTRIENTS}))
        if SECOND_SOURCE in rows:
            found.append(_composition([rows[SECOND_SOURCE]], {"energy": rows[SECOND_SOURCE]}))
    return tuple(found)


def _composition(held: list[Row], of: Mapping[str, Row | None]) -> Composition:
    return Composition(
        set=set_name(held[0].source),
        energy=_span(of.get("energy")),
        protein=_span(of.get("protein")),
        fat=_span(of.get("fat")),
        rows=tuple(found.id for found in held),
        statuses=tuple(dict.fromkeys(found.status for found in held)),
    )


def set_name(source: str) -> str:
    """Return the short name of a source."""
    return next((name for prefix, name in _SETS if source.startswith(prefix)), source)


def _span(found: Row | None) -> Span | None:
    if found is None:
        return None
    if isinstance(found.value, float):
        return Span(found.value, found.value)
    low = found.low if isinstance(found.low, float) else 0.0
    return Span(low, found.high if isinstance(found.high, float) else None)


def _pack(of: str) -> float:
    """Return the net mass of a pack [g] from the row, or the element of the row, that states it."""
    row_id, _, element = of.partition("#")
    found = row(row_id)
    units = found.unit.split("; ")
    value = found.value[int(element)] if isinstance(found.value, tuple) else found.value
    if not isinstance(value, float):  # pragma: no cover - the test of the table holds it
        raise TypeError(of)
    return value * (1000.0 if units[int(element or 0)].startswith("kg") else 1.0)


def _why_refused(row_id: str) -> str:
    try:
        return figure(row(row_id))  # pragma: no cover - a row that loads is not refused
    except SourceError as refused:
        return f"row {row_id} is not used: {refused.found}; {refused.mend.removeprefix('do not use it: ')}"
