"""How much water people lose in heat and have to drink, by two curves that are both shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from holdfast.people.figures import figures_of
from holdfast.people.grades import Grade, downgraded, grade_of, input_reason
from holdfast.people.heat.moist_air import saturation_kpa
from holdfast.people.inputs import number
from holdfast.people.water.conditions import (
    FIGURES,
    HOURS,
    Air,
    air_of,
    class_of,
    figure,
    litres,
    mass_of,
    single,
    unique,
)
from holdfast.people.water.curves import BALANCE, CURVES, FIT, Body, Loss, loss_of
from holdfast.reference import row, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ACTIVITIES: Final = ("rest", "light")
PERSONS: Final = ("adult", "old", "child")
STATES: Final = {"none": None, "pregnant": "D158", "lactating": "D159"}
SURVIVAL_INTAKE: Final = "N001"
LABELS: Final = {FIT: "fit to ISO 7933", BALANCE: "heat balance"}
_SOURCES: Final = {
    FIT: ("physics:s0", "physics:s1", "physics:s2", "physics:s_min", "physics:w_base"),
    BALANCE: ("health:basal",),
}
_STATE_NAMES: Final = {"pregnant": "pregnancy", "lactating": "lactation"}
_SWEAT_ROWS: Final = {"adult": "health:S_young", "old": "health:S_old", "child": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterCurve:
    """What one structural curve says of one kind of person.

    Attributes
    ----------
    name : str
        ``"iso_fit"`` or ``"heat_balance"``.
    loss_l_per_day, loss_low_l_per_day, loss_high_l_per_day : float
        Water lost in a day, mean over the days, with the 5 to 95 per cent range of a group's mean
        [L per person and day].
    drinking_need_l_per_day, drinking_need_low_l_per_day, drinking_need_high_l_per_day : float
        ``max(2.5, loss - food water - 0.3)``, mean over the days [L per person and day].
    loss_by_day_l, drinking_need_by_day_l : tuple of float
        The same of each day [L per person].
    loss_by_hour_l : tuple of float
        Loss of each hour from midnight of the first day [L per person].
    sphere_too_low : bool
        Whether some day asks for more than the lower end of Sphere's survival intake.
    hours_outside : int
        Hours in which the curve is carried on past the temperatures it was fitted to or checked in.
    hours_beyond_sweat : int
        Hours in which more sweat is required than the published profile can give. There the loss is a demand and the
        heat limit decides. Always 0 for the fit.
    """

    name: str
    loss_l_per_day: float
    loss_low_l_per_day: float
    loss_high_l_per_day: float
    drinking_need_l_per_day: float
    drinking_need_low_l_per_day: float
    drinking_need_high_l_per_day: float
    loss_by_day_l: tuple[float, ...]
    drinking_need_by_day_l: tuple[float, ...]
    loss_by_hour_l: tuple[float, ...]
    sphere_too_low: bool
    hours_outside: int
    hours_beyond_sweat: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterNeed:
    """Water that one kind of person loses and has to drink; one entry for each structural curve.

    Attributes
    ----------
    activity, person, state : str
        The classes asked for.
    mass_kg : float
        Body mass [kg].
    days : int
        Days of air.
    highest_c, mean_c : float
        Highest temperature that was given, and mean over the hours [degC].
    food_water_l_per_day : float
        Water eaten with food [L per person and day].
    curves : tuple of WaterCurve
        The fit to ISO 7933, then the heat balance. They are not to be averaged.
    survival_intake_l_per_day : tuple of float
        Lower and upper end of norm N001 [L per person and day].
    sphere_too_low : bool
        Whether any curve asks for more than its lower end.
    sphere_note : str
        The same in words.
    extrapolated : bool
        Whether any curve left the temperatures or the humidity it was fitted to or checked in.
    grade : Grade
    input_reasons : tuple of str
        What lowered it; empty if nothing did.
    notes : tuple of str
        Assumptions, defaults and limits, in sentences.
    sources : tuple of str
        Ids of the rows used.
    """

    activity: str
    person: str
    state: str
    mass_kg: float
    days: int
    highest_c: float
    mean_c: float
    food_water_l_per_day: float
    curves: tuple[WaterCurve, ...]
    survival_intake_l_per_day: tuple[float, float]
    sphere_too_low: bool
    sphere_note: str
    extrapolated: bool
    grade: Grade
    input_reasons: tuple[str, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]

    def curve(self, name: str) -> WaterCurve:
        """Return one curve by its name, ``"iso_fit"`` or ``"heat_balance"``."""
        return self.curves[CURVES.index(class_of(name, CURVES, "curve"))]

    def __str__(self) -> str:
        lines = [f"{self.person}, {self.activity}, {self.mass_kg:g} kg, up to {self.highest_c:.1f} degC ({self.grade})"]
        lines += [
            f"  {LABELS[one.name]}: loses {one.loss_l_per_day:.1f} L a day"
            f" ({one.loss_low_l_per_day:.1f} to {one.loss_high_l_per_day:.1f}),"
            f" has to drink {one.drinking_need_l_per_day:.1f}"
            for one in self.curves
        ]
        return "\n".join([*lines, f"  {self.sphere_note}"])


def water_need(
    temperature_c: float | Sequence[float],
    *,
    activity: str = "rest",
    person: str = "adult",
    state: str = "none",
    mass_kg: float | None = None,
    daily_range_k: float | None = None,
    vapour_pressure_kpa: float | Sequence[float] | None = None,
    rh_percent: float | Sequence[float] | None = None,
    dew_point_c: float | Sequence[float] | None = None,
    air_speed_m_per_s: float | None = None,
    food_water_l_per_day: float = 0.0,
    input_reasons: Iterable[str] = (),
) -> WaterNeed:
    """Return the water that a person in shade loses and has to drink, by two curves.

    Parameters
    ----------
    temperature_c : float or sequence of float
        Highest temperature of a day, or one for each hour of whole days from midnight, of the air where the people
        are: that of the shelter, not of the airport [degC].
    activity : str
        ``"rest"``, or ``"light"``: light work from 6 to 18 h and rest by night.
    person : str
        ``"adult"``, ``"old"`` (65 and more) or ``"child"``.
    state : str
        ``"none"``, ``"pregnant"`` or ``"lactating"``: adds the reference intake D158 or D159.
    mass_kg : float or None
        Body mass [kg], 30 to 140, of children 2 to 70; ``None`` takes 70, of a child 12.
    daily_range_k : float or None
        Between night and afternoon, with one temperature only [K]; ``None`` takes 17.
    vapour_pressure_kpa, rh_percent, dew_point_c : float, sequence of float or None
        Humidity in one of three forms [kPa, %, degC]; one figure of per cent is that of the warmest hour. None of
        them takes 1.2 kPa.
    air_speed_m_per_s : float or None
        Air speed for the heat balance [m/s], 0 to 3; ``None`` takes 0.5 with a range of 0.2 to 1.
    food_water_l_per_day : float
        Water eaten with food [L per person and day]; 0 for dry rations.
    input_reasons : iterable of str
        Why inputs lower the grade by one step (:func:`holdfast.people.input_reason`).

    Returns
    -------
    WaterNeed
        Grade FORECAST for the two classes of activity. Children, pregnancy and lactation, temperatures or humidity past
        what the curves were fitted to, humidity that is not stated and inputs that are guessed lower it to THRESHOLD.

    Raises
    ------
    InputError
        HF-P020 temperature, HF-P021 hours, HF-P022 humidity, HF-P023 body mass, HF-P024 litres or air speed,
        HF-P025 an unknown class.

    Notes
    -----
    Curve ``iso_fit``: 1.0 L + the sum over the hours of ``s(T)``, three parabolas fitted to ISO 7933:2023 (equations P1
    and W10; rest, light work, humid air), in ratio to the surface of the body. Fitted from 30 to 52 degC; below 30 it
    reads up to 0.04 L/h more than the standard, from 14 degC down it is the insensible loss.

    Curve ``heat_balance``: 1.0 L + the sum over the hours of ``max(0, S)``, required sweat of an unclothed body after
    Vanos et al. 2023, with 1.5 W/kg by day (light work 3), 1.0 by night. Checked against the slopes of a published
    desert table for maxima of 32 to 49 degC.

    Drinking need: ``max(2.5, loss - food water - 0.3)``. Children: loss for each kg of a resting adult of 70 kg times
    1.5 to 2 at 12 kg and below, falling with the surface for each kg above (a judgement; no model was validated).
    Nothing here says how long anybody lives.
    """
    air = air_of(
        temperature_c,
        daily_range_k=daily_range_k,
        vapour_pressure_kpa=vapour_pressure_kpa,
        rh_percent=rh_percent,
        dew_point_c=dew_point_c,
    )
    who = (
        class_of(activity, ACTIVITIES, "activity"),
        class_of(person, PERSONS, "person"),
        class_of(state, STATES, "state"),
    )
    mass = mass_of(who[1], mass_kg)
    if air_speed_m_per_s is not None:
        air_speed_m_per_s = number(
            air_speed_m_per_s,
            "air_speed_m_per_s",
            code="HF-P024",
            low=0.0,
            high=3.0,
            unit="m/s",
            expected="0 to 3 m/s at the body",
            mend="give metres a second (1 km/h = 0.28 m/s) at the body, not at a mast",
        )
    food = litres(food_water_l_per_day, "food_water_l_per_day", most=20.0)
    body = _body(who, mass, air_speed_m_per_s)
    curves = tuple(_curve(name, loss_of(name, air, body), food) for name in CURVES)
    highest = single(temperature_c)
    defaults = () if mass_kg is not None else (f"body mass is {mass:g} kg (assumed)",)
    reasons = _reasons(who, air, curves, input_reasons)
    return WaterNeed(
        activity=who[0],
        person=who[1],
        state=who[2],
        mass_kg=mass,
        days=air.days,
        highest_c=max(air.temps_c) if highest is None else highest,
        mean_c=sum(air.temps_c) / len(air.temps_c),
        food_water_l_per_day=food,
        curves=curves,
        survival_intake_l_per_day=survival_intake_l(),
        sphere_too_low=any(one.sphere_too_low for one in curves),
        sphere_note=_sphere_note(curves),
        extrapolated=any(one.hours_outside for one in curves) or _too_humid(air),
        grade=downgraded(grade_of("water_loss"), reasons),
        input_reasons=reasons,
        notes=unique(reasons, defaults, air.notes, _notes(who, curves, food, air_speed_m_per_s)),
        sources=_sources(who),
    )


def survival_intake_l() -> tuple[float, float]:
    """Return lower and upper end of Sphere's survival intake, norm N001 [L per person and day]."""
    norm = row(SURVIVAL_INTAKE)
    if not (isinstance(norm.low, float) and isinstance(norm.high, float)):  # pragma: no cover - the table is checked
        raise TypeError(norm)
    return norm.low, norm.high


