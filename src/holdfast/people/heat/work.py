"""How long work can last in heat: ISO 7933, predicted heat strain, for fit workers (model B)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.people.air import checked_temperature_c, vapour_pressure_of
from holdfast.people.grades import Grade, grade_of
from holdfast.people.heat.conditions import checked_body, checked_choice, checked_range
from holdfast.people.heat.phs_model import RADIATING_SHARE, heat_strain
from holdfast.people.heat.phs_table import ACTIVITIES, LIMITS, outside_standard
from holdfast.reference import value

if TYPE_CHECKING:
    from holdfast.people.heat.phs_model import Edition, HeatStrain, Posture
    from holdfast.people.heat.phs_table import Activity

LONGEST_H = 8.0  # the working day of the standard
SOURCES = ("physics:phs_rmse", "physics:B_5")
NOTES = (
    "for fit adults who drink at will, in good health: not for infants, pregnancy, illness, age or drugs",
    "a bound of 38 degC for the rectal temperature and of 5 per cent of body mass for the loss: planning figures",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkInHeat:
    """What a bout of work in heat does to a fit worker.

    Attributes
    ----------
    edition : {"2023", "2004"}
    hours : float
        Length of the bout [h].
    metabolic_w_per_m2 : float
        Heat made [W/m2].
    core_c : float
        Rectal temperature at the end [degC].
    sweat_l, sweat_l_per_h : float
        Loss in the bout [L] and on average [L/h].
    core_limit_h, loss_limit_50_h, loss_limit_95_h : float
        Hours until 38 degC, and until the loss bounds the mean worker and 95 per cent of workers [h]; the whole bout
        where a bound is not reached.
    limit_h : float
        The shortest of them [h].
    limited_by : str
        ``"core temperature"``, ``"loss of water"`` or ``"nothing in this bout"``.
    extrapolated : tuple of str
        What lies beyond the limits of the edition (``air``, ``vapour``, ``activity``, ``wind``, ``clothing``,
        ``radiation``); empty inside.
    core_error_k : float
        Error of the model on field workers, as published [K].
    """

    edition: Edition
    hours: float
    metabolic_w_per_m2: float
    core_c: float
    core_error_k: float
    sweat_l: float
    sweat_l_per_h: float
    core_limit_h: float
    loss_limit_50_h: float
    loss_limit_95_h: float
    limit_h: float
    limited_by: str
    extrapolated: tuple[str, ...]
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def work_in_heat(
    temp_c: float,
    *,
    rh_percent: float | None = None,
    dew_point_c: float | None = None,
    vapour_pressure_kpa: float | None = None,
    activity: Activity | float = "light",
    hours: float = LONGEST_H,
    clothing_clo: float = 0.6,
    air_speed_m_per_s: float = 0.3,
    radiant_temp_c: float | None = None,
    posture: Posture | None = None,
    acclimatised: bool = False,
    edition: Edition = "2023",
    mass_kg: float = 75.0,
    height_m: float = 1.8,
    walking_m_per_s: float = 0.0,
    walking_angle_deg: float = 0.0,
) -> WorkInHeat:
    """Predict what a bout of work in heat does to a fit worker, and how long it may last.

    Parameters
    ----------
    temp_c : float
        Air temperature [degC].
    rh_percent, dew_point_c, vapour_pressure_kpa : float or None
        Relative humidity [%], dew point [degC] or vapour pressure [kPa]: exactly one.
    activity : {"rest", "light", "moderate"} or float
        65, 100 or 165 W/m2, or the heat made [W/m2], 40 to 500.
    hours : float
        Length of the bout [h], to 8.
    clothing_clo : float
        Static insulation [clo], 0.05 to 2.
    air_speed_m_per_s : float
        Air speed [m/s].
    radiant_temp_c : float or None
        Mean radiant temperature [degC]; that of the air if ``None``.
    posture : {"sitting", "standing", "crouching"} or None
        ``None`` takes sitting up to light activity and standing above.
    acclimatised : bool
        Whether the worker has been in the heat for a week or more. The default is the cautious one for core
        temperature; it is not for the loss of water.
    edition : {"2023", "2004"}
        Edition of the standard. They differ by hours for the loss of water, and only that of 2023 covers rest.
    mass_kg, height_m : float
        Of the worker [kg], [m].
    walking_m_per_s, walking_angle_deg : float
        Walking speed [m/s] and its angle to the wind [deg]; 0 takes the speed that goes with the activity.

    Returns
    -------
    WorkInHeat

    Raises
    ------
    InputError
        HF-P010 to HF-P015, HF-P017, HF-P018. Beyond the limits of the standard a value is given and flagged.

    Notes
    -----
    ISO 7933 with its own equations, minute by minute (``phs_model``). Published examples of 2004 are met; the code agrees
    with pythermalcomfort 4.8.1 in both editions, for a vapour pressure; a relative humidity is turned into one by another
    equation for saturation, within 0.2 per cent. Published error on field workers: 0.3 K of core temperature.
    """
    temp = checked_temperature_c(temp_c, "temp_c")
    checked_choice(edition, tuple(LIMITS), "edition of ISO 7933")
    made, usual = _activity(activity)
    stance = usual if posture is None else posture
    checked_choice(stance, tuple(RADIATING_SHARE), "posture")
    checked_body(mass_kg, height_m, mass=(35.0, 150.0), height=(1.3, 2.3))
    vapour = vapour_pressure_of(
        temp, rh_percent=rh_percent, dew_point_c=dew_point_c, vapour_pressure_kpa=vapour_pressure_kpa
    )
    radiant = temp if radiant_temp_c is None else checked_range(radiant_temp_c, -50.0, 130.0, "radiant_temp_c", "degC")
    minutes = max(1, round(60.0 * checked_range(hours, 1.0 / 60.0, LONGEST_H, "hours", "h")))
    speed = checked_range(air_speed_m_per_s, 0.0, 10.0, "air_speed_m_per_s", "m/s", "is km/h meant? 3.6 km/h is 1 m/s")
    clo = checked_range(clothing_clo, 0.05, 2.0, "clothing_clo", "clo")
    strain = heat_strain(
        temp,
        radiant,
        vapour,
        speed,
        made,
        clo,
        posture=stance,
        acclimatised=acclimatised,
        edition=edition,
        minutes=minutes,
        mass_kg=mass_kg,
        height_m=height_m,
        walking_m_per_s=checked_range(walking_m_per_s, 0.0, 3.0, "walking_m_per_s", "m/s"),
        walking_angle_deg=checked_range(walking_angle_deg, 0.0, 180.0, "walking_angle_deg", "deg"),
    )
    outside = outside_standard(edition, temp, vapour, made, air_speed_m_per_s=speed, clo=clo, radiant_c=radiant)
    return _answer(strain, edition, minutes, made, outside, acclimatised=acclimatised)


def _activity(activity: Activity | float) -> tuple[float, Posture]:
    if isinstance(activity, str):
        checked_choice(activity, tuple(ACTIVITIES), "activity")
        return ACTIVITIES[activity]
    made = checked_range(activity, 40.0, 500.0, "activity", "W/m2", "58.15 W/m2 is 1 met; is met meant?")
    return made, "sitting" if made <= ACTIVITIES["light"][0] else "standing"


def _answer(
    strain: HeatStrain, edition: Edition, minutes: int, made: float, outside: tuple[str, ...], *, acclimatised: bool
) -> WorkInHeat:
    core, half, most = strain.core_limit_min, strain.loss_limit_50_min, strain.loss_limit_95_min
    least = min(core, half, most)
    by = "nothing in this bout"
    if least < minutes:
        by = "core temperature" if core == least else "loss of water"
    notes = [*NOTES]
    if outside:
        notes.append(f"extrapolated: {', '.join(outside)} beyond the limits of ISO 7933:{edition}")
    if core < minutes:
        notes.append("the bound of core temperature lies inside the bout: what its end would show is not to be reached")
    if not acclimatised:
        notes.append("not acclimatised: less sweat than a body used to the heat; plan water for the acclimatised")
    return WorkInHeat(
        edition=edition,
        hours=minutes / 60.0,
        metabolic_w_per_m2=made,
        core_c=strain.core_c,
        core_error_k=value("physics:phs_rmse"),
        sweat_l=strain.sweat_g / 1000.0,
        sweat_l_per_h=strain.sweat_g * 60.0 / (1000.0 * minutes),
        core_limit_h=core / 60.0,
        loss_limit_50_h=half / 60.0,
        loss_limit_95_h=most / 60.0,
        limit_h=least / 60.0,
        limited_by=by,
        extrapolated=outside,
        grade=grade_of("work_in_heat"),
        notes=tuple(notes),
        sources=SOURCES,
    )
