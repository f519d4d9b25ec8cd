"""What becomes of the body mass of adults under a ration: an ensemble over what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.people.census.structure import energy_need_kcal_per_day
from holdfast.people.energy.ensemble import (
    BMIS,
    LOSSES_PERCENT,
    Adults,
    Paths,
    central_members,
    draw_members,
)
from holdfast.people.energy.equations import FIGURES, limits
from holdfast.people.energy.person import checked_days
from holdfast.people.energy.refeeding import (
    ADVICE,
    BMI_OF_TWO,
    DAYS_ALONE,
    DAYS_OF_TWO,
    LOSS_OF_TWO,
    RefeedingFlag,
    reopenings,
)
from holdfast.people.energy.refeeding import SOURCES as REFEEDING_SOURCES
from holdfast.people.energy.response import MODEL_ROWS, QUANTITY
from holdfast.people.energy.types import AdultType, adult_types
from holdfast.people.figures import figure_value
from holdfast.people.food.sharing import covered_needs, needs_by_role, role_of
from holdfast.people.grades import Grade, downgraded, grade_of, input_reason
from holdfast.people.inputs import KJ_PER_KCAL, fault, number, whole
from holdfast.people.refusals import refuse
from holdfast.people.statements import ThresholdStatement, crossing_days, threshold_statement
from holdfast.reference import value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from holdfast.people.census.groups import Population
    from holdfast.people.census.structure import State

    Floats = NDArray[np.float64]

_SHOWN_LOSSES = (5.0, 10.0, 20.0)  # 15 is a part of the refeeding rule only
LEVELS = (5.0, 50.0, 95.0)
MOST_MEMBERS = 20_000
MOST_MEMBER_DAYS = 5_000_000  # nine arrays of so many numbers are 0.4 GB


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DailyQuantiles:
    """The 5, 50 and 95 per cent points of the ensemble, straight between members; arrays over the days, the start first."""

    low: Floats
    median: Floats
    high: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MothersShare:
    """Pregnant or lactating women: how many, their need [kcal/d], what they eat over it [1, one value a day].

    Their body mass is not modelled.
    """

    state: State
    persons: float
    requirement_kcal: float
    covered: DailyQuantiles


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AdultOutlook:
    """The outlook for adults of 20 years and more who are neither pregnant nor lactating.

    Attributes
    ----------
    adults : float
        How many persons it is about.
    day : ndarray (days + 1,)
        0 is the start.
    mean_loss_percent : DailyQuantiles
        Loss of the mean body mass [%]; FORECAST before inputs lower it.
    share_lost_more_than : mapping of float to DailyQuantiles
        Share of adults [1] who lost more than 5, 10, 20 per cent.
    share_bmi_below : mapping of float to DailyQuantiles
        Share of adults [1] below a body-mass index of 18.5, 17, 16 kg/m2.
    refeeding_share : DailyQuantiles
        Share of adults [1] who would have to be fed with care if food came back on that day, by what body mass says;
        the flags also count days without food.
    refeeding : tuple of RefeedingFlag
        One for each jump of the intake.
    statements : tuple of ThresholdStatement
        When the loss of the mean passes 5, 10 and 20 per cent.
    curves_loss_percent : mapping of str to ndarray (days + 1,)
        Loss of the mean [%] with every parameter at its central value, under assumptions about structure that are
        shown side by side and never averaged.
    mothers : tuple of MothersShare
        Pregnant and lactating women, counted apart.
    infants_with_thin_mothers : DailyQuantiles
        Infants under six months times the share of other women of 20 to 59 years below 18.5: a flag, not a model.
    members, seed : int
        The ensemble.
    grade, class_grade : Grade
        Of the loss of the mean; of the shares and the refeeding flags.
    """

    adults: float
    day: NDArray[np.int64]
    mean_loss_percent: DailyQuantiles
    share_lost_more_than: Mapping[float, DailyQuantiles]
    share_bmi_below: Mapping[float, DailyQuantiles]
    refeeding_share: DailyQuantiles
    refeeding: tuple[RefeedingFlag, ...]
    statements: tuple[ThresholdStatement, ...]
    curves_loss_percent: Mapping[str, Floats]
    mothers: tuple[MothersShare, ...]
    infants_with_thin_mothers: DailyQuantiles
    members: int
    seed: int
    grade: Grade
    class_grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def adult_outlook(
    population: Population,
    *,
    kcal_per_person_day: float | Sequence[float] | Floats,
    days: int | None = None,
    members: int = 500,
    seed: int = 1,
    types: Sequence[AdultType] | None = None,
    eaten_ratio: float | None = None,
    adults_give: float = 0.0,
    input_reasons: Iterable[str] = (),
    deaths: bool = False,
) -> AdultOutlook:
    """Return the body mass of adults under a ration, with what is not known drawn for each member.

    Parameters
    ----------
    population : Population
        Who.
    kcal_per_person_day : float, sequence or ndarray
        Energy handed out, mean over everybody [kcal/person/d]: one number, one for each day, or an array of shape
        (members, days) from a run of the site.
    days : int or None
        Horizon [d, 1 to 3650]; ``None`` takes the length of what is given.
    members, seed : int
        Size of the ensemble, 1 to 20,000 and 5 million members times days; seed of its named streams. The first n members do not depend on how many
        there are.
    types : sequence of AdultType or None
        Bodies; ``None`` takes ``adult_types(population)``, whose heights are assumptions.
    eaten_ratio : float or None
        Eaten over handed out [1, 0 to 3], where it was observed; ``None`` draws ``health:r_hh``.
    adults_give : float
        Share of their need that adults give up to children [1, 0 to 0.5]; the curves show none and 30 per cent.
    input_reasons : iterable of str
        Why further inputs lower the grade, as :func:`holdfast.people.input_reason` writes it: an old census or ration.
    deaths : bool
        Always refused.

    Returns
    -------
    AdultOutlook

    Raises
    ------
    InputError
        HF-P031, HF-P032, HF-P033, HF-P034, HF-P036 for figures out of range.
    RefusedError
        HF-P001, if deaths are asked for.

    Notes
    -----
    Each member draws kappa2 ~ tri(0, 1.5, 2.2), tau_u ~ U(5, 21) d, PAL0 ~ tri(1.4, 1.55, 1.75), PAL_floor ~
    U(1.15, 1.3), the eaten ratio ~ tri(0.8, 1.05, 1.5) and the expenditure of the group (3 per cent). Persons lie
    around the type of their body by 5 per cent of expenditure, carried through the linear response; their spread is in
    the shares and not in the loss of the mean.
    """
    if deaths:
        refuse("adult_deaths_by_ration")
    size = _checked_members(members)
    given = _ration(kcal_per_person_day, days, size)
    ratio = None if eaten_ratio is None else number(eaten_ratio, "eaten_ratio", code="HF-P034", low=0.0, high=3.0)
    give = number(adults_give, "adults_give", code="HF-P034", low=0.0, high=0.5)
    chosen = adult_types(population) if types is None else tuple(types)
    if not chosen:
        raise fault("HF-P036", "types", "none", "at least one type of adult", "leave types out, or name bodies")
    adults = Adults(chosen)
    need = np.array([energy_need_kcal_per_day(each.age_band, each.sex) for each in chosen])[:, None]
    drawn = draw_members(size, seed, ratio)
    eaten = _Eaten(population, given * drawn.eaten_ratio[:, None])
    covered = eaten.by("givers", give)
    paths = adults.run(drawn, need, covered)
    persons = sum(each.persons for each in chosen)
    reasons = (
        *input_reasons,
        *input_reason("the structure of the population", guessed=population.is_default),
        *input_reason("the bodies of adults (heights above all)", guessed=types is None),
        *input_reason("what is eaten of what is handed out", guessed=eaten_ratio is None),
        *input_reason("what adults give up to children", guessed=give > 0.0),
        *_horizon_reasons(covered.shape[0]),
    )
    grade, class_grade = (
        Grade.SCENARIO if give > 0.0 else downgraded(grade_of(name), reasons)
        for name in (QUANTITY, "weight_loss_class")
    )
    return AdultOutlook(
        adults=persons,
        day=np.arange(covered.shape[0] + 1, dtype=np.int64),
        mean_loss_percent=_quantiles(paths.mean_loss_percent),
        share_lost_more_than={
            limit: _quantiles(paths.share_lost[at]) for at, limit in enumerate(LOSSES_PERCENT) if limit in _SHOWN_LOSSES
        },
        share_bmi_below={limit: _quantiles(paths.share_below[at]) for at, limit in enumerate(BMIS)},
        refeeding_share=_quantiles(paths.share_refeeding),
        refeeding=_flags(paths, covered, eaten.level, persons, class_grade),
        statements=_statements(paths, persons, reasons),
        curves_loss_percent=_curves(adults, need, population, np.median(given, axis=0), ratio, give),
        mothers=_mothers(population, eaten, give),
        infants_with_thin_mothers=_quantiles(population.infants_under_6_months * paths.women_thin),
        members=size,
        seed=int(seed),
        grade=grade,
        class_grade=class_grade,
        notes=_notes(reasons, population, paths, give),
        sources=(*MODEL_ROWS, *_DRAWN, "health:sigma_E", *REFEEDING_SOURCES, *population.sources),
    )


_DRAWN = tuple(f"health:{name}" for name in ("kappa2", "tau_u", "PAL0", "PAL_floor", "r_hh"))


class _Eaten:
    """Food over need of each member and day, shape (days, members), and what each role eats of it."""

    def __init__(self, population: Population, kcal: Floats) -> None:
        self.needs = needs_by_role(population)
        self.level = kcal.T / population.mean_energy_kcal_per_day

    def by(self, role: str, give: float) -> Floats:
        fill, cap = (figure_value(FIGURES, name) for name in ("children_filled_to", "share_cap"))
        shared = covered_needs(self.level, self.needs, give=give, fill=fill, cap=cap)
        return shared.givers if role == "givers" else shared.others


def _curves(
    adults: Adults, need: Floats, population: Population, given: Floats, ratio: float | None, give: float
) -> dict[str, Floats]:
    low, high = limits("adults_give")
    full = value("health:kappa2")
    cases = {
        "constant activity (kappa2 = 0)": (0.0, give),
        f"falling activity (kappa2 = {full:g})": (full, give),
        "adults give nothing to children": (full, low),
        f"adults give {high:.0%} of their need to children": (full, high),
    }
    middle = central_members([kappa2 for kappa2, _ in cases.values()], ratio)
    eaten = _Eaten(population, given[None, :] * middle.eaten_ratio[:, None])
    covered = np.stack([eaten.by("givers", phi)[:, at] for at, (_, phi) in enumerate(cases.values())], axis=1)
    loss = adults.run(middle, need, covered).mean_loss_percent
    return {name: loss[:, at].copy() for at, name in enumerate(cases)}


def _statements(paths: Paths, persons: float, reasons: tuple[str, ...]) -> tuple[ThresholdStatement, ...]:
    lost = paths.mean_loss_percent[1:].T.copy()
    # What the scale loses in the first two weeks is water in part: no alarm is based on it.
    begins = int(figure_value(FIGURES, "forecast_from"))
    lost[:, : begins - 1] = 0.0
    water = figure_value(FIGURES, "first_days_error")
    note = (
        f"Days before day {begins} are left out: scale weight is then uncertain by about {water:g} kg of water; a crossing on "
        f"day {begins} may have come before."
    )
    return tuple(
        threshold_statement(
            "weight_loss_class",
            crossing_days(lost, limit, ">"),
            horizon_days=float(lost.shape[1]),
            side=">",
            persons_exposed=persons,
            norm="class of weight loss, health specification, section 3",
            value=limit,
            unit="% of body mass",
            name="mean loss of body mass of adults",
            input_reasons=reasons,
            notes=(note,),
            sources=MODEL_ROWS,
        )
        for limit in _SHOWN_LOSSES
    )


def _mothers(population: Population, eaten: _Eaten, give: float) -> tuple[MothersShare, ...]:
    found = []
    states: tuple[State, ...] = ("pregnant", "lactating")
    for state in states:
        groups = [group for group in population.groups if group.state == state]
        persons = sum(group.persons for group in groups)
        if not persons:
            continue
        need = sum(group.persons * group.energy_kcal_per_day for group in groups)
        parts = [eaten.by(role_of(each), give) * each.persons * each.energy_kcal_per_day / need for each in groups]
        found.append(
            MothersShare(
                state=state, persons=persons, requirement_kcal=need / persons, covered=_quantiles(np.sum(parts, axis=0))
            )
        )
    return tuple(found)


def _flags(paths: Paths, covered: Floats, level: Floats, persons: float, grade: Grade) -> tuple[RefeedingFlag, ...]:
    bare = covered <= figure_value(FIGURES, "no_food")
    found = []
    for day in reopenings(np.median(level, axis=1).tolist()):
        # Days in a row without food until the evening before, in each member.
        run = np.cumprod(bare[: day - 1][::-1], axis=0).sum(axis=0)
        share = paths.share_refeeding[day - 1].copy()
        thin = paths.share_below[BMIS.index(BMI_OF_TWO), day - 1]
        light = paths.share_lost[LOSSES_PERCENT.index(LOSS_OF_TWO), day - 1]
        share = np.where(run > DAYS_OF_TWO, np.maximum(share, np.maximum(thin, light)), share)
        share = np.where(run > DAYS_ALONE, 1.0, share)
        low, median, high = (float(point) for point in np.percentile(share, LEVELS))
        found.append(
            RefeedingFlag(
                day=day,
                share=(low, median, high),
                persons=(low * persons, median * persons, high * persons),
                advice=ADVICE,
                grade=grade,
                sources=REFEEDING_SOURCES,
            )
        )
    return tuple(found)


def _notes(reasons: tuple[str, ...], population: Population, paths: Paths, give: float) -> tuple[str, ...]:
    notes = [f"Lowers the grade: {reason}." for reason in reasons]
    water = figure_value(FIGURES, "first_days_error")
    notes += [
        f"Scale weight in the first two weeks is uncertain by about {water:g} kg (water).",
        "Nobody at or above the body mass of the start eats more than kept it: no stores are laid up before a shortage.",
        "People of 15 to 19 years, pregnant and lactating women are not in the body mass.",
        "Food is shared by need; within a group nobody is better off than another.",
    ]
    if give > 0.0:
        notes.append(f"Adults are assumed to give up to {give:.0%} of their need to children: a scenario.")
    if paths.held.max() > 0.0:
        notes.append("Some paths stop at the lowest body-mass index observed and are held there.")
    return (*notes, *population.notes)


def _horizon_reasons(days: int) -> tuple[str, ...]:
    begins, ends = figure_value(FIGURES, "forecast_from"), figure_value(FIGURES, "forecast_until")
    if begins <= days <= ends:
        return ()
    return (f"the horizon of {days} days is outside {begins:g} to {ends:g}",)


def _ration(given: float | Sequence[float] | Floats, days: int | None, members: int) -> Floats:
    """Return the ration as (members, days)."""
    stated = np.asarray(given)
    if stated.dtype.kind not in "iuf":  # numpy would read text as numbers, and truth values as 1
        raise fault("HF-P032", "kcal_per_person_day", repr(given)[:60], "numbers of kilocalories", "give numbers")
    array = stated.astype(np.float64)
    if array.ndim == 0 and days is None:
        raise fault("HF-P033", "days", "none", "a number of days", "say for how many days the ration holds")
    horizon = checked_days(array.shape[-1] if days is None else days)
    shapes = {(), (horizon,), (members, horizon)}
    if array.shape not in shapes:
        expected = f"one number, {horizon} days, or {members} members by {horizon} days"
        raise fault("HF-P032", "kcal_per_person_day", f"shape {array.shape}", expected, "give every day")
    if not (np.isfinite(array).all() and (array >= 0.0).all()):
        raise fault("HF-P032", "kcal_per_person_day", "a negative or missing ration", "0 or more", "correct it")
    highest, most = float(array.max(initial=0.0)), limits("limit_ration")[1]
    if highest > most:
        asked = f"kJ meant? {highest:,.0f} kJ are {highest / KJ_PER_KCAL:,.0f} kcal; give kilocalories"
        raise fault("HF-P031", "kcal_per_person_day", f"{highest:,.0f} kcal", f"at most {most:,.0f}", asked)
    if members * horizon > MOST_MEMBER_DAYS:
        found = f"{members} for {horizon} days"
        raise fault("HF-P036", "members", found, f"at most {MOST_MEMBER_DAYS:,} together", "take fewer members")
    return np.broadcast_to(array, (members, horizon))


def _checked_members(members: object) -> int:
    return whole(members, "members", code="HF-P036", low=1, high=MOST_MEMBERS, mend="take 500")


def _quantiles(array: Floats) -> DailyQuantiles:
    low, median, high = np.percentile(array, LEVELS, axis=1)
    return DailyQuantiles(low=low, median=median, high=high)