def child_share(mass_kg: float) -> tuple[float, float, float]:
    """Return the loss of a child for each kg relative to a resting adult: low, central, high [1].

    1.5, 1.75 and 2 up to 12 kg; above it, these fall with the surface for each kg, the cube root of 12 over the mass,
    and never below 1. A judgement: no model of the heat balance of children was validated.
    """
    found = figures_of(FIGURES)["child_loss_per_kg"]
    falling = min(1.0, (figure("small_child_mass") / mass_kg) ** (1.0 / 3.0))
    low, middle, high = (max(1.0, (one or found.value) * falling) for one in (found.low, found.value, found.high))
    return low, middle, high


def _body(who: tuple[str, str, str], mass_kg: float, air_speed_m_per_s: float | None) -> Body:
    activity, person, state = who
    added = STATES[state]
    most = _SWEAT_ROWS[person]
    share = (1.0, 1.0, 1.0)
    adult_kg = mass_kg
    if person == "child":
        adult_kg = figure("adult_mass")
        low, middle, high = child_share(mass_kg)
        share = (low * mass_kg / adult_kg, middle * mass_kg / adult_kg, high * mass_kg / adult_kg)
    return Body(
        mass_kg=adult_kg,
        at_work=activity == "light",
        share=share,
        added_l_per_day=value(added) if added else 0.0,
        most_sweat_l_per_h=value(most) if most else None,
        air_speed_m_per_s=air_speed_m_per_s,
    )


