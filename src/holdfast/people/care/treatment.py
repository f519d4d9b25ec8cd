"""Dialysis and oxygen: how many sessions water, power and staffed machines allow, and for how many hours oxygen lasts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.people.care.medicines import QUANTITY, TABLE
from holdfast.people.figures import figure_value
from holdfast.people.grades import Grade, downgraded, grade_of, scenario_head, scenario_note
from holdfast.people.inputs import fault
from holdfast.people.uncertain import MEMBERS, as_members, points
from holdfast.sites import Value, field_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.people.uncertain import Floats, Uncertain

HOURS_IN_DAY, DAYS_IN_WEEK = 24.0, 7.0
STEP_H = 0.25
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class DialysisWeek:
    """What a week of dialysis looks like.

    Attributes
    ----------
    missed_q05, missed_median, missed_q95 : int
        Sessions a week that are wanted and not possible [sessions/week].
    possible_q05, possible_median, possible_q95 : int
        Sessions a week that water, power and staffed machines allow [sessions/week].
    wanted_median : int
        Sessions a week at the usual course [sessions/week].
    each_median : float
        Sessions a week for each patient if they are shared evenly, at most the usual course [sessions/week].
    limited_by : tuple of (str, float)
        ``water``, ``power``, ``machines``, ``nothing``: share of the members in which each sets the number [1].
    shortened_h : float or None
        Longest session in steps of a quarter of an hour that gives every patient the usual number in 95 per cent of the
        members [h]; the usual length if that fits; ``None`` if even the shortest does not.
    step : str
        The first step in words, one that holds in 95 per cent of the members; the physician's to take.
    grade, notes, sources
        What may be said, in which sense, and from which rows.
    """

    missed_q05: int
    missed_median: int
    missed_q95: int
    possible_q05: int
    possible_median: int
    possible_q95: int
    wanted_median: int
    each_median: float
    limited_by: tuple[tuple[str, float], ...]
    shortened_h: float | None
    step: str
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OxygenHours:
    """How long oxygen lasts.

    Attributes
    ----------
    hours_q05, hours_median, hours_q95 : float or None
        Hours until not everybody's flow is covered [h]; ``None`` if that does not come while power stays.
    persons : int
        People on oxygen, median [persons].
    covered_while_powered : float
        Share of the members in which concentrators alone cover the flow while there is power [1].
    events : tuple of str
        What happens, in words: an outage is an event, with the number of people it concerns and nothing about them.
    grade, notes, sources
        What may be said, in which sense, and from which rows.
    """

    hours_q05: float | None
    hours_median: float | None
    hours_q95: float | None
    persons: int
    covered_while_powered: float
    events: tuple[str, ...]
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PoweredCare:
    """When devices that people depend on stop for want of power.

    Attributes
    ----------
    device : str
        What it is, in words.
    persons : int
        People on it, median [persons].
    hours_q05, hours_median, hours_q95 : float or None
        Hours until mains and batteries are both gone [h]; ``None`` if power stays.
    event : str
        The outage in words, with the number of people it concerns and nothing about them; empty if power stays.
    grade, notes, sources
        What may be said, in which sense, and from which rows.
    """

    device: str
    persons: int
    hours_q05: float | None
    hours_median: float | None
    hours_q95: float | None
    event: str
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def dialysis_week(
    *,
    patients: Uncertain,
    machines: Uncertain,
    staffed_h_per_day: Uncertain,
    water_l_per_day: Uncertain,
    power_kwh_per_day: Uncertain,
    days_per_week: float = 6.0,
    sessions_wanted: float | None = None,
    water_l_per_session: Uncertain | None = None,
    kwh_per_session: Uncertain | None = None,
    session_h: float | None = None,
    input_reasons: Iterable[str] = (),
    members: int = MEMBERS,
    seed: int = 0,
) -> DialysisWeek:
    """Count the dialysis sessions of a week that water, power and staffed machines allow, and those that are missed.

    Parameters
    ----------
    patients : float, sequence, array or Value
        People on dialysis [persons], above 0.
    machines, staffed_h_per_day : float, sequence, array or Value
        Machines that work, and hours a day in which they are staffed [h/d], at most 24.
    water_l_per_day, power_kwh_per_day : float, sequence, array or Value
        Water [L/d] and energy [kWh/d] set aside for dialysis on a working day; what is not used is not carried over.
    days_per_week : float
        Working days [d/week], above 0, at most 7.
    sessions_wanted : float or None
        Usual sessions of a patient [sessions/week]; ``None`` takes 3.
    water_l_per_session, kwh_per_session : float, sequence, array or Value or None
        What a session of the usual length takes [L] and [kWh]. ``None`` takes the defaults of the clinics of a site,
        120 L (100 to 300) at the machine and 5 kWh (3 to 10). Two measured units drew 357 and 548 to 754 L and used 5.3
        and 10 to 12 kWh, because their plants throw half of the water away: state what the site's own plant draws.
    session_h : float or None
        Usual length [h]; ``None`` takes 4.
    input_reasons : iterable of str
        Why inputs are old or guessed; lowers the grade by one. Defaults of water and energy count as such.
    members, seed : int
        Members drawn from spreads, and their seed.

    Returns
    -------
    DialysisWeek
        Missed sessions first. Who gets which session is for the physician; no outcome is computed.

    Raises
    ------
    InputError
        HF-P050 numbers that cannot be; HF-P053 more than 24 h a day or 7 days a week; HF-P054 no patients, no working
        days, or sessions that take nothing.

    Notes
    -----
    On each day the smallest of ``floor(water / water a session)``, ``floor(energy / energy a session)`` and
    ``machines * floor((staffed hours + turnaround) / (length + turnaround))``; a week is that times its days. Shorter
    sessions are taken to use water and energy in proportion to their length (assumption: rinsing does not shrink).
    """
    defaults = _defaults(water_l_per_session, kwh_per_session)
    wanted_each = figure_value(TABLE, "dialysis_sessions") if sessions_wanted is None else sessions_wanted
    length = figure_value(TABLE, "dialysis_session_h") if session_h is None else session_h
    drawn = as_members(
        {
            "patients": patients,
            "machines": machines,
            "staffed_h_per_day": staffed_h_per_day,
            "water_l_per_day": water_l_per_day,
            "power_kwh_per_day": power_kwh_per_day,
            "water_l_per_session": defaults[0] if water_l_per_session is None else water_l_per_session,
            "kwh_per_session": defaults[1] if kwh_per_session is None else kwh_per_session,
            "days_per_week": days_per_week,
            "sessions_wanted": wanted_each,
            "session_h": length,
        },
        members=members,
        seed=seed,
    )
    _above_zero(drawn, ("patients", "water_l_per_session", "kwh_per_session", "days_per_week", "session_h"))
    _at_most(drawn, "staffed_h_per_day", HOURS_IN_DAY, "h a day")
    _at_most(drawn, "days_per_week", DAYS_IN_WEEK, "days a week")
    limits = _daily_limits(drawn, length)
    possible = np.floor(np.minimum.reduce(list(limits.values())) * drawn["days_per_week"] + _ROUNDING)
    wanted = np.ceil(drawn["patients"] * drawn["sessions_wanted"] - _ROUNDING)
    missed = points(np.maximum(0.0, wanted - possible))
    each = points(np.minimum(drawn["sessions_wanted"], possible / drawn["patients"]))
    reasons = (*input_reasons, *defaults[2])
    shortened = _shortened(drawn, length, wanted)
    possible_points = points(possible)
    grade = downgraded(grade_of(QUANTITY), reasons)
    return DialysisWeek(
        missed_q05=int(missed[0]),
        missed_median=int(missed[1]),
        missed_q95=int(missed[2]),
        possible_q05=int(possible_points[0]),
        possible_median=int(possible_points[1]),
        possible_q95=int(possible_points[2]),
        wanted_median=int(points(wanted)[1]),
        each_median=each[1],
        limited_by=_limited_by(limits, wanted / drawn["days_per_week"]),
        shortened_h=shortened,
        step=scenario_head(grade) + _step(int(missed[2]), each, shortened, length, wanted_each),
        grade=grade,
        notes=(
            *reasons,
            *scenario_note(grade),
            "which patient gets which session is for the physician; no outcome is computed",
        ),
        sources=(
            "C315",
            "sites/fields.csv:clinics.dialysis_l_per_session",
            "sites/fields.csv:clinics.dialysis_kwh_per_session",
            f"people/{TABLE}:dialysis_feed_water",
            f"people/{TABLE}:dialysis_kwh",
        ),
    )


def oxygen_hours(
    *,
    patients: Uncertain,
    flow_l_per_min: Uncertain,
    cylinder_l: Uncertain = 0.0,
    concentrators: Uncertain = 0.0,
    concentrator_l_per_min: Uncertain = 5.0,
    power_lost_in_h: Uncertain = math.inf,
    input_reasons: Iterable[str] = (),
    members: int = MEMBERS,
    seed: int = 0,
) -> OxygenHours:
    """Say for how many hours everybody's flow of oxygen is covered, and what an outage of power means.

    Parameters
    ----------
    patients : float, sequence, array or Value
        People on oxygen [persons], above 0.
    flow_l_per_min : float, sequence, array or Value
        Flow each needs on average [L/min], above 0, at most 15.
    cylinder_l : float, sequence, array or Value
        Gas left in all cylinders together [L at ambient pressure]; a full J or 50 L cylinder holds 7,000 to 10,000
        (C316, from memory).
    concentrators, concentrator_l_per_min : float, sequence, array or Value
        Concentrators that work, and what each gives [L/min].
    power_lost_in_h : float, sequence, array or Value
        Hours until power is lost [h]; infinite if it stays.
    input_reasons : iterable of str
        Why inputs are old or guessed; lowers the grade by one.
    members, seed : int
        Members drawn from spreads, and their seed.

    Returns
    -------
    OxygenHours

    Raises
    ------
    InputError
        HF-P050 numbers that cannot be; HF-P053 a flow above 15 L/min; HF-P054 nobody on oxygen, or no flow.

    Notes
    -----
    While there is power, cylinders give what concentrators do not; without it, all of it. Flow is shared between
    patients without loss, leaks and changes of cylinders are left out, so the hours are an upper bound.
    """
    drawn = as_members(
        {
            "patients": patients,
            "flow_l_per_min": flow_l_per_min,
            "cylinder_l": cylinder_l,
            "concentrators": concentrators,
            "concentrator_l_per_min": concentrator_l_per_min,
            "power_lost_in_h": power_lost_in_h,
        },
        members=members,
        seed=seed,
        endless=frozenset({"power_lost_in_h"}),
    )
    _above_zero(drawn, ("patients", "flow_l_per_min"))
    _at_most(drawn, "flow_l_per_min", figure_value(TABLE, "oxygen_highest_flow"), "L/min a person")
    need = 60.0 * drawn["patients"] * drawn["flow_l_per_min"]
    made = np.minimum(need, 60.0 * drawn["concentrators"] * drawn["concentrator_l_per_min"])
    outage, stock = drawn["power_lost_in_h"], drawn["cylinder_l"]
    short = need - made
    powered = np.divide(stock, short, out=np.full_like(stock, np.inf), where=short > 0.0)
    # Up to the outage, or up to the end of the gas if that comes first; a stock that is never drawn on stays whole.
    until = np.minimum(powered, outage)
    left = stock - np.where(short > 0.0, short * np.where(np.isfinite(until), until, 0.0), 0.0)
    hours = np.where(powered < outage, powered, outage + np.maximum(0.0, left) / need)
    low, middle, high = (None if math.isinf(point) else point for point in points(hours))
    persons = math.ceil(points(drawn["patients"])[1] - _ROUNDING)
    covered = float((short <= 0.0).mean())
    reasons = tuple(input_reasons)
    grade = downgraded(grade_of(QUANTITY), reasons)
    head = scenario_head(grade)
    return OxygenHours(
        hours_q05=low,
        hours_median=middle,
        hours_q95=high,
        persons=persons,
        covered_while_powered=covered,
        events=tuple(head + one for one in _oxygen_events(persons, middle, points(outage)[1], covered)),
        grade=grade,
        notes=(*reasons, *scenario_note(grade), "no leaks and no change of cylinders: the hours are an upper bound"),
        sources=("C316",),
    )


def powered_care(
    device: str,
    *,
    persons: Uncertain,
    power_lost_in_h: Uncertain,
    battery_h: Uncertain = 0.0,
    input_reasons: Iterable[str] = (),
    members: int = MEMBERS,
    seed: int = 0,
) -> PoweredCare:
    """Say when ventilators, incubators or other devices on mains power stop, and for how many people.

    Parameters
    ----------
    device : str
        In words: ``"ventilators"``, ``"neonatal incubators"``.
    persons : float, sequence, array or Value
        People on them [persons], above 0.
    power_lost_in_h : float, sequence, array or Value
        Hours until power is lost [h]; infinite if it stays.
    battery_h : float, sequence, array or Value
        Hours the devices then run by themselves [h].
    input_reasons : iterable of str
        Why inputs are old or guessed; lowers the grade by one.
    members, seed : int
        Members drawn from spreads, and their seed.

    Returns
    -------
    PoweredCare
        An event and a count. What follows for a person is not computed.

    Raises
    ------
    InputError
        HF-P050 numbers that cannot be, or a device without a name; HF-P054 nobody on it.

    Notes
    -----
    Hours until the outage plus hours on battery (health specification, section 8). Old batteries hold less than their
    plate says: state what a test showed.
    """
    if not device.strip():
        raise fault("HF-P050", "device", repr(device), "its name in words", 'write "ventilators"')
    drawn = as_members(
        {"persons": persons, "power_lost_in_h": power_lost_in_h, "battery_h": battery_h},
        members=members,
        seed=seed,
        endless=frozenset({"power_lost_in_h"}),
    )
    _above_zero(drawn, ("persons",))
    ends = points(drawn["power_lost_in_h"] + drawn["battery_h"])
    low, middle, high = (None if math.isinf(point) else point for point in ends)
    count = math.ceil(points(drawn["persons"])[1] - _ROUNDING)
    name = " ".join(device.split())
    reasons = tuple(input_reasons)
    grade = downgraded(grade_of(QUANTITY), reasons)
    head = scenario_head(grade)
    return PoweredCare(
        device=name,
        persons=count,
        hours_q05=low,
        hours_median=middle,
        hours_q95=high,
        event="" if middle is None else f"{head}after {middle:.3g} h no power for {name}: {count} people on them",
        grade=grade,
        notes=(*reasons, *scenario_note(grade), "batteries as stated; old ones hold less than their plate says"),
        sources=(),
    )


def _oxygen_events(persons: int, hours: float | None, outage_h: float, covered: float) -> tuple[str, ...]:
    said = []
    if math.isfinite(outage_h):
        said.append(f"power lost after {outage_h:.3g} h: {persons} people on oxygen depend on cylinders from then")
    if hours is not None:
        said.append(f"after {hours:.3g} h not everybody's oxygen is covered: {persons} people on oxygen")
    elif covered < 1.0:
        said.append("in some members concentrators alone do not cover the flow")
    return tuple(said)


def _defaults(water: Uncertain | None, energy: Uncertain | None) -> tuple[Value, Value, tuple[str, ...]]:
    litres, kwh = _field("dialysis_l_per_session"), _field("dialysis_kwh_per_session")
    said = []
    if water is None:
        said.append(f"water of a session is a default, {litres.low:g} to {litres.high:g} L; a plant draws more")
    if energy is None:
        said.append(f"energy of a session is a default, {kwh.low:g} to {kwh.high:g} kWh")
    return litres, kwh, tuple(said)


def _field(name: str) -> Value:
    # The defaults of a site's own clinics, so that both parts of the software say the same.
    of = next(field for field in field_rows() if (field.asset, field.field) == ("clinics", name))
    return Value(
        value=of.prior_value,
        low=of.prior_low,
        high=of.prior_high,
        distribution=of.prior_distribution,  # type: ignore[arg-type]  # the table of fields is checked as it is read
    )


def _daily_limits(drawn: Mapping[str, Floats], length_h: float) -> dict[str, Floats]:
    part = length_h / drawn["session_h"]
    turn = figure_value(TABLE, "dialysis_turnaround_h")
    rounds = np.floor((drawn["staffed_h_per_day"] + turn) / (length_h + turn) + _ROUNDING)
    return {
        "water": np.floor(drawn["water_l_per_day"] / (drawn["water_l_per_session"] * part) + _ROUNDING),
        "power": np.floor(drawn["power_kwh_per_day"] / (drawn["kwh_per_session"] * part) + _ROUNDING),
        "machines": np.floor(drawn["machines"] + _ROUNDING) * rounds,
    }


def _limited_by(limits: Mapping[str, Floats], wanted_per_day: Floats) -> tuple[tuple[str, float], ...]:
    names = list(limits)
    table = np.stack([limits[name] for name in names])
    enough = table.min(axis=0) >= wanted_per_day
    least = table.argmin(axis=0)
    shares = {name: float(((least == i) & ~enough).mean()) for i, name in enumerate(names)}
    return (*shares.items(), ("nothing", float(enough.mean())))


def _shortened(drawn: Mapping[str, Floats], length_h: float, wanted: Floats) -> float | None:
    shortest = figure_value(TABLE, "dialysis_shortest_h")
    steps = max(0, math.floor((length_h - shortest) / STEP_H + _ROUNDING))
    for step in range(steps + 1):
        tried = length_h - STEP_H * step
        daily = np.minimum.reduce(list(_daily_limits(drawn, tried).values()))
        possible = np.floor(daily * drawn["days_per_week"] + _ROUNDING)
        if points(wanted - possible)[2] <= 0.0:
            return tried
    return None


def _step(
    missed_q95: int, each: tuple[float, float, float], shortened: float | None, length_h: float, wanted: float
) -> str:
    if missed_q95 == 0:
        return f"{wanted:g} sessions a week for every patient are possible"
    if shortened is not None:
        return f"every patient could have {wanted:g} sessions a week of {shortened:g} h instead of {length_h:g} h"
    low, middle, high = each
    if low >= 2.0:
        return "two sessions a week are possible for every patient"
    spread = f"{middle:.1f}" if low == high else f"{middle:.1f}, from {low:.1f} to {high:.1f}"
    may = "" if middle < 2.0 else "perhaps "
    return f"{may}fewer than two sessions of {length_h:g} h a week for each patient ({spread})"


def _above_zero(drawn: Mapping[str, Floats], names: Iterable[str]) -> None:
    for name in names:
        if bool((drawn[name] <= 0.0).any()):
            mend = "leave out what does not exist; of nobody and of nothing there is no statement"
            raise fault("HF-P054", name, "0", "more than 0", mend)


def _at_most(drawn: Mapping[str, Floats], name: str, most: float, unit: str) -> None:
    highest = float(drawn[name].max())
    if highest > most:
        raise fault("HF-P053", name, f"{highest:g} {unit}", f"at most {most:g} {unit}", "check the figure and its unit")
