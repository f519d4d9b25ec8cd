"""What an ensemble run says of people: limits and norms crossed, how likely, from when, and for how many."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from holdfast.errors import InputError
from holdfast.forecast.people_inputs import Inputs
from holdfast.forecast.people_text import outlook_lines
from holdfast.people import (
    Grade,
    downgraded,
    input_reason,
    population_of,
    storage_limit_w,
    structural_core_k,
    threshold_statement,
)
from holdfast.reference import value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from numpy.typing import NDArray

    from holdfast.forecast.people_inputs import Observed
    from holdfast.lifelines import Run
    from holdfast.people import Population, ThresholdStatement
    from holdfast.sites import Site

    Floats = NDArray[np.float64]

HOURS_PER_DAY = 24
AGES = (65, 75, 85)
CORE_C = (38.5, 39.0)  # P5
# The outputs that a run has to keep for the days of core temperature, and the shares that tell how many are above a limit.
CORE_OUTPUTS = tuple(f"core_temp_{age}_c" for age in AGES)
CORE_SHARES = tuple(round(0.05 * n, 2) for n in range(1, 20))
SESSIONS_PER_WEEK = 3.0  # of one patient (assumption: the usual schedule of haemodialysis; two a week is a first cut)
HEAT_NOTE = (
    "A limit for people at rest in the shade, unclothed, fully watered and healthy, walls as warm as the air: harm begins "
    "before it, and nothing about any person follows from it."
)
PLACES_NOTE = (
    "Everyone of the group on the site is counted; shelter types with less than a twentieth of the people set no date."
)
ILL_NOTE = "The ill are counted with those over 65: nobody has published a limit for them."
CORE_NOTE = (
    "Resting, healthy people of this age in light clothing and still air; half men, half women. The two-node model of "
    "older people lies 0.5 to 0.9 K below this one."
)
ADULT_NOTE = "A resting, healthy adult whose part of the water is that of the need; children lose more for their mass."
DRUNK_NOTE = (
    "All the water that reaches people counts as drunk: not later than this. What is cooked or washed with brings the "
    "dates forward."
)
TOO_LOW_NOTE = "Sphere's survival intake is too low here: people lose more water in this heat than it gives back."


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreDay:
    """Core temperature of a resting adult of one age on one day, at its warmest hour, in the warmest place lived in.

    Attributes
    ----------
    day : date
        Calendar day of the site.
    age_y : int
        65, 75 or 85.
    q10_c, q50_c, q90_c : float
        10, 50 and 90 per cent points over the members at the hour with the highest median [degC].
    lower_q50_c : tuple of float
        Where the two-node model of older people (Ji et al. 2022) would have the median: 0.9 to 0.5 K below [degC]. What
        lies between the two models is an uncertainty of structure, in no member.
    share_above_38_5, share_above_39 : float
        Share of the members above 38.5 and 39 degC in that hour, to the nearest 5 per cent [1].
    """

    day: date
    age_y: int
    q10_c: float
    q50_c: float
    q90_c: float
    lower_q50_c: tuple[float, float]
    share_above_38_5: float
    share_above_39: float


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
    notes : tuple of str
        What was assumed of who is there.
    """

    persons: float
    persons_in_doubt: bool = False
    statements: tuple[ThresholdStatement, ...]
    core_days: tuple[CoreDay, ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values for JSON."""
        return {
            "persons": self.persons,
            "persons_in_doubt": self.persons_in_doubt,
            "statements": [asdict(one) | {"grade": str(one.grade)} for one in self.statements],
            "core_days": [asdict(one) | {"day": one.day.isoformat()} for one in self.core_days],
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
    norms = _norms(site, of, known, for_all)
    said = [_statement(run, norm, for_all) for norm in norms if norm.event in run.event_times]
    said.sort(key=lambda one: (one.median_day is None, one.median_day or 0.0, -one.probability))
    warm = core_days(run) if days else ()
    return PeopleOutlook(
        persons=of.persons,
        persons_in_doubt=bool(known.people()),
        statements=tuple(said),
        core_days=warm,
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


def _age_guessed(of: Population) -> tuple[str, ...]:
    """Say whether the ages behind a count of who is exposed are those of a usual population."""
    return input_reason("the age of the people", guessed=True) if of.is_default else ()


def _norms(site: Site, of: Population, known: Inputs, for_all: tuple[str, ...]) -> Iterable[_Norm]:
    air = (*known.humidity(), *known.rooms())
    for norm in (*_heat(of), *_core(of)):
        yield norm._replace(reasons=(*norm.reasons, *air))
    water = known.water()
    yield from _water(site, of.persons, water, air)
    yield from _deficits(of.persons, (*water, *air), downgraded(Grade.THRESHOLD, (*for_all, *water)))
    yield from _patients(site, of, known)


def _heat(of: Population) -> Iterable[_Norm]:
    old, ill = of.persons_of(profile="old"), of.persons_of(profile="ill")
    for name, words, persons, notes in (
        ("65_plus", "people over 65", old + ill, (HEAT_NOTE, PLACES_NOTE, *((ILL_NOTE,) if ill else ()))),
        ("young", "younger adults", of.persons - old - ill, (HEAT_NOTE, PLACES_NOTE)),
    ):
        row = "old" if name == "65_plus" else name
        sources = tuple(f"health:{one}_{row}" for one in ("m", "ad", "w", "S"))
        for event, said, limit in (
            (f"heat_not_compensable_{name}", f"heat that {words} cannot lose", 0.0),
            (
                f"heat_past_6_h_limit_{name}",
                f"heat that, lasting six hours, is past the published limit of {words}",
                storage_limit_w(6.0, value(f"health:m_{row}")),
            ),
        ):
            yield _Norm(
                event=event,
                quantity="heat_limit",
                name=said,
                side=">",
                norm_id=None,
                norm="limit of Vanos et al. 2023",
                value=round(limit, 1),
                unit="W that the body cannot lose",
                persons=persons,
                notes=notes,
                sources=sources,
                reasons=_age_guessed(of),
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
                notes=(CORE_NOTE, PLACES_NOTE, "Everyone of 60 and over is counted, not those of this age alone."),
                reasons=_age_guessed(of),
            )


def _water(site: Site, persons: float, reasons: tuple[str, ...], air: tuple[str, ...]) -> Iterable[_Norm]:
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
        sources=("physics:s0", "physics:s1", "physics:s2"),
        reasons=(*reasons, *air),
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


def _deficits(persons: float, reasons: tuple[str, ...], at_best: Grade) -> Iterable[_Norm]:
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
            notes=(ADULT_NOTE, DRUNK_NOTE),
            sources=(source,),
            reasons=reasons,
            # What is made from water that reaches people is no better known than that water.
            at_best=at_best if at_best is Grade.SCENARIO else None,
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
        value=0.0,
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
        value=0.05,
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
        value=0.0,
        unit="h",
        persons=of.persons,
        notes=(
            "Everyone on the site is counted: who is due for vaccination is not known. The vial monitor says what is still good.",
        ),
        reasons=known.cold(),
    )


# --- core temperature by day ----------------------------------------------------------------------------------------------


def core_days(run: Run) -> tuple[CoreDay, ...]:
    """Return the core temperature of older people for every day and age, at the warmest hour.

    Parameters
    ----------
    run : Run
        With outputs of every member, or quantiles of ``CORE_OUTPUTS``.

    Returns
    -------
    tuple of CoreDay
        Empty where neither was kept. From quantiles, the share above a limit is read between the two probabilities that
        enclose it.

    Raises
    ------
    InputError
        HF-P070, if the quantiles kept do not hold 10, 50 and 90 per cent.
    """
    found: list[CoreDay] = []
    days = np.array([(run.start + timedelta(hours=hour)).date().toordinal() for hour in range(run.hours)])
    for age, name in zip(AGES, CORE_OUTPUTS, strict=True):
        if name in run.outputs:
            table = np.quantile(run.outputs[name], CORE_SHARES, axis=0)
            shares = np.array(CORE_SHARES)
        elif name in run.quantiles:
            table, shares = run.quantiles[name], np.array(run.probabilities)
            _check(shares)
        else:
            continue
        found += [_core_day(run, age, table, shares, np.flatnonzero(days == day)) for day in np.unique(days)]
    return tuple(sorted(found, key=lambda one: (one.day, one.age_y)))


def _core_day(run: Run, age: int, table: Floats, shares: Floats, hours: NDArray[np.int64]) -> CoreDay:
    middle = table[np.argmin(np.abs(shares - 0.5))]
    hour = int(hours[int(np.argmax(middle[hours]))])
    column = table[:, hour]
    q10, q50, q90 = (float(column[np.argmin(np.abs(shares - share))]) for share in (0.1, 0.5, 0.9))
    between = structural_core_k()
    above = [_share_above(column, shares, limit) for limit in CORE_C]
    return CoreDay(
        day=(run.start + timedelta(hours=hour)).date(),
        age_y=age,
        q10_c=q10,
        q50_c=q50,
        q90_c=q90,
        lower_q50_c=(q50 - between[1], q50 - between[0]),
        share_above_38_5=above[0],
        share_above_39=above[1],
    )


def _share_above(column: Floats, shares: Floats, limit: float) -> float:
    """Share above a limit, to the nearest 5 per cent; 0 or 1 where all quantiles lie on one side."""
    if limit <= column[0]:
        return 1.0
    if limit > column[-1]:
        return 0.0
    return float(round(20.0 * (1.0 - np.interp(limit, column, shares))) / 20.0)


def _check(shares: Floats) -> None:
    if any(np.abs(shares - share).min() > 1e-9 for share in (0.1, 0.5, 0.9)):
        raise InputError(
            "HF-P070",
            where="quantiles of core temperature",
            found=", ".join(f"{share:g}" for share in shares),
            expected="quantiles that hold 0.1, 0.5 and 0.9",
            mend="run with quantiles=CORE_SHARES, or keep every output",
        )
