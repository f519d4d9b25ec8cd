"""What an ensemble run says of people: limits and norms crossed, how likely, from when, and for how many."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from holdfast.forecast.core_by_day import AGES, CORE_C, CoreDay, core_days
from holdfast.forecast.people_inputs import Inputs
from holdfast.forecast.people_text import outlook_lines
from holdfast.lifelines import threshold_of
from holdfast.people import (
    Grade,
    downgraded,
    grade_of,
    input_reason,
    population_of,
    storage_limit_w,
    threshold_statement,
)
from holdfast.reference import value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.forecast.people_inputs import Observed
    from holdfast.lifelines import Run
    from holdfast.people import Population, ThresholdStatement
    from holdfast.sites import Site

HOURS_PER_DAY = 24
SESSIONS_PER_WEEK = 3.0  # of one patient (assumption: the usual schedule of haemodialysis; two a week is a first cut)
HEAT_NOTE = (
    "A limit for people at rest in the shade, unclothed, fully watered and healthy, walls as warm as the air: harm begins "
    "before it, and nothing about any person follows from it."
)
AIR_NOTE = "Air at the body:"
AIR_WORDS = (
    "{} {:.2g} m/s in rooms, and outdoors that or 1 m/s, whichever is worse. The published limits are those of 1 m/s: in "
    "dry heat still air moves them up by about 2 K, in humid heat down."
)
OLDER_NOTE = "Everyone of 60 and over is counted, by the limit of those over 65."
LEFT_OUT_NOTE = "Counted are those of 15 to 59 who are not ill, pregnant or breastfeeding."
LEFT_OUT_WORDS = (
    "{} Children, pregnant and breastfeeding women ({:,.0f} people here) are in no published model of heat: treat them "
    "as those over 65."
)
PLACES_NOTE = (
    "Everyone of the group on the site is counted; shelter types with less than a twentieth of the people set no date."
)
ILL_NOTE = "The ill are counted with those over 65: nobody has published a limit for them."
CORE_NOTE = (
    "Resting, healthy people of this age in light clothing and still air; half men, half women. The two-node model of "
    "older people lies 0.5 to 0.9 K below this one."
)
AGES_NOTE = "Everyone of 60 and over is counted, not those of this age alone."
TOO_LOW_NOTE = (
    "Sphere's survival intake is too low here: by both curves of water loss people lose more in this heat than it gives "
    "back. In cooler air one of the two says so alone, which is not told."
)
DRUNK_NOTE = (
    "All water that reaches people counts as drunk: what is cooked or washed with brings these dates forward, by days "
    "where it is most of the water."
)
SWEAT_NOTE = (
    "Sweat by P1, a fit to ISO 7933 at dew points of 10 and 20 degC: drier air counts as 10 degC, and in more humid air "
    "the standard itself is taken where it is more. The other curve, the heat balance, has less below about 38 degC."
)
BEYOND_NOTE = "The equation of sweat is used beyond what it was fitted to"
BEYOND_WORDS = "{} (14 to 50 degC, dew points up to 20 degC) in {:.0%} of the hours."
OFTEN = 0.05  # share of such hours from which on a statement is one grade lower: what a forecast counts as seldom


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleOutlook:
    """What a run says of people.

    Attributes
    ----------
    persons : float
        People of the site, at the median of what is stated.
    persons_in_doubt : bool
        True where that number is old, a default or a guess.
    statements : tuple of ThresholdStatement
        One for each limit and norm that the run can tell of, the soonest median first.
    core_days : tuple of CoreDay
        By day and age; empty where the run kept no quantiles or outputs of core temperature.
    core_grade : Grade
        Grade of these days, which count nobody.
    core_reasons, core_notes : tuple of str
        What is old or guessed among their inputs, and what they hold for.
    notes : tuple of str
        What was assumed of who is there.
    """

    persons: float
    persons_in_doubt: bool = False
    statements: tuple[ThresholdStatement, ...]
    core_days: tuple[CoreDay, ...]
    core_grade: Grade = Grade.THRESHOLD
    core_reasons: tuple[str, ...] = ()
    core_notes: tuple[str, ...] = ()
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values for JSON."""
        return {
            "persons": self.persons,
            "persons_in_doubt": self.persons_in_doubt,
            "statements": [asdict(one) | {"grade": str(one.grade)} for one in self.statements],
            "core_days": [asdict(one) | {"day": one.day.isoformat()} for one in self.core_days],
            "core_grade": str(self.core_grade),
            "core_notes": [*self.core_notes, *self.core_reasons],
            "notes": list(self.notes),
        }

    def lines(self) -> list[str]:
        """Return it as text: what may be crossed, with every note it needs; what guesses keep out of it is counted."""
        return outlook_lines(self)


