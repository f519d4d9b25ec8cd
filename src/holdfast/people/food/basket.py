"""Food basket arithmetic: energy, protein and fat of a ration, with what the food tables disagree about."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from holdfast.errors import InputError
from holdfast.people.figures import figure_value
from holdfast.people.food.foods import FIGURES, NUTRIENTS, Composition, Span, find_food
from holdfast.people.food.quantities import check_number, check_plausible, read_quantity
from holdfast.people.food.records import Amount, ItemContent, NormCheck, Ration, RationItem, SetTotal, Share
from holdfast.people.grades import grade_of
from holdfast.people.inputs import number
from holdfast.reference import row, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SALT = "Iodised salt"
MEMORY = "memory"
DISAGREE = "the sources disagree"
UNKNOWN = "cannot be said"
_SLIP = 2.0  # times the usual salt: from here on the figure is asked about
_STEPS = 60  # of the search for a least or greatest share; it ends after two or three


def ration(items: Mapping[str, str | float] | Iterable[RationItem]) -> Ration:
    """Return what a ration holds, per person and day.

    Parameters
    ----------
    items : Mapping of str to str or float, or iterable of RationItem
        Food to quantity per person-day: ``{"Maize meal": "400 g", "oil": "0.027 L"}``; a bare number is grams. Names
        in English, Arabic or Persian. Mass as handed out, the edible part.

    Returns
    -------
    Ration
        Energy [kcal], protein [g] and fat [g] per person-day, each with the interval between the sources; shares of
        energy [%]; the same by source; the norms. The energy counts what is handed out: it is not what is eaten.

    Raises
    ------
    InputError
        HF-P040 no food, or none of any mass; HF-P041 unknown or unclear food, with the nearest names; HF-P042 a
        quantity that is no single number, or negative; HF-P043 more of one food than a person eats in a day;
        HF-P044 a unit that is no mass of this food.

    Notes
    -----
    ``E = sum(g_i / 100 * e_i)``, protein and fat alike (commodities.csv, rows C001 to C208, and the user's own
    figures). Sources are never averaged. Vitamins, minerals and iodine are not computed: the tables here do not hold
    them.
    """
    basket = tuple(_basket(items) if isinstance(items, Mapping) else _checked(items))
    if not basket or not any(item.grams > 0 for item in basket):
        raise InputError(
            "HF-P040",
            where="ration",
            found="no food" if not basket else "0 g of every food",
            expected="at least one food with a quantity above 0",
            mend="name the foods and what each person gets of them in a day",
        )
    contents = tuple(_content(item) for item in basket)
    amounts = {name: _sum([getattr(one, name) for one in contents]) for name in ("energy_kcal", "protein_g", "fat_g")}
    protein_share = _share(basket, "protein", figure_value(FIGURES, "protein_energy"))
    fat_share = _share(basket, "fat", figure_value(FIGURES, "fat_energy"))
    checks = (
        against("N115", "energy against the planning figure", amounts["energy_kcal"], "kcal/person/day"),
        _check_share("N117", "share of energy from protein", protein_share),
        _check_share("N118", "share of energy from fat", fat_share),
        against("N124", "protein against the figure of an optimisation set", amounts["protein_g"], "g/person/day"),
        against("N123", "fat against the figure of an optimisation set", amounts["fat_g"], "g/person/day"),
        *_check_salt(basket),
    )
    return Ration(
        **amounts,
        protein_share=protein_share,
        fat_share=fat_share,
        items=contents,
        sets=_sets(basket),
        checks=checks,
        basket=basket,
        grade=grade_of("ration_content"),
        notes=_notes(basket, amounts, checks),
        sources=_sources(basket, checks),
    )


def protein_window_g(energy_kcal: float) -> tuple[float, float]:
    """Return the protein that 10 to 12 per cent of an energy are [g]; 52.5 to 63.0 g for 2,100 kcal (row N117).

    Parameters
    ----------
    energy_kcal : float
        Energy per person-day [kcal]; negative or not finite is HF-P042.
    """
    energy = number(
        energy_kcal, "energy_kcal", code="HF-P042", low=0.0, unit="kcal", mend="give the energy per person and day"
    )
    norm = row("N117")
    per_gram = figure_value(FIGURES, "protein_energy")
    low, high = (energy * float(bound) / 100 / per_gram for bound in (norm.low, norm.high))  # type: ignore[arg-type]
    return low, high


def _basket(items: Mapping[str, str | float]) -> list[RationItem]:
    basket = []
    for name, quantity in items.items():
        food = find_food(str(name), where=f"ration, {str(name)[:80]!r}")
        where = f"ration, {food.name}"
        grams, notes = read_quantity(quantity, food, where=where)
        check_plausible(grams, food.name, where=where)
        basket.append(RationItem(food=food, grams=grams, name=str(name), notes=notes))
    return basket


def _checked(items: Iterable[RationItem]) -> Iterator[RationItem]:
    for item in items:
        where = f"ration, {item.food.name}"
        check_plausible(check_number(item.grams, where=where), item.food.name, where=where)
        yield item


def _content(item: RationItem) -> ItemContent:
    of = {nutrient: _amount(item, nutrient) for nutrient in NUTRIENTS}
    return ItemContent(
        food=item.food.name,
        grams=item.grams,
        energy_kcal=of["energy"],
        protein_g=of["protein"],
        fat_g=of["fat"],
        eaten=item.food.eaten,
        sets=tuple(one.set for one in item.compositions),
    )


def _spans(compositions: Sequence[Composition], nutrient: str) -> list[Span]:
    return [span for one in compositions if (span := getattr(one, nutrient)) is not None]


def _amount(item: RationItem, nutrient: str) -> Amount:
    spans = _spans(item.compositions, nutrient)
    share = item.grams / 100.0
    if not spans:
        nothing = share == 0.0
        return Amount(value=0.0, low=0.0, high=0.0 if nothing else None, missing=() if nothing else (item.food.name,))
    highs = [span.high for span in spans if span.high is not None]
    open_above = len(highs) < len(spans) and share > 0.0
    return Amount(
        value=share * spans[0].low,
        low=share * min(span.low for span in spans),
        high=None if open_above else share * max(highs, default=0.0),
    )


def _sum(amounts: Sequence[Amount]) -> Amount:
    # fsum: the sum must not depend on the order of the foods.
    highs = [one.high for one in amounts if one.high is not None]
    return Amount(
        value=math.fsum(one.value for one in amounts),
        low=math.fsum(one.low for one in amounts),
        high=None if len(highs) < len(amounts) else math.fsum(highs),
        missing=tuple(dict.fromkeys(food for one in amounts for food in one.missing)),
    )


class _Choice(NamedTuple):
    """Energy of a food by one source, and the energy of one nutrient in it [kcal per person-day]."""

    energy: Span
    part: Span


def _share(basket: Sequence[RationItem], nutrient: str, per_gram: float) -> Share:
    """Return the share of the energy and its least and greatest value over every choice of sources."""
    choices = [_choices(item, nutrient, per_gram) for item in basket if item.grams > 0]
    energy = math.fsum(options[0].energy.low for options in choices)
    part = math.fsum(options[0].part.low for options in choices)
    if energy <= 0:
        return Share(value_percent=None, low_percent=None, high_percent=None)
    every = [one for options in choices for one in options]
    # More energy than is known lowers the least share, more of the nutrient raises the greatest.
    has_low = all(one.energy.high is not None for one in every)
    has_high = all(one.part.high is not None for one in every)
    return Share(
        value_percent=100.0 * part / energy,
        low_percent=100.0 * _extreme(choices, part / energy, greatest=False) if has_low else None,
        high_percent=100.0 * _extreme(choices, part / energy, greatest=True) if has_high else None,
    )


def _choices(item: RationItem, nutrient: str, per_gram: float) -> list[_Choice]:
    grams = item.grams / 100.0
    spans = _spans(item.compositions, nutrient)
    # A source that states the energy only is joined with all that the others say of the nutrient.
    highs = [span.high for span in spans]
    whole = Span(
        min((span.low for span in spans), default=0.0), None if not highs or None in highs else max(_known(highs))
    )
    found = []
    for one in item.compositions:
        if one.energy is None:
            continue
        own = getattr(one, nutrient) or whole
        found.append(_Choice(_scaled(one.energy, grams), _scaled(own, grams * per_gram)))
    return found or [_Choice(Span(0.0, None), Span(0.0, None))]


def _known(highs: Iterable[float | None]) -> list[float]:
    return [high for high in highs if high is not None]


def _scaled(span: Span, by: float) -> Span:
    return Span(span.low * by, None if span.high is None else span.high * by)


def _extreme(choices: Sequence[Sequence[_Choice]], ratio: float, *, greatest: bool) -> float:
    """Return the extreme of a ratio of sums (Dinkelbach): each step takes for each food what moves it most."""
    sign = 1.0 if greatest else -1.0
    for _ in range(_STEPS):
        taken = [
            max(
                ((p, e) for one in options for p in _ends(one.part) for e in _ends(one.energy)),
                key=lambda pair: sign * (pair[0] - ratio * pair[1]),
            )
            for options in choices
        ]
        energy = math.fsum(e for _, e in taken)
        if energy <= 0:
            return ratio
        better = math.fsum(p for p, _ in taken) / energy
        if sign * (better - ratio) <= 1e-15:
            break
        ratio = better
    return ratio


def _ends(span: Span) -> tuple[float, ...]:
    return (span.low,) if span.high is None else (span.low, span.high)


def _sets(basket: Sequence[RationItem]) -> tuple[SetTotal, ...]:
    names = dict.fromkeys(one.set for item in basket for one in item.compositions)
    totals = []
    for name in names:
        own = [next((one for one in item.compositions if one.set == name), None) for item in basket]
        sums = {
            nutrient: math.fsum(_by_set(item, one, nutrient) for item, one in zip(basket, own, strict=True))
            for nutrient in NUTRIENTS
        }
        totals.append(
            SetTotal(
                set=name,
                energy_kcal=sums["energy"],
                protein_g=sums["protein"],
                fat_g=sums["fat"],
                foods=sum(one is not None for one in own),
            )
        )
    return tuple(totals)


def _by_set(item: RationItem, own: Composition | None, nutrient: str) -> float:
    span = None if own is None else getattr(own, nutrient)
    if span is None:
        return _amount(item, nutrient).value
    return item.grams / 100.0 * float(span.low)


def verdict(low: float | None, high: float | None, least: float | None, most: float | None) -> str:
    """Return how an interval stands to a norm.

    Parameters
    ----------
    low, high : float or None
        The interval; ``None`` where an end is not known.
    least, most : float or None
        The norm; ``None`` where it has no such bound.

    Returns
    -------
    str
        ``met``, ``below`` or ``above``; ``the sources disagree`` where one end is inside and the other outside;
        ``cannot be said`` where an end that decides is not known.
    """
    if least is not None and high is not None and high < least:
        return "below"
    if most is not None and low is not None and low > most:
        return "above"
    inside_low = least is None or (low is not None and low >= least)
    inside_high = most is None or (high is not None and high <= most)
    if inside_low and inside_high:
        return "met"
    return UNKNOWN if low is None or high is None else DISAGREE


def against(norm_id: str, what: str, amount: Amount, unit: str) -> NormCheck:
    """Hold an amount against a row of the norms that sets a least value [unit of the row]."""
    return against_figure(norm_id, what, amount, value(norm_id), unit)


def against_figure(norm_id: str, what: str, amount: Amount, least: float, unit: str) -> NormCheck:
    """Hold an amount against a least value in the same unit."""
    return NormCheck(
        norm_id=norm_id,
        what=what,
        value=amount.value,
        low=amount.low,
        high=amount.high,
        norm_low=least,
        norm_high=None,
        unit=unit,
        verdict=verdict(amount.low, amount.high, least, None),
    )


def _check_share(norm_id: str, what: str, share: Share) -> NormCheck:
    norm = row(norm_id)
    least, most = (norm.low, norm.high) if norm.kind == "interval" else (norm.value, None)
    low = least if isinstance(least, float) else None
    high = most if isinstance(most, float) else None
    said = (
        "cannot be said" if share.value_percent is None else verdict(share.low_percent, share.high_percent, low, high)
    )
    return NormCheck(
        norm_id=norm_id,
        what=what,
        value=share.value_percent,
        low=share.low_percent,
        high=share.high_percent,
        norm_low=low,
        norm_high=high,
        unit="% of energy",
        verdict=said,
    )


def _check_salt(basket: Sequence[RationItem]) -> tuple[NormCheck, ...]:
    grams = math.fsum(item.grams for item in basket if item.food.name == SALT)
    if grams == 0:
        return ()
    usual = figure_value(FIGURES, "salt_usual")
    return (
        NormCheck(
            norm_id="ration:salt_usual",
            what="salt against what is usual",
            value=grams,
            low=grams,
            high=grams,
            norm_low=None,
            norm_high=usual,
            unit="g/person/day",
            verdict=verdict(grams, grams, None, usual),
        ),
    )


def _notes(basket: Sequence[RationItem], amounts: Mapping[str, Amount], checks: Sequence[NormCheck]) -> tuple[str, ...]:
    said = ["what is handed out, not what is eaten: loss, theft, sale, sharing and food from elsewhere are not in it"]
    said += [
        f"salt {one.value:g} g/person/day is above the usual {one.norm_high:g} g"
        + (": a slip of the pen?" if (one.value or 0.0) >= _SLIP * (one.norm_high or 0.0) else "")
        for one in checks
        if one.norm_id == "ration:salt_usual" and one.verdict == "above"
    ]
    said += [
        f"no source states the {name.partition('_')[0]} of {'; '.join(amount.missing)}: counted as 0, the total is a least"
        for name, amount in amounts.items()
        if amount.missing
    ]
    said += [f"{item.food.name}: {note}" for item in basket for note in item.notes]
    said += [note for item in basket for note in item.food.refused if item.own is None]
    recalled = [item.food.name for item in basket if any(MEMORY in one.statuses for one in item.compositions)]
    if recalled:
        said.append(f"figures from memory, to be verified: {'; '.join(dict.fromkeys(recalled))}")
    own = [item.food.name for item in basket if item.own is not None]
    if own:
        said.append(f"counted with the composition stated by the user: {'; '.join(dict.fromkeys(own))}")
    names = [item.food.name for item in basket]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        said.append(f"named more than once, and summed: {'; '.join(twice)}")
    said.append("vitamins and minerals are not computed: the tables here do not hold them")
    return tuple(dict.fromkeys(said))


def _sources(basket: Sequence[RationItem], checks: Sequence[NormCheck]) -> tuple[str, ...]:
    rows = [row_id for item in basket for one in item.compositions for row_id in one.rows]
    return tuple(dict.fromkeys([*rows, *(one.norm_id for one in checks)]))
