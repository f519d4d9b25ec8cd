"""Types of adults that stand for a population: sex, age and class of body-mass index."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

from holdfast.people.energy.equations import FIGURES, limits
from holdfast.people.energy.person import Person
from holdfast.people.figures import figure_value
from holdfast.people.inputs import KG_PER_LB, fault, number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.people.census.groups import Population
    from holdfast.people.census.structure import AgeBand, Sex

_NORMAL = NormalDist()
CLASS_EDGES = (0.0, 18.5, 20.0, 22.0, 25.0, 28.0, math.inf)
"""Edges of the classes of body-mass index [kg/m2]; the lowest begins below the norm of 18.5."""
AGES: Mapping[AgeBand, tuple[int | None, ...]] = {"20-59": (25, 35, 45, 55), "60+": (None,)}
"""Ages that stand for each band [y]; ``None`` is the one of ``energy.csv``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdultType:
    """Adults of one sex, age and class of body-mass index.

    Attributes
    ----------
    sex, age_band : str
        As in the population.
    age_y, mass_kg, height_m : float
        The body that stands for the type [y, kg, m].
    bmi_sd : float
        Standard deviation of the body-mass index within the class [kg/m2].
    persons : float
        How many, above 0.

    Raises
    ------
    InputError
        HF-P030, HF-P031 for a body that cannot be; HF-P036 for a type without persons.
    """

    sex: Sex
    age_band: AgeBand
    age_y: float
    mass_kg: float
    height_m: float
    bmi_sd: float
    persons: float

    def __post_init__(self) -> None:
        Person(self.sex, self.mass_kg, self.height_m, self.age_y)
        for name in ("bmi_sd", "persons"):
            number(
                getattr(self, name),
                f"{name} of a type",
                code="HF-P036",
                low=0.0,
                open_low=name == "persons",
                mend="leave an empty type out",
            )

    @property
    def bmi(self) -> float:
        """Body-mass index of the type [kg/m2]."""
        return self.mass_kg / self.height_m**2


def adult_types(
    population: Population,
    *,
    mean_mass_kg: Mapping[Sex, float] | None = None,
    mean_height_m: Mapping[Sex, float] | None = None,
    bmi_spread: float | None = None,
) -> tuple[AdultType, ...]:
    """Return the types of adults of a population, neither pregnant nor lactating.

    Parameters
    ----------
    population : Population
        Who.
    mean_mass_kg, mean_height_m : mapping of sex to float, or None
        Means of adults [kg], [m]. ``None`` takes 60 kg for men and 52 kg for women (UNHCR/WFP 1997) and 1.66 and 1.54 m
        (assumptions).
    bmi_spread : float or None
        Standard deviation over mean of the body-mass index, lognormal [1, 0.05 to 0.4]; ``None`` takes 0.16.

    Returns
    -------
    tuple of AdultType
        Up to 60: two sexes, five ages, six classes. Their persons sum to the adults; each sex keeps its mean mass.

    Raises
    ------
    InputError
        HF-P030, HF-P031 for bodies out of range; HF-P036 if the population has no such adults.
    """
    spread = figure_value(FIGURES, "bmi_spread")
    if bmi_spread is not None:
        mend = "give standard deviation over mean"
        spread = number(bmi_spread, "bmi_spread", code="HF-P030", low=0.05, high=0.4, mend=mend)
    types: list[AdultType] = []
    for sex in ("male", "female"):
        mass, height = _of(mean_mass_kg, sex, "mass"), _of(mean_height_m, sex, "height")
        Person(sex, mass, height, limits("limit_age")[0])  # asks of the means what it asks of a body
        _check_mean(sex, mass, height)
        for band, ages in AGES.items():
            persons = population.persons_of(age_band=band, sex=sex, state="none")
            for age in ages if persons > 0.0 else ():
                share = 1.0 if age is None else figure_value(FIGURES, f"share_age_{age}")
                years = figure_value(FIGURES, "age_over_60") if age is None else float(age)
                types += [
                    AdultType(
                        sex=sex,
                        age_band=band,
                        age_y=years,
                        mass_kg=bmi * height**2,
                        height_m=height,
                        bmi_sd=within,
                        persons=persons * share * part,
                    )
                    for part, bmi, within in _classes(mass / height**2, spread)
                ]
    if not types:
        raise fault(
            "HF-P036",
            "population",
            "no adults of 20 years or more",
            "some",
            "the model is one of adults; see share_food",
        )
    return tuple(types)


def _of(given: Mapping[Sex, float] | None, sex: Sex, what: str) -> float:
    if given is None:
        return figure_value(FIGURES, f"{what}_{sex}")
    if sex not in given:
        raise fault("HF-P030", f"mean {what}", f"none for {sex}", "one for each sex", f"add the mean of {sex} adults")
    return number(given[sex], f"mean {what} of {sex} adults", code="HF-P030")


def _check_mean(sex: Sex, mass_kg: float, height_m: float) -> None:
    low, high = limits("limit_mean_bmi")
    index = mass_kg / height_m**2
    if low <= index <= high:
        return
    where, found = f"mean mass of {sex} adults", f"{mass_kg:g} kg at {height_m:g} m, an index of {index:.1f} kg/m2"
    if low <= index * KG_PER_LB <= high:
        asked = f"pounds given: {mass_kg * KG_PER_LB:.1f} kg? give kilograms"
        raise fault("HF-P031", where, found, f"{low:g} to {high:g} kg/m2", asked)
    raise fault("HF-P030", where, found, f"{low:g} to {high:g} kg/m2", "check mean mass and mean height")


def _classes(mean: float, spread: float) -> list[tuple[float, float, float]]:
    """Return share, mean and standard deviation of each class of a lognormal; classes of less than 0.1 % are left out."""
    sigma = math.sqrt(math.log1p(spread**2))
    middle = math.log(mean) - sigma**2 / 2.0
    scores = [-math.inf if edge == 0.0 else (math.log(edge) - middle) / sigma for edge in CLASS_EDGES]
    found = []
    for low, high in itertools.pairwise(scores):
        share = _NORMAL.cdf(high) - _NORMAL.cdf(low)
        if share < 1e-3:
            continue
        first = mean * (_NORMAL.cdf(high - sigma) - _NORMAL.cdf(low - sigma)) / share
        second = (
            mean**2 * math.exp(sigma**2) * (_NORMAL.cdf(high - 2.0 * sigma) - _NORMAL.cdf(low - 2.0 * sigma)) / share
        )
        found.append((share, first, math.sqrt(max(0.0, second - first**2))))
    whole = math.fsum(share for share, _, _ in found)
    return [(share / whole, bmi, within) for share, bmi, within in found]
