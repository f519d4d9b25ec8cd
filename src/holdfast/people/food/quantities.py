"""Quantities and compositions of food as people write them: mass, volume or packs, and what 100 g hold."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from holdfast.errors import HoldfastError, InputError
from holdfast.people.figures import figure_value
from holdfast.people.food.foods import FIGURES, MOST_ENERGY_KCAL_PER_100G, Composition, Span, fold_food
from holdfast.people.inputs import fault, number
from holdfast.quantities import parse_number, unit

if TYPE_CHECKING:
    from holdfast.people.food.foods import Food

OWN = "stated by the user"
MOST_G = 1e15  # of anything: beyond it a number is a slip
_MOST_PER_PERSON_G = "plausible_food"
_KNOWN_BAND = (0.75, 1.25)  # share of the energy that the tables give a food, within which a label may differ
_KNOWN_SLACK_KCAL = 20.0  # the same for watery foods, of which a quarter is a few kcal
# One to three digits, a comma (ASCII or Arabic) and three: thousands in English, decimals where a semicolon parts cells.
_TWO_READINGS = re.compile("(\\d{1,3})[,\u060c](\\d{3})")
_FEWEST_MG = 1000.0  # of a food that is not only added to others
_ENERGY_SLACK = 1.08  # labels round, and count fibre and alcohol in their own way


def read_number(text: str, *, where: str, least: float = 0.0) -> float:
    """Return one number, not below ``least``.

    Parameters
    ----------
    text : str
        Latin, Arabic or Persian digits, with ``.`` or ``,`` for the decimals.
    where : str
        What an error names as the place.
    least : float
        Lowest that can be; 0 for a mass.

    Raises
    ------
    InputError
        HF-P042 for no number, a range, a bound, two readings (``1.500``), a negative or an absurd one.
    """
    shown = text.strip()[:60]
    try:
        read = parse_number(text)
    except HoldfastError as fault:
        raise _no_quantity(where, repr(shown), fault.mend, least) from None
    if read.low is None or read.high is None or read.low != read.high or read.ambiguous or read.bound != "exact":
        mend = f"write {read.low:g} without a space" if read.ambiguous and read.low is not None else "give one figure"
        raise _no_quantity(where, repr(shown), mend, least)
    return check_number(read.low, where=where, least=least)


def read_number_of_column(text: str, *, where: str, comma_parts_cells: bool) -> float:
    """Return one number of a cell; where commas do not part cells, ``1,250`` has two readings and is asked about."""
    twofold = None if comma_parts_cells else _TWO_READINGS.fullmatch(text.strip())
    if twofold is not None and twofold[1].strip("0\u0660\u06f0"):
        decimals = twofold[2].rstrip("0\u0660\u06f0") or "0"
        if len(decimals) == len(twofold[2]):
            decimals += "0"  # three decimals after a point have two readings again
        mend = f"write {twofold[1]}{twofold[2]} without the comma, or {twofold[1]}.{decimals}"
        raise _no_quantity(where, f"{text.strip()!r}, which may be a thousandth of it", mend)
    return read_number(text, where=where)


def check_number(stated: float, *, where: str, least: float = 0.0) -> float:
    """Return a number that can be a mass: finite, not below ``least``, not absurd; otherwise HF-P042."""
    return number(
        stated,
        where,
        code="HF-P042",
        low=least,
        high=MOST_G,
        expected=_wanted(least),
        mend="correct the figure",
        ask=lambda found: "what was lost or given away is not part of a ration" if found < 0.0 else None,
    )


def _no_quantity(where: str, found: str, mend: str, least: float = 0.0) -> InputError:
    return fault("HF-P042", where, found, _wanted(least), mend)


def _wanted(least: float) -> str:
    return "one number" if math.isinf(least) else f"one number, {least:g} or more"


def read_quantity(quantity: str | float, food: Food, *, where: str) -> tuple[float, tuple[str, ...]]:
    """Return a quantity of a food in grams, and what was done to it.

    Parameters
    ----------
    quantity : str or float
        ``"400 g"``, ``"٤٠٠ غرام"``, ``"0.03 L"``, ``"1 sachet"``; a bare number is grams.
    food : Food
        Of which it is; a volume needs its density, a sachet or a carton its net mass.
    where : str
        What an error names as the place.

    Returns
    -------
    tuple of float and tuple of str
        Grams, and a note for a density or a pack.

    Raises
    ------
    InputError
        HF-P042, HF-P044.
    """
    if isinstance(quantity, bool) or not isinstance(quantity, str | int | float):
        raise _no_quantity(where, repr(quantity)[:60], "give grams, or a text such as '400 g'")
    if not isinstance(quantity, str):
        return check_number(quantity, where=where), ()
    figure, written = split_quantity(quantity)
    if not written:
        return read_number(figure, where=where), ()
    return to_grams(read_number(figure, where=where), written, food, where=where)


def split_quantity(text: str) -> tuple[str, str]:
    """Split ``"400 g"`` into its number and its unit; the unit begins with the first letter."""
    text = text.strip()
    start = next((i for i, letter in enumerate(text) if letter.isalpha()), len(text))
    return text[:start].strip(), text[start:].strip()


def to_grams(stated: float, written: str, food: Food, *, where: str) -> tuple[float, tuple[str, ...]]:
    """Return a number of a unit of a food in grams, and a note where a density or a pack was used.

    Raises
    ------
    InputError
        HF-P044 for a unit that is no mass of this food: unknown, a package without a size, a volume without density,
        an energy, a rate other than a person-day; less than 1000 mg of what is not only added to other food.
    """
    pack = _pack_of(written, food)
    if pack is not None:
        return stated * pack, (f"{written} of {pack:g} g net",)
    try:
        read = unit(written)
    except HoldfastError as fault:
        raise _no_mass(where, repr(written[:60]), fault.mend) from None
    if read.per not in {None, "person-day"}:
        raise _no_mass(where, f"{written[:60]!r}, a rate for each {read.per}", "give the mass per person and day")
    if read.symbol == "mg" and 0.0 < stated < _FEWEST_MG and food.eaten != "added":
        raise _no_mass(
            where, f"{stated:g} mg of {food.name}", "less than a gram of it feeds nobody: write g if that is meant"
        )
    if read.dimension == "mass" and read.factor is not None:
        return check_number(stated * read.factor * 1000.0, where=where), ()
    if read.dimension == "volume" and read.factor is not None:
        if food.density_kg_per_l is None:
            raise _no_mass(
                where, f"{written[:60]!r} of {food.name}", "give its mass: a volume of it has no agreed mass"
            )
        litres = stated * read.factor
        grams = check_number(litres * food.density_kg_per_l * 1000.0, where=where)
        return grams, (f"{litres:g} L are {grams / 1000.0:g} kg at {food.density_kg_per_l:g} kg/L",)
    raise _no_mass(where, f"{written[:60]!r} ({read.dimension})", "give grams, or say what one weighs: '50 kg bag'")


def _pack_of(written: str, food: Food) -> float | None:
    word = fold_food(written).removesuffix(" per person per day").removesuffix("/person/day")
    packs = dict(food.packs)
    return packs.get(word, packs.get(word.removesuffix("s")))


def _no_mass(where: str, found: str, mend: str) -> InputError:
    expected = "a unit of mass (g, kg, t, oz, lb), or of volume for oil"
    return fault("HF-P044", where, found, expected, mend)


def check_plausible(grams: float, name: str, *, where: str) -> None:
    """Ask about more of a food than a person eats in a day (``plausible_food`` of ``people/ration.csv``): HF-P043."""
    most = figure_value(FIGURES, _MOST_PER_PERSON_G)
    if grams > most:
        raise InputError(
            "HF-P043",
            where=where,
            found=f"{grams / 1000.0:,.6g} kg of {name} for one person in one day",
            expected=f"at most {most:g} g per person-day",
            mend="is it a total, or for a week or a month? give it as a total with the number of people and of days "
            "(--total --people N --days D), or correct the unit",
        )


def own_composition(
    *,
    kcal_per_100g: float,
    protein_g_per_100g: float | None = None,
    fat_g_per_100g: float | None = None,
    known: Food | None = None,
    where: str = "composition",
) -> Composition:
    """Return a composition the user states, if 100 g of food can have it.

    Parameters
    ----------
    kcal_per_100g : float
        Energy [kcal/100 g].
    protein_g_per_100g, fat_g_per_100g : float or None
        Protein and fat [g/100 g]; ``None`` if not known: the total of the ration is then a least.
    known : Food or None
        The food of the tables it is said of, if any: an energy more than a quarter away from the known one is asked
        about, as kJ in place of kcal or the other way, or as another product.
    where : str
        What an error names as the place.

    Returns
    -------
    Composition

    Raises
    ------
    InputError
        HF-P045 when the figures are not those of 100 g of food, or when kJ may have been given as kcal.
    """
    energy = check_number(kcal_per_100g, where=f"{where}, energy")
    parts = [
        check_number(part, where=where) if part is not None else 0.0 for part in (protein_g_per_100g, fat_g_per_100g)
    ]
    if sum(parts) > 100.0:
        raise _no_food(
            where,
            f"{parts[0]:g} g of protein and {parts[1]:g} g of fat in 100 g",
            "at most 100 g of both in 100 g of food",
            "give the content of 100 g, not of a pack",
        )
    _not_kj(energy, fat_g_per_100g, known, where)
    return Composition(
        set=OWN,
        energy=Span(energy, energy),
        protein=None if protein_g_per_100g is None else Span(parts[0], parts[0]),
        fat=None if fat_g_per_100g is None else Span(parts[1], parts[1]),
    )


def _not_kj(energy: float, fat: float | None, known: Food | None, where: str) -> None:
    kj_per_kcal = figure_value(FIGURES, "kj_per_kcal")
    most = MOST_ENERGY_KCAL_PER_100G
    if fat is not None:  # what is not fat holds at most what protein and starch hold
        rest = 100.0 - fat
        most = min(
            most,
            _ENERGY_SLACK
            * (figure_value(FIGURES, "fat_energy") * fat + figure_value(FIGURES, "protein_energy") * rest),
        )
    least, known_most = _known_energy(known)
    if energy <= min(most, known_most) and energy >= least:
        return
    asked = ""
    if energy < least:
        as_stated = energy * kj_per_kcal
        if least <= as_stated <= known_most:
            asked = f"{as_stated:.0f} kcal meant? It was read as kJ. "
    elif least <= energy / kj_per_kcal <= min(most, known_most):
        asked = f"{energy:g} kJ = {energy / kj_per_kcal:.0f} kcal meant? "
    if known is None or (least <= energy <= known_most):
        expected, other = f"at most {most:.0f} kcal in 100 g of such a food", ""
    else:
        expected = f"about {least:.0f} to {known_most:.0f} kcal, as the tables have {known.name}"
        other = f"; if it is another product, name it so: '{known.name}, own'"
    raise _no_food(
        where,
        f"{energy:.4g} kcal in 100 g",
        expected,
        f"{asked}give kcal for 100 g, or name the column energy_kj_per_100g{other}",
    )


def _known_energy(known: Food | None) -> tuple[float, float]:
    """Return the least and the most that 100 g of a food of the tables may be said to hold [kcal]."""
    spans = [one.energy for one in known.compositions if one.energy is not None] if known is not None else []
    ends = [end for span in spans for end in (span.low, span.high or span.low)]
    if not ends or max(ends) <= 0.0:
        return 0.0, math.inf
    low, high = _KNOWN_BAND
    return low * min(ends) - _KNOWN_SLACK_KCAL, high * max(ends) + _KNOWN_SLACK_KCAL


def _no_food(where: str, found: str, expected: str, mend: str) -> InputError:
    return fault("HF-P045", where, found, expected, mend)