def _curve(name: str, loss: Loss, food_l: float) -> WaterCurve:
    by_day = tuple(sum(loss.by_hour_l[at : at + HOURS]) for at in range(0, len(loss.by_hour_l), HOURS))
    low, high = loss.low_l / loss.per_day_l, loss.high_l / loss.per_day_l
    needs = [tuple(drinking_l(one * part, food_l) for one in by_day) for part in (low, 1.0, high)]
    return WaterCurve(
        name=name,
        loss_l_per_day=loss.per_day_l,
        loss_low_l_per_day=loss.low_l,
        loss_high_l_per_day=loss.high_l,
        drinking_need_l_per_day=sum(needs[1]) / len(by_day),
        drinking_need_low_l_per_day=sum(needs[0]) / len(by_day),
        drinking_need_high_l_per_day=sum(needs[2]) / len(by_day),
        loss_by_day_l=by_day,
        drinking_need_by_day_l=needs[1],
        loss_by_hour_l=loss.by_hour_l,
        sphere_too_low=max(needs[1]) > survival_intake_l()[0],
        hours_outside=loss.hours_outside,
        hours_beyond_sweat=loss.hours_beyond_sweat,
    )


def drinking_l(loss_l_per_day: float, food_water_l_per_day: float) -> float:
    """Return the drinking need of a day, ``max(2.5, loss - food water - 0.3)`` [L per person and day].

    The 2.5 L are the lower end of norm N001, which asks them for everyone; 0.3 L are set free by burning food.
    """
    return max(survival_intake_l()[0], loss_l_per_day - food_water_l_per_day - figure("metabolic_water"))