class _Norm(NamedTuple):
    """One limit or norm: the event that tells of it, and how it is worded."""

    event: str
    quantity: str
    name: str
    side: Any
    norm_id: str | None
    norm: str
    value: float | None
    unit: str
    persons: float
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    at_best: Grade | None = None


def people_outlook(
    run: Run,
    site: Site,
    *,
    persons: Mapping[str, float] | None = None,
    observed: Observed = (),
    days: bool = True,
) -> PeopleOutlook | None:
    """Return what a run says of people.

    Parameters
    ----------
    run : Run
        A run of the site; its event times are enough. The days of core temperature need its outputs, or the quantiles
        ``CORE_SHARES`` of ``CORE_OUTPUTS``.
    site : Site
        The site that was run.
    persons : mapping of str to float, optional
        Persons by id of a group, where more is known of them than the site states; default: its medians.
    observed : mapping of str to float, or collection of str
        Paths of values that claims speak of: they are no guesses, whatever the site leaves open. In a mapping, with the
        days since what was claimed was seen [d]: old ones lower the grade.
    days : bool
        False: without the days of core temperature.

    Returns
    -------
    PeopleOutlook or None
        None where nobody lives there.

    Notes
    -----
    Every statement is a threshold with its probability, its 5 and 50 per cent days and the people exposed (health
    specification, section 1). No figure says what becomes of anybody.
    """
    counts = {group.id: group.count.median for group in site.people} | dict(persons or {})
    if not any(count > 0.0 for count in counts.values()):
        return None
    of = population_of(site, persons=persons)
    known = Inputs(site=site, weather_is_sites=run.provenance.get("weather") == "of the site", observed=observed)
    for_all = (*known.people(), *known.temperature())
    norms = _norms(run, site, of, known, for_all)
    said = [_statement(run, norm, for_all) for norm in norms if norm.event in run.event_times]
    said.sort(key=lambda one: (one.median_day is None, one.median_day or 0.0, -one.probability))
    warm = core_days(run) if days else ()
    # The days of core temperature count nobody: who is there, and of what age, is none of their inputs.
    core_reasons = (*known.temperature(), *known.humidity(), *known.rooms())
    return PeopleOutlook(
        persons=of.persons,
        persons_in_doubt=bool(known.people()),
        statements=tuple(said),
        core_days=warm,
        core_grade=downgraded(grade_of("core_temperature"), core_reasons),
        core_reasons=tuple(dict.fromkeys(core_reasons)),
        core_notes=(CORE_NOTE, PLACES_NOTE),
        notes=of.notes,
    )


def _statement(run: Run, norm: _Norm, for_all: tuple[str, ...]) -> ThresholdStatement:
    return threshold_statement(
        norm.quantity,
        run.event_times[norm.event] / HOURS_PER_DAY,
        horizon_days=run.hours / HOURS_PER_DAY,
        side=norm.side,
        persons_exposed=norm.persons,
        norm_id=norm.norm_id,
        norm=norm.norm,
        value=norm.value,
        unit=norm.unit,
        name=norm.name,
        input_reasons=dict.fromkeys((*for_all, *norm.reasons)),
        at_best=norm.at_best,
        notes=norm.notes,
        sources=norm.sources,
    )


