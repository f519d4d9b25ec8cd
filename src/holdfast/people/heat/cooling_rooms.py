"""Who is offered a place in a cool room first, by published odds ratios used as an order and as nothing else."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.people.grades import Grade, grade_of
from holdfast.people.inputs import fault, one_of
from holdfast.reference import value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

TRAITS = {
    "confined to bed": "health:OR_heat#1",
    "does not leave home": "health:OR_heat#2",
    "cannot care for self": "health:OR_heat#3",
    "psychiatric illness": "health:OR_heat#4",
    "cardiovascular illness": "health:OR_heat#5",
    "pulmonary illness": "health:OR_heat#6",
    "working air conditioning": "health:OR_heat#7",
    "visits a cool place": "health:OR_heat#8",
    "fan": "health:OR_heat#9",
}
# One is part of the other: who is confined to bed does not leave home either. Only the strongest counts.
NESTED = ("confined to bed", "does not leave home", "cannot care for self")


@dataclass(frozen=True, slots=True, kw_only=True)
class CoolingPlace:
    """One place in the order: rank from 1 (equal ranks are ties), the key given by the caller, and the traits."""

    rank: int
    key: str
    traits: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoolingOrder:
    """The order in which people are offered a place in a cool room.

    Attributes
    ----------
    places : tuple of CoolingPlace
        First who is most at risk. No score is kept: it is no probability, and no deaths follow from it.
    grade : Grade
        THRESHOLD.
    notes, sources : tuple of str
        What the order rests on; rows of the odds ratios.
    """

    places: tuple[CoolingPlace, ...]
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def cooling_room_ranking(people: Iterable[tuple[str, Collection[str]]]) -> CoolingOrder:
    """Rank people for places in a cool room.

    Parameters
    ----------
    people : iterable of (str, collection of str)
        A key for each person, which should be no name, and the traits, among those of ``TRAITS``: ``confined to bed``,
        ``does not leave home``, ``cannot care for self``, ``psychiatric illness``, ``cardiovascular illness``,
        ``pulmonary illness``, and what protects: ``working air conditioning``, ``visits a cool place``, ``fan``.

    Returns
    -------
    CoolingOrder
        Independent of the order people come in; ties share a rank and stand in order of their keys.

    Raises
    ------
    InputError
        HF-P068, for nobody, a key twice or an unknown trait.

    Notes
    -----
    The published odds ratios are multiplied on a logarithmic scale, the three of mobility count once. The studies are of
    heat waves in temperate cities; age is not among the ratios, so a clinic puts the very young and the very old first
    where ranks are equal. Source: health specification, section 6 (Bouchama et al. 2007).
    """
    scored: dict[str, tuple[float, tuple[str, ...]]] = {}
    for key, stated in people:
        traits = (stated,) if isinstance(stated, str) else stated
        if key in scored:
            raise fault(
                "HF-P068",
                f"key {key!r}",
                "the key twice",
                "a key of its own for each person",
                "give each person another key",
            )
        scored[key] = (_score(key, traits), tuple(sorted(set(traits))))
    if not scored:
        raise fault("HF-P068", "people", "nobody", "at least one person", "give a key and traits for each person")
    # Rounded, so that a sum in another order of the same traits stays a tie.
    levels = sorted({round(score, 9) for score, _ in scored.values()}, reverse=True)
    ranks = {level: 1 + sum(round(score, 9) > level for score, _ in scored.values()) for level in levels}
    places = (
        CoolingPlace(rank=ranks[round(score, 9)], key=key, traits=traits) for key, (score, traits) in scored.items()
    )
    return CoolingOrder(
        places=tuple(sorted(places, key=lambda place: (place.rank, place.key))),
        grade=grade_of("cooling_room_order"),
        notes=(
            "An order and no probability; it holds sensitive facts of health and is not for publication.",
            "From case-control studies of heat waves in temperate cities; age is not among them.",
        ),
        sources=tuple(TRAITS.values()),
    )


def _score(key: str, traits: Collection[str]) -> float:
    for trait in traits:
        one_of(trait, TRAITS, f"trait of {key!r}", code="HF-P068")
    logs = {trait: math.log(value(TRAITS[trait])) for trait in traits}
    nested = max((logs[trait] for trait in NESTED if trait in logs), default=0.0)
    return nested + sum(logs[trait] for trait in sorted(logs) if trait not in NESTED)