def _too_humid(air: Air) -> bool:
    return max(air.vapour_kpa) > saturation_kpa(figure("humid_dew_point"))


def _reasons(
    who: tuple[str, str, str], air: Air, curves: Sequence[WaterCurve], stated: Iterable[str]
) -> tuple[str, ...]:
    """Say what lowers the grade: bodies and air the curves were not made for, and inputs that were not observed."""
    _, person, state = who
    fit, balance = curves
    found = list(stated)
    if person == "child":
        found.append(
            "the loss of a child is a judgement (1.5 to 2 times that of an adult for each kg), no validated model exists"
        )
    if state != "none":
        found.append(f"no model of heat covers {_STATE_NAMES[state]}: the loss is that of other adults")
    if fit.hours_outside:
        found.append(
            f"the fit to ISO 7933 is carried on past 14 to 50 degC for {fit.hours_outside} of {len(air.temps_c)} hours"
        )
    if balance.hours_outside:
        found.append(f"the heat balance was not checked above 50 degC: {balance.hours_outside} hours")
    if _too_humid(air):
        found.append("air above a dew point of 20 degC: the fit to ISO 7933 is carried on and reads too low")
    if air.humidity_is_assumed:
        found.extend(input_reason("the humidity of the air", guessed=True))
    return unique(found)


def _sphere_note(curves: Sequence[WaterCurve]) -> str:
    low, high = survival_intake_l()
    norm = f"the survival intake of Sphere ({SURVIVAL_INTAKE}: {low:g} to {high:g} L a day)"
    over = [one for one in curves if one.sphere_too_low]
    if not over:
        return f"{norm[0].upper()}{norm[1:]} covers the drinking need of both curves."
    said = " and ".join(f"the {LABELS[one.name]} asks for {max(one.drinking_need_by_day_l):.1f} L" for one in over)
    return f"{norm[0].upper()}{norm[1:]} is too low here: {said} to drink on the hottest day."


def _notes(
    who: tuple[str, str, str],
    curves: Sequence[WaterCurve],
    food_l: float,
    air_speed_m_per_s: float | None,
) -> tuple[str, ...]:
    _, person, state = who
    balance = curves[1]
    said = ["people are in shade; the two curves are different models and are not averaged"]
    if not food_l:
        said.append("no water in food is counted (dry rations)")
    if air_speed_m_per_s is None:
        said.append(f"the air moves at {figure('air_speed'):g} m/s (assumed, heat balance only)")
    if person == "old":
        said.append("thirst of elders is blunted: water has to be offered; the loss is that of healthy adults")
    if person == "child":
        said.append("infants under six months live on breast milk: their need is their mother's")
    if state != "none":
        said.append(f"adds the reference intake of a {state} woman ({STATES[state]}, read for a temperate climate)")
    if balance.hours_beyond_sweat:
        said.append(
            f"in {balance.hours_beyond_sweat} hours the heat balance asks for more sweat than this profile can give: "
            "there the heat limit decides, not the water"
        )
    return tuple(said)


def _sources(who: tuple[str, str, str]) -> tuple[str, ...]:
    added, most = STATES[who[2]], _SWEAT_ROWS[who[1]]
    return unique(
        _SOURCES[FIT], _SOURCES[BALANCE], (SURVIVAL_INTAKE,), (added,) if added else (), (most,) if most else ()
    )
