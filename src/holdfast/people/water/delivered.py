"""Water that arrived, held against what people have to drink and against the norms."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from holdfast.people.grades import Grade, downgraded, grade_of
from holdfast.people.inputs import fault, number
from holdfast.people.water.conditions import class_of, litres, unique
from holdfast.people.water.need import LABELS
from holdfast.reference import row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.people.water.need import WaterNeed
    from holdfast.people.water.of_population import PopulationWaterNeed

NORMS: Final = ("N001", "N002", "N003", "N004", "N005", "N006", "N010")
# Parts of one total: what is drunk is not cooked with, and neither washes anybody.
BEFORE: Final = {"N003": ("N001",), "N002": ("N001", "N003")}
INTAKE, TOTAL, MINIMUM, RECOMMENDED = "N001", "N004", "N005", "N010"
CLASSES: Final = (
    "below survival intake",
    "survival intake",
    "basic survival total",
    "minimum",
    "recommended",
)
PER_PERSON_DAY: Final = "L/person/day"
LITRES_PER_M3: Final = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterNormCheck:
    """One norm beside what arrived.

    Attributes
    ----------
    norm_id : str
        Row of the table of norms.
    name : str
        What it asks for, with who set it and its edition.
    level : str
        ``survival``, ``minimum`` or ``recommended``.
    low_l_per_person_day, high_l_per_person_day : float
        What it asks for; the same figure twice where it is one [L per person and day].
    counted_l_per_person_day : float
        What is counted against it: all that arrived; for cooking (N003) what drinking leaves, for hygiene (N002) what
        drinking and cooking leave, at the lower ends of their norms [L per person and day].
    is_met : bool
        Whether the lower end is there.
    short_l_per_person_day : float
        What is missing to the lower end, 0 if nothing [L per person and day].
    """

    norm_id: str
    name: str
    level: str
    low_l_per_person_day: float
    high_l_per_person_day: float
    counted_l_per_person_day: float
    is_met: bool
    short_l_per_person_day: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterNeedCheck:
    """Drinking need by one curve beside what arrived: the share that is covered and what is missing."""

    curve: str
    drinking_need_l_per_person_day: float
    covered: float
    short_l_per_person_day: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterDelivered:
    """Water that arrived, for one person and day, against norms and need.

    Attributes
    ----------
    litres_per_person_day : float
        What arrived, for all uses [L per person and day].
    water_class : str
        ``"below survival intake"`` (under 2.5 L), ``"survival intake"`` (under 7.5), ``"basic survival total"``
        (under 15), ``"minimum"`` (under 20) or ``"recommended"``.
    norms : tuple of WaterNormCheck
        N001 to N006 and N010.
    needs : tuple of WaterNeedCheck
        One for each curve; empty if no need was given.
    sphere_too_low : bool
        Whether the survival intake of Sphere would be too little to drink here; False if no need was given.
    grade : Grade
    notes, sources : tuple of str
    """

    litres_per_person_day: float
    water_class: str
    norms: tuple[WaterNormCheck, ...]
    needs: tuple[WaterNeedCheck, ...]
    sphere_too_low: bool
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]

    def norm(self, norm_id: str) -> WaterNormCheck:
        """Return the check of one norm, such as ``"N005"``."""
        return self.norms[NORMS.index(class_of(norm_id, NORMS, "norm_id"))]

    def __str__(self) -> str:
        lines = [f"{self.litres_per_person_day:g} L for each person and day: {self.water_class} ({self.grade})"]
        lines += [
            f"  {check.norm_id} {check.name}: {check.low_l_per_person_day:g} L, "
            + ("met" if check.is_met else f"{check.short_l_per_person_day:.1f} L short")
            for check in self.norms
        ]
        lines += [
            f"  to drink by the {LABELS[check.curve]}: {check.drinking_need_l_per_person_day:.1f} L, "
            f"{check.covered:.0%} covered"
            for check in self.needs
        ]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareOfWater:
    """What one group gets of an amount of water, shared evenly by head and by drinking need.

    Attributes
    ----------
    group : str
        Age band, sex, state and profile.
    persons : float
    drinking_need_l_per_person_day : float
        By the higher of the two curves [L per person and day].
    by_head_l_per_person_day, by_need_l_per_person_day : float
        What each would get [L per person and day].
    """

    group: str
    persons: float
    drinking_need_l_per_person_day: float
    by_head_l_per_person_day: float
    by_need_l_per_person_day: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterShares:
    """An amount of drinking water shared between the groups of a population.

    Attributes
    ----------
    litres_per_day : float
    shares : tuple of ShareOfWater
        In the order of the groups.
    covered : float
        Share of the whole drinking need that is there, at most 1 [1].
    persons_short_by_head : float
        People whose drinking need is not met when every head gets the same.
    grade : Grade
    notes, sources : tuple of str
    """

    litres_per_day: float
    shares: tuple[ShareOfWater, ...]
    covered: float
    persons_short_by_head: float
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterAtNorm:
    """Water that a norm asks for a number of people and days."""

    norm_id: str
    count: float
    days: float
    litres_per_day: float
    litres: float
    high_litres: float
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def water_delivered(
    litres_per_person_day: float, *, need: WaterNeed | None = None, input_reasons: Iterable[str] = ()
) -> WaterDelivered:
    """Hold the water that arrived against the norms and, if it is known, against what has to be drunk.

    Parameters
    ----------
    litres_per_person_day : float
        Water that reached people, for all uses, after leaks [L per person and day], 0 to 1000.
    need : WaterNeed or None
        What :func:`water_need` says of one person here.
    input_reasons : iterable of str
        Why inputs lower the grade (:func:`holdfast.people.input_reason`).

    Returns
    -------
    WaterDelivered
        Grade THRESHOLD: a norm is met or it is not; what follows for a person is not said.

    Raises
    ------
    InputError
        HF-P024, for a negative amount or one above 1000 L for each person.
    """
    there = litres(litres_per_person_day, "litres_per_person_day")
    needs = tuple(
        WaterNeedCheck(
            curve=one.name,
            drinking_need_l_per_person_day=one.drinking_need_l_per_day,
            covered=min(1.0, there / one.drinking_need_l_per_day),
            short_l_per_person_day=max(0.0, one.drinking_need_l_per_day - there),
        )
        for one in (need.curves if need else ())
    )
    reasons = tuple(input_reasons)
    return WaterDelivered(
        litres_per_person_day=there,
        water_class=water_class(there),
        norms=tuple(_checked(norm_id, there) for norm_id in NORMS),
        needs=needs,
        sphere_too_low=bool(need and need.sphere_too_low),
        grade=downgraded(grade_of("water_below_survival"), reasons),
        notes=unique(
            reasons,
            ("what arrived is for all uses: drinking comes first, and is not all of it",),
            (need.sphere_note, *need.notes) if need else (),
        ),
        sources=unique(NORMS, need.sources if need else ()),
    )


def water_class(litres_per_person_day: float) -> str:
    """Return the class of an amount of water, with the cut-offs 2.5, 7.5, 15 and 20 L (N001, N004, N005, N010)."""
    there = litres(litres_per_person_day, "litres_per_person_day")
    cut_offs = [_low_high(norm_id)[0] for norm_id in (INTAKE, TOTAL, MINIMUM, RECOMMENDED)]
    return CLASSES[sum(1 for cut_off in cut_offs if there >= cut_off)]


def water_shares(litres_per_day: float, need: PopulationWaterNeed) -> WaterShares:
    """Share drinking water between the groups of a population, by head and by need.

    Parameters
    ----------
    litres_per_day : float
        Water there is to drink in a day, for everyone [L/day], 0 to 1000 for each person.
    need : PopulationWaterNeed
        From :func:`water_need_of`.

    Returns
    -------
    WaterShares
        The need of a group is the higher of its two curves. By need everybody gets the same part of it, at most all.

    Raises
    ------
    InputError
        HF-P024, for a negative amount or one above 1000 L for each person.
    """
    there = number(litres_per_day, "litres_per_day", code="HF-P024", low=0.0, unit="L")
    by_head = litres(there / need.persons, "litres_per_day for each person")
    asked = [max(one.drinking_need_l_per_day for one in group.need.curves) for group in need.groups]
    whole = math.fsum(group.persons * one for group, one in zip(need.groups, asked, strict=True))
    covered = min(1.0, there / whole)
    return WaterShares(
        litres_per_day=there,
        shares=tuple(
            ShareOfWater(
                group=f"{group.age_band}, {group.sex}, {group.state}, {group.profile}",
                persons=group.persons,
                drinking_need_l_per_person_day=one,
                by_head_l_per_person_day=by_head,
                by_need_l_per_person_day=covered * one,
            )
            for group, one in zip(need.groups, asked, strict=True)
        ),
        covered=covered,
        persons_short_by_head=math.fsum(
            group.persons for group, one in zip(need.groups, asked, strict=True) if one > by_head
        ),
        grade=need.grade,
        notes=unique(("the need of a group is the higher of its two curves",), need.notes),
        sources=need.sources,
    )


def water_at_norm(norm_id: str, count: float, *, days: float = 1.0) -> WaterAtNorm:
    """Return the water a norm asks for: a camp at 15 L a day, or a cholera centre with its reserve.

    Parameters
    ----------
    norm_id : str
        A norm in litres for each person (patient, pupil, ...) and day, such as ``"N005"`` or ``"N047"``.
    count : float
        How many of them; 0 or more.
    days : float
        For how long [d]; 0 or more.

    Returns
    -------
    WaterAtNorm
        ``litres`` at the lower end of the norm, ``high_litres`` at its upper end; equal where it is one figure.

    Raises
    ------
    InputError
        HF-P026 a count or days below 0, HF-P028 a norm in another unit, HF-R010 no such norm.
    """
    mend = "give how many people there are, and for how many days"
    people, time = (
        number(given, where, code="HF-P026", low=0.0, mend=mend) for given, where in ((count, "count"), (days, "days"))
    )
    low, high = _low_high(norm_id)
    norm = row(norm_id)
    return WaterAtNorm(
        norm_id=norm_id,
        count=people,
        days=time,
        litres_per_day=people * low,
        litres=people * low * time,
        high_litres=people * high * time,
        grade=grade_of("norm_cutoff"),
        notes=(f"{norm.name} ({norm.source}, {norm.edition}), for each {norm.of or 'person'} and day",),
        sources=(norm_id,),
    )


def _low_high(norm_id: str) -> tuple[float, float]:
    norm = row(norm_id)
    ends = (norm.value, norm.value) if norm.kind == "number" else (norm.low, norm.high)
    if norm.unit != PER_PERSON_DAY or not all(isinstance(one, float) for one in ends):
        raise fault(
            "HF-P028",
            f"{norm.table}.csv, row {norm_id}",
            f"{norm.name} in {norm.unit}",
            f"a norm in {PER_PERSON_DAY}",
            "name a norm of water for each person and day, such as N005",
        )
    low, high = (float(one) for one in ends if isinstance(one, float))
    return low, high


def _checked(norm_id: str, there_l: float) -> WaterNormCheck:
    norm = row(norm_id)
    low, high = _low_high(norm_id)
    counted = max(0.0, there_l - sum(_low_high(first)[0] for first in BEFORE.get(norm_id, ())))
    return WaterNormCheck(
        norm_id=norm_id,
        name=f"{norm.name} ({norm.source}, {norm.edition})",
        level=norm.fields["level"],
        low_l_per_person_day=low,
        high_l_per_person_day=high,
        counted_l_per_person_day=counted,
        is_met=counted >= low,
        short_l_per_person_day=max(0.0, low - counted),
    )
