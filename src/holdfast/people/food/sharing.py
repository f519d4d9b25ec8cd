"""How the food that is there is shared out among groups (health specification, section 2)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.people.energy.equations import FIGURES, limits
from holdfast.people.figures import figure_value
from holdfast.people.grades import Grade, downgraded, grade_of, input_reason
from holdfast.people.inputs import KJ_PER_KCAL, fault, number, number_of
from holdfast.reference import prior, value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from holdfast.people.census.groups import Group, Population

    Floats = NDArray[np.float64]

CHILDREN = ("0-4", "5-9", "10-14")
GIVERS = ("20-59", "60+")


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShare:
    """What one group eats.

    Attributes
    ----------
    group : Group
        Who.
    requirement_kcal : float
        Need [kcal/person/d], the increments of pregnancy and lactation included.
    eaten_kcal : float
        Eaten [kcal/person/d], mean of the group.
    covered : float
        Eaten over need [1].
    """

    group: Group
    requirement_kcal: float
    eaten_kcal: float
    covered: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedFood:
    """What each group eats of the food of a day.

    Attributes
    ----------
    groups : tuple of GroupShare
        In the order of the population. With ``uneaten_kcal`` they add up to the food:
        ``sum persons x eaten + uneaten = all persons x food``.
    food_kcal : float
        What there is to eat [kcal/person/d]: handed out, times the eaten ratio.
    uneaten_kcal : float
        Energy of the day that nobody eats [kcal/d]: above the cap, or left by people who are ill.
    given_up_kcal : float
        What adults give up to children [kcal/d].
    infants_under_6_months : float
        Infants whose intake is breast milk, which is held and not modelled: the row of the children of 0 to 4 years
        counts them in, and a mother below a body-mass index of 18.5 is a flag for them.
    grade : Grade
        SCENARIO wherever adults give up food, which nobody can observe.
    """

    groups: tuple[GroupShare, ...]
    food_kcal: float
    uneaten_kcal: float
    given_up_kcal: float
    infants_under_6_months: float
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """Share of the need that is eaten [1] by children, by adults who give, and by the others; and what is given up.

    ``given`` is a share of the need of all [1]. The arrays have the shape of the level they were made from.
    """

    children: Floats
    givers: Floats
    others: Floats
    given: Floats


def share_food(
    population: Population,
    *,
    kcal_per_person_day: float,
    eaten_ratio: float | None = None,
    adults_give: float | None = None,
    children_filled_to: float | None = None,
    cap: float | None = None,
    diarrhoea_fraction: float = 0.0,
    respiratory_fraction: float = 0.0,
    input_reasons: Iterable[str] = (),
) -> SharedFood:
    """Return what each group eats of the food of a day.

    Parameters
    ----------
    population : Population
        Who, with the need of each group.
    kcal_per_person_day : float
        Energy that is recorded as handed out [kcal/person/d].
    eaten_ratio : float or None
        Eaten over recorded [1, 0 to 3]: own stocks, markets and gardens against loss and theft. ``None`` takes 1.0
        (``health:r_hh``, whose range is 0.8 to 1.5).
    adults_give : float or None
        Share of their need that adults give up to children, phi [1, 0 to 0.5]. ``None`` takes 0: no protection. Nobody
        can observe it; anything above 0 is a scenario.
    children_filled_to : float or None
        Share of their need up to which children are filled, theta [1, 0 to 1.5]; ``None`` takes 1.
    cap : float or None
        Most that a group eats over its need, c_max [1, 1 to 2]; ``None`` takes 1.2 (an assumption).
    diarrhoea_fraction, respiratory_fraction : float
        Share of every group that is ill on the day [1]; the ill eat ``health:int_dia`` or ``health:int_ari`` of what
        they would, and leave the rest.
    input_reasons : iterable of str
        Why further inputs lower the grade, as :func:`holdfast.people.input_reason` writes it.

    Returns
    -------
    SharedFood

    Raises
    ------
    InputError
        HF-P034 for figures out of range; HF-P031 where kilojoules were probably meant.

    Notes
    -----
    ``E_g = req_g min(cap, E / mean(req)) a_g``. ``a_g`` is 1 but where adults give: children of 0 to 14 years get
    what fills their gap, adults of 20 and more give at most ``adults_give`` of their need and no more than they have,
    all in proportion to need; young people of 15 to 19 neither give nor get, mothers give as other adults do
    (assumptions).

    Examples
    --------
    >>> from holdfast.people import population, share_food
    >>> shared = share_food(population(3000), kcal_per_person_day=1400.0, adults_give=0.2)
    >>> [round(row.covered, 2) for row in shared.groups if row.group.age_band in ("0-4", "60+")]
    [1.0, 1.0, 0.51, 0.51]
    """
    recorded = _kilocalories("kcal_per_person_day", kcal_per_person_day, limits("limit_intake")[1])
    ratio = value("health:r_hh") if eaten_ratio is None else _checked("eaten_ratio", eaten_ratio, 0.0, 3.0)
    give = 0.0 if adults_give is None else _checked("adults_give", adults_give, 0.0, 0.5)
    fill = _given("children_filled_to", children_filled_to, 0.0, 1.5)
    most = _given("share_cap", cap, 1.0, 2.0)
    ill = illness_factor(diarrhoea_fraction, respiratory_fraction)
    food = recorded * ratio
    mean = population.mean_energy_kcal_per_day
    level = np.array(food / mean)
    roles = covered_needs(level, needs_by_role(population), give=give, fill=fill, cap=most)
    by_role = {"children": roles.children, "givers": roles.givers, "others": roles.others}
    shares = tuple(
        GroupShare(
            group=group,
            requirement_kcal=group.energy_kcal_per_day,
            eaten_kcal=group.energy_kcal_per_day * (covered := float(by_role[role_of(group)]) * ill),
            covered=covered,
        )
        for group in population.groups
    )
    eaten = sum(share.group.persons * share.eaten_kcal for share in shares)
    given = float(roles.given) * mean * population.persons
    reasons = (*input_reasons, *input_reason("the structure of the population", guessed=population.is_default))
    return SharedFood(
        groups=shares,
        food_kcal=food,
        uneaten_kcal=max(0.0, population.persons * food - eaten),
        given_up_kcal=given,
        infants_under_6_months=population.infants_under_6_months,
        grade=Grade.SCENARIO if given > 0.0 else downgraded(grade_of("ration_content"), reasons),
        notes=(
            *(f"Lowers the grade: {reason}." for reason in reasons),
            *_notes(population, eaten_ratio=eaten_ratio, given=given, level=float(level), cap=most),
        ),
        sources=_sources(population, ill),
    )


def role_of(group: Group) -> str:
    """Return the part a group has in the protection of children: ``children``, ``givers`` or ``others``."""
    if group.age_band in CHILDREN and group.state == "none":
        return "children"
    return "givers" if group.age_band in GIVERS else "others"


def needs_by_role(population: Population) -> dict[str, float]:
    """Return the share of the need of all [1] that falls to each role."""
    needs = dict.fromkeys(("children", "givers", "others"), 0.0)
    for group in population.groups:
        needs[role_of(group)] += group.persons * group.energy_kcal_per_day
    whole = sum(needs.values())
    return {role: need / whole for role, need in needs.items()}


def covered_needs(level: Floats, needs: dict[str, float], *, give: float, fill: float, cap: float) -> Covered:
    """Return what share of its need each role eats.

    Parameters
    ----------
    level : ndarray
        Food over the mean need [1], any shape.
    needs : dict
        Share of the need of all that falls to each role [1].
    give, fill, cap : float
        phi, theta and c_max [1].

    Notes
    -----
    The transfer is ``min(needs_children max(0, fill - c), needs_givers min(give, c))`` with ``c = min(cap, level)``:
    what one side gets the other side gives, so the sum over the roles stays ``c``.
    """
    common = np.minimum(cap, level)
    gap = needs["children"] * np.maximum(0.0, fill - common)
    given = np.minimum(gap, needs["givers"] * np.minimum(give, common))
    return Covered(
        children=common + given / max(needs["children"], 1e-12),
        givers=np.maximum(0.0, common - given / max(needs["givers"], 1e-12)),  # rounding may leave -1e-17
        others=common,
        given=given,
    )


def illness_factor(diarrhoea_fraction: float, respiratory_fraction: float) -> float:
    """Return what a group eats over what it would without illness [1]; HF-P034 for shares that are none."""
    loose = _checked("diarrhoea_fraction", diarrhoea_fraction, 0.0, 1.0)
    chest = _checked("respiratory_fraction", respiratory_fraction, 0.0, 1.0)
    if loose + chest > 1.0:
        raise fault(
            "HF-P034",
            "diarrhoea_fraction and respiratory_fraction",
            f"{loose + chest:g} together",
            "at most 1",
            "correct the figures",
        )
    return 1.0 - loose * (1.0 - value("health:int_dia")) - chest * (1.0 - value("health:int_ari"))


def _notes(
    population: Population, *, eaten_ratio: float | None, given: float, level: float, cap: float
) -> tuple[str, ...]:
    infants = f"{population.infants_under_6_months:,.0f}"
    notes = [
        "Food is shared in proportion to need, between groups and within them.",
        f"About {infants} infants under six months live on breast milk: their intake is held, not modelled.",
    ]
    if eaten_ratio is None:
        known = prior("health:r_hh")
        notes.append(f"What is handed out is taken as eaten; the range is {known.low:g} to {known.high:g} times.")
    if given > 0.0:
        notes.append("That adults give up food for children is an assumption nobody can observe: compare it with none.")
    if level > cap:
        notes.append(f"Food above {cap:g} times the need counts as not eaten.")
    return (*notes, *population.notes)


def _sources(population: Population, ill: float) -> tuple[str, ...]:
    more = ("health:int_dia", "health:int_ari") if ill < 1.0 else ()
    return (*population.sources, "health:r_hh", *more)


def _given(name: str, given: float | None, low: float, high: float) -> float:
    return figure_value(FIGURES, name) if given is None else _checked(name, given, low, high)


def _checked(where: str, given: object, low: float, high: float) -> float:
    return number(given, where, code="HF-P034", low=low, high=high)


def _kilocalories(where: str, given: object, most: float) -> float:
    stated = number_of(given)
    if stated is not None and most < stated < math.inf:
        asked = f"kJ meant? {stated:,.0f} kJ are {stated / KJ_PER_KCAL:,.0f} kcal; give kilocalories"
        raise fault("HF-P031", where, f"{stated:,.0f} kcal", f"0 to {most:,.0f}", asked)
    return _checked(where, given, 0.0, most)
