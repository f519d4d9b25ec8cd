"""The water a whole population loses and has to drink, group by group."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from holdfast.people.grades import Grade, downgraded, grade_of
from holdfast.people.inputs import fault, number
from holdfast.people.water.conditions import class_of, figure, unique
from holdfast.people.water.curves import CURVES
from holdfast.people.water.need import STATES, WaterNeed, water_need
from holdfast.reference import prior

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from holdfast.people.census.groups import Group, Population

BANDS: Final = {"0-4": "child", "5-9": "child", "10-14": "child", "15-19": "adult", "20-59": "adult", "60+": "old"}
SEXES: Final = ("male", "female")
PROFILES: Final = ("young", "old", "ill")
FAMILY_FACTOR: Final = "physics:f_pop"
LITRES_PER_M3: Final = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupWater:
    """One group and what each of its people needs.

    Attributes
    ----------
    age_band, sex, state, profile : str
        The group.
    persons : float
        How many.
    need : WaterNeed
        Of one of them.
    """

    age_band: str
    sex: str
    state: str
    profile: str
    persons: float
    need: WaterNeed


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationCurve:
    """What one curve says of the whole population.

    Attributes
    ----------
    name : str
        ``"iso_fit"`` or ``"heat_balance"``.
    loss_m3_per_day, loss_low_m3_per_day, loss_high_m3_per_day : float
        Water lost, with the range of the figures, which is the same for all groups at once [m3/day].
    drinking_need_m3_per_day, drinking_need_low_m3_per_day, drinking_need_high_m3_per_day : float
        Drinking need [m3/day].
    drinking_need_l_per_person_day : float
        The same on average [L per person and day].
    loss_relative_to_adults : float
        Loss of the mean person relative to an adult of 70 kg at rest [1]; what the hour loop takes as a family factor.
    """

    name: str
    loss_m3_per_day: float
    loss_low_m3_per_day: float
    loss_high_m3_per_day: float
    drinking_need_m3_per_day: float
    drinking_need_low_m3_per_day: float
    drinking_need_high_m3_per_day: float
    drinking_need_l_per_person_day: float
    loss_relative_to_adults: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationWaterNeed:
    """Water need of a population.

    Attributes
    ----------
    persons : float
    groups : tuple of GroupWater
        In the order they were given.
    curves : tuple of PopulationCurve
        The fit to ISO 7933, then the heat balance; not to be averaged.
    grade : Grade
    notes, sources : tuple of str
    """

    persons: float
    groups: tuple[GroupWater, ...]
    curves: tuple[PopulationCurve, ...]
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]

    def curve(self, name: str) -> PopulationCurve:
        """Return one curve by its name."""
        return self.curves[CURVES.index(class_of(name, CURVES, "curve"))]


def water_need_of(
    population: Population | Iterable[Group],
    temperature_c: float | Sequence[float],
    *,
    activity: str = "rest",
    daily_range_k: float | None = None,
    vapour_pressure_kpa: float | Sequence[float] | None = None,
    rh_percent: float | Sequence[float] | None = None,
    dew_point_c: float | Sequence[float] | None = None,
    air_speed_m_per_s: float | None = None,
    food_water_l_per_day: float = 0.0,
    input_reasons: Iterable[str] = (),
) -> PopulationWaterNeed:
    """Return the water a population loses and has to drink, summed over its groups.

    Parameters
    ----------
    population : Population or iterable of groups
        Groups with ``age_band``, ``sex``, ``state``, ``profile`` and ``persons``.
    activity : str
        Of people of 15 to 59 who are not ill; children, elders and the ill rest.
    temperature_c, daily_range_k, vapour_pressure_kpa, rh_percent, dew_point_c, air_speed_m_per_s, food_water_l_per_day
        As in :func:`water_need`.
    input_reasons : iterable of str
        Why inputs lower the grade (:func:`holdfast.people.input_reason`); a default structure is added by itself.

    Returns
    -------
    PopulationWaterNeed
        Body masses are those of ``water_figures.csv`` (from memory). The 2.5 L that the drinking need never falls
        below are asked for everyone, small children too.

    Raises
    ------
    InputError
        HF-P026 no people, a negative number of people, or a group that cannot be; and the errors of
        :func:`water_need`.
    """
    stated = population.groups if hasattr(population, "groups") else population
    groups = tuple(cast("Iterable[Group]", stated))
    _check(groups)
    cases: dict[tuple[str, str, str, str], WaterNeed] = {}

    def one(person: str, *, mass_kg: float, work: str, state: str) -> WaterNeed:
        return water_need(
            temperature_c,
            activity=work,
            person=person,
            state=state,
            mass_kg=mass_kg,
            daily_range_k=daily_range_k,
            vapour_pressure_kpa=vapour_pressure_kpa,
            rh_percent=rh_percent,
            dew_point_c=dew_point_c,
            air_speed_m_per_s=air_speed_m_per_s,
            food_water_l_per_day=food_water_l_per_day,
        )

    for group in groups:
        kind = (group.age_band, group.sex, group.state, group.profile)
        if kind not in cases:
            band = BANDS[group.age_band]
            person = "old" if group.profile == "old" and band == "adult" else band
            works = person == "adult" and group.profile != "ill"
            cases[kind] = one(
                person, mass_kg=mass_of_band(kind[0], kind[1]), work=activity if works else "rest", state=group.state
            )
    adult = one("adult", mass_kg=figure("adult_mass"), work="rest", state="none")
    made = tuple(
        GroupWater(
            age_band=group.age_band,
            sex=group.sex,
            state=group.state,
            profile=group.profile,
            persons=float(group.persons),
            need=cases[group.age_band, group.sex, group.state, group.profile],
        )
        for group in groups
    )
    reasons = _reasons(made, is_default=bool(getattr(population, "is_default", False)), stated=input_reasons)
    return PopulationWaterNeed(
        persons=math.fsum(group.persons for group in made),
        groups=made,
        curves=tuple(_curve(name, made, adult) for name in CURVES),
        grade=downgraded(grade_of("water_loss"), reasons),
        notes=unique(
            reasons,
            ("body masses by age band are from memory",),
            *(group.need.notes for group in made),
            [_family_note()],
        ),
        sources=unique(*(group.need.sources for group in made), (FAMILY_FACTOR,)),
    )


def mass_of_band(age_band: str, sex: str) -> float:
    """Return the mean body mass of an age band [kg] (``water_figures.csv``, from memory)."""
    name = f"mass_{age_band}" if BANDS[age_band] == "child" else f"mass_{age_band}_{sex}"
    return figure(name)


def _check(groups: tuple[Group, ...]) -> None:
    for place, group in enumerate(groups, start=1):
        where = f"group {place}"
        class_of(group.age_band, BANDS, f"{where}, age_band")
        class_of(group.sex, SEXES, f"{where}, sex")
        class_of(group.state, STATES, f"{where}, state")
        class_of(group.profile, PROFILES, f"{where}, profile")
        number(group.persons, f"{where}, persons", code="HF-P026", low=0.0, mend="give how many people there are")
        if group.state != "none" and (group.sex != "female" or BANDS[group.age_band] != "adult"):
            raise fault(
                "HF-P026",
                where,
                f"{group.state}, {group.sex}, {group.age_band}",
                "women of 15 to 59",
                "correct the state",
            )
    if not any(group.persons > 0 for group in groups):
        raise fault(
            "HF-P026", "population", "no people", "at least one group with people", "give the groups, or their total"
        )


def _curve(name: str, groups: tuple[GroupWater, ...], adult: WaterNeed) -> PopulationCurve:

    def m3(read: Callable[[WaterNeed], float]) -> float:
        return math.fsum(group.persons * read(group.need) for group in groups) / LITRES_PER_M3

    persons = math.fsum(group.persons for group in groups)
    loss = m3(lambda need: need.curve(name).loss_l_per_day)
    drinking = m3(lambda need: need.curve(name).drinking_need_l_per_day)
    return PopulationCurve(
        name=name,
        loss_m3_per_day=loss,
        loss_low_m3_per_day=m3(lambda need: need.curve(name).loss_low_l_per_day),
        loss_high_m3_per_day=m3(lambda need: need.curve(name).loss_high_l_per_day),
        drinking_need_m3_per_day=drinking,
        drinking_need_low_m3_per_day=m3(lambda need: need.curve(name).drinking_need_low_l_per_day),
        drinking_need_high_m3_per_day=m3(lambda need: need.curve(name).drinking_need_high_l_per_day),
        drinking_need_l_per_person_day=LITRES_PER_M3 * drinking / persons,
        loss_relative_to_adults=LITRES_PER_M3 * loss / persons / adult.curve(name).loss_l_per_day,
    )


def _reasons(groups: tuple[GroupWater, ...], *, is_default: bool, stated: Iterable[str]) -> tuple[str, ...]:
    there = [group for group in groups if group.persons > 0]
    ill = any(group.profile == "ill" for group in there)
    return unique(
        stated,
        ("the structure of the population is a default, not a count",) if is_default else (),
        ("the ill count as healthy adults at rest: fever and drugs are in no model here",) if ill else (),
        *(group.need.input_reasons for group in there),
    )


def _family_note() -> str:
    found = prior(FAMILY_FACTOR)
    return (
        f"the hour loop takes {found.value:g} ({found.low:g} to {found.high:g}) of an adult's need for mixed families, "
        "an assumption; loss_relative_to_adults says what the groups give"
    )