def _age_guessed(of: Population, what: str = "age") -> tuple[str, ...]:
    """Say whether the ages behind a count of who is exposed are those of a usual population."""
    return input_reason("the age of the people", guessed=True) if what in of.guessed else ()


def _norms(run: Run, site: Site, of: Population, known: Inputs, for_all: tuple[str, ...]) -> Iterable[_Norm]:
    air = (*known.humidity(), *known.rooms())
    for norm in (*_heat(of, site.weather.air_at_body_m_s.median), *_core(of)):
        yield norm._replace(reasons=(*norm.reasons, *air))
    water = known.water()
    notes, beyond = _beyond_fit(run)
    yield from _water(site, of.persons, water, notes, air, beyond)
    for norm in _deficits(of.persons, (*water, *air, *beyond), notes):
        # Made from the water that reaches people, and so no better known than that water.
        yield norm._replace(at_best=downgraded(Grade.THRESHOLD, (*for_all, *water))) if for_all or water else norm
    yield from _patients(site, of, known)


def _beyond_fit(run: Run) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say what the sweat of the run rests on, and whether that lowers the grade of what follows from it."""
    share = run.flags.get("sweat", 0.0)
    if share <= 0.0:
        return (SWEAT_NOTE,), ()
    said = BEYOND_WORDS.format(BEYOND_NOTE, share)
    reasons = (said[0].lower() + said[1:-1],) if share >= OFTEN else ()
    return (SWEAT_NOTE, said), reasons


def _heat(of: Population, air_m_per_s: float) -> Iterable[_Norm]:
    ill = of.persons_of(profile="ill")
    frail = of.persons_of(profile="old") + ill
    adults = math.fsum(of.persons_of(age_band=band, state="none", profile="young") for band in ("15-19", "20-59"))
    always = (HEAT_NOTE, AIR_WORDS.format(AIR_NOTE, air_m_per_s), PLACES_NOTE)
    left_out = LEFT_OUT_WORDS.format(LEFT_OUT_NOTE, of.persons - frail - adults)
    for name, row, words, norm, persons, note, guess in (
        ("65_plus", "old", "people of 60 and over", "those over 65", frail, OLDER_NOTE, "frail"),
        ("young", "young", "adults of 15 to 59", "those of 18 to 40", adults, left_out, "age"),
    ):
        sources = tuple(f"health:{one}_{row}" for one in ("m", "ad", "w", "S"))
        for event, said, limit in (
            (f"heat_not_compensable_{name}", f"heat that {words} cannot lose", 0.0),
            (
                f"heat_past_6_h_limit_{name}",
                f"heat that, lasting six hours, is past the published limit for {words}",
                storage_limit_w(6.0, value(f"health:m_{row}")),
            ),
        ):
            yield _Norm(
                event=event,
                quantity="heat_limit",
                name=said,
                side=">",
                norm_id=None,
                norm=f"limit of Vanos et al. 2023 for {norm}",
                value=round(limit, 1),
                unit="W that the body cannot lose",
                persons=persons,
                notes=(*always, note, *((ILL_NOTE,) if ill and row == "old" else ())),
                sources=sources,
                reasons=_age_guessed(of, guess),
            )


def _core(of: Population) -> Iterable[_Norm]:
    for limit, code in zip(CORE_C, ("38_5c", "39c"), strict=True):
        for age in AGES:
            yield _Norm(
                event=f"core_{code}_at_{age}",
                quantity="core_temperature",
                name=f"core temperature of resting people of {age}",
                side=">",
                norm_id=None,
                norm="threshold of the physics specification, P5",
                value=limit,
                unit="degC",
                persons=of.persons_of(age_band="60+"),
                notes=(CORE_NOTE, PLACES_NOTE, AGES_NOTE),
                reasons=_age_guessed(of),
            )


def _water(
    site: Site,
    persons: float,
    reasons: tuple[str, ...],
    sweat: tuple[str, ...],
    air: tuple[str, ...],
    beyond: tuple[str, ...],
) -> Iterable[_Norm]:
    quantity = "water_below_survival"
    every = "All the water that reached people in 24 hours, for all uses, shared evenly."

    def one(event: str, name: str, **norm: Any) -> _Norm:
        given: dict[str, Any] = {"norm": "", "value": None, "unit": "", "notes": (every,), "reasons": reasons}
        return _Norm(
            event=event, quantity=quantity, name=name, persons=persons, **{"side": "<", "norm_id": None} | given | norm
        )

    if "water" not in site.failures:
        yield one("water_under_15_l", "water that reaches people", norm_id="N005")
    yield one("water_under_survival_total", "water that reaches people", norm_id="N004", value=_low("N004"))
    yield one(
        "water_under_drinking_need",
        "water for all uses against what people need to drink",
        norm="drinking need by the sweat of the hour, W10",
        value=1.0,
        unit="of the need",
        notes=(every, *sweat),
        sources=("physics:s0", "physics:s1", "physics:s2"),
        reasons=(*reasons, *air, *beyond),
    )
    yield one(
        "need_above_survival_intake",
        "drinking need above the survival intake",
        side=">",
        norm_id="N001",
        value=_low("N001"),
        notes=(TOO_LOW_NOTE,),
        reasons=air,
    )


def _low(norm: str) -> float:
    from holdfast.reference import row  # noqa: PLC0415

    return float(np.min(np.asarray(row(norm).low, dtype=np.float64)))


def _deficits(persons: float, reasons: tuple[str, ...], sweat: tuple[str, ...]) -> Iterable[_Norm]:
    for percent, source in ((2.0, "health:d_2"), (5.0, "physics:B_5"), (10.0, "health:d_10")):
        yield _Norm(
            event=f"deficit_{percent:g}_percent",
            quantity="water_deficit_days",
            name="body water that a resting adult lacks",
            side=">",
            norm_id=None,
            norm="share of body mass",
            value=percent,
            unit="% of 70 kg",
            persons=persons,
            notes=(
                "A resting, healthy adult whose part of the water is that of the need; children lose more for their mass.",
                DRUNK_NOTE,
                *sweat,
            ),
            sources=(source,),
            reasons=reasons,
        )


def _patients(site: Site, of: Population, known: Inputs) -> Iterable[_Norm]:
    quantity = "persons_without_medicine"

    oxygen = [clinic.oxygen_concentrators for clinic in site.clinics if clinic.oxygen_concentrators is not None]
    yield _Norm(
        event="oxygen_stops",
        quantity=quantity,
        name="oxygen concentrators without power",
        side=">",
        norm_id=None,
        norm="power for every concentrator at every hour",
        value=threshold_of(site, "oxygen"),
        unit="of their time",
        persons=math.fsum(one.median for one in oxygen),
        notes=("One patient for each concentrator; cylinders are not counted.",),
        reasons=known.machines("oxygen_concentrators"),
    )
    each = [clinic for clinic in site.clinics if clinic.dialysis_machines is not None]
    daily = math.fsum(
        c.dialysis_machines.median * c.dialysis_sessions_per_day.median for c in each if c.dialysis_machines
    )
    yield _Norm(
        event="dialysis_stops",
        quantity=quantity,
        name="dialysis for want of power or treated water",
        side="<=",
        norm_id=None,
        norm="sessions that could be held",
        value=threshold_of(site, "dialysis"),
        unit="of those meant",
        persons=daily * 7.0 / SESSIONS_PER_WEEK,
        notes=(f"Patients counted from the sessions of a week, {SESSIONS_PER_WEEK:g} for each: an assumption.",),
        reasons=(*known.machines("dialysis_machines"), *known.machines("dialysis_sessions_per_day"), *known.water()),
    )
    yield _Norm(
        event="vaccine_holdover_end",
        quantity=quantity,
        name="vaccines whose refrigerator has lost its cold",
        side="<=",
        norm_id=None,
        norm="hold-over left",
        value=threshold_of(site, "vaccines"),
        unit="h",
        persons=of.persons,
        notes=(
            "Everyone on the site is counted: who is due for vaccination is not known. The vial monitor says what is still good.",
        ),
        reasons=known.cold(),
    )
