"""Core temperature of people of 60 and over through hours of heat: the public call on the hourly model (P5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from holdfast.errors import InputError
from holdfast.people.air import checked_hours, vapour_by_hour
from holdfast.people.figures import figure_value, figures_of
from holdfast.people.grades import Grade, grade_of
from holdfast.people.heat.conditions import checked_body, checked_choice, checked_range, finite
from holdfast.people.heat.moist_air import saturation_kpa
from holdfast.people.kernel.core_temperature import (
    ALARM_CORE_C,
    FLAGGED_CORE_C,
    core_after_hour_c,
    core_drive_c,
    core_of_person_c,
    skin_after_hour_c,
    skin_drive_c,
    skin_of_person_c,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

TABLE = "core_temperature.csv"
SOURCES = ("people/core_temperature.csv", "doi:10.1016/j.jtherbio.2025.104078")
NOTES = (
    "people of 60 to 100 at rest, in still air and light clothing, without sun, illness or drugs",
    "fitted to hours in climate chambers: a core temperature that goes on rising over days is an extrapolation",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreCourse:
    """Core temperature of one person through a series of hours.

    Attributes
    ----------
    core_c, skin_c : tuple of float, shape (hours,)
        Rectal and mean skin temperature at the end of each hour [degC].
    peak_core_c : float
        Highest of them [degC].
    peak_hour : int
        Its hour, counted from 0.
    lower_peak_core_c : tuple of float
        Where the two-node model of older people (Ji et al. 2022) would have the peak: 0.9 to 0.5 K below [degC]. What
        lies between is the uncertainty of structure: show both.
    first_above_38_5_hour, first_above_39_hour : int or None
        First hour at whose end the core is above 38.5 and above 39 degC.
    above_38_5_h, above_39_h : int
        Such hours [h].
    """

    core_c: tuple[float, ...]
    skin_c: tuple[float, ...]
    peak_core_c: float
    peak_hour: int
    lower_peak_core_c: tuple[float, float]
    first_above_38_5_hour: int | None
    first_above_39_hour: int | None
    above_38_5_h: int
    above_39_h: int
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def rested_body_c(of_person_core_c: float, of_person_skin_c: float) -> tuple[float, float]:
    """Return rectal and skin temperature of a person who has sat for two hours at 23 degC and 50 per cent [degC].

    Parameters
    ----------
    of_person_core_c, of_person_skin_c : float
        By ``core_of_person_c`` and ``skin_of_person_c`` [K].

    Notes
    -----
    The start that pythermalcomfort takes. It reads skin temperature by the scale of the inputs and writes it by that of
    the results, which are not the same, once at the start of the rest and once at its end; so does this. It moves the
    skin by 0.15 K, the core by less than 0.01 K an hour later.
    """
    core = figure_value(TABLE, "rest_core")
    skin = _read_skin_c(figure_value(TABLE, "rest_skin"))
    air, humidity = figure_value(TABLE, "rest_air"), figure_value(TABLE, "rest_humidity")
    drives = core_drive_c(of_person_core_c, air, humidity), skin_drive_c(of_person_skin_c, air, humidity)
    for _ in range(round(figure_value(TABLE, "rest_min") / 60.0)):
        core, skin = core_after_hour_c(core, skin, *drives), skin_after_hour_c(core, skin, *drives)
    return core, _read_skin_c(skin)


def _read_skin_c(skin_c: float) -> float:
    """Skin temperature as the recursion holds it, from one read by the scale of the inputs [degC]."""
    scaled = skin_c * figure_value(TABLE, "scale_skin") + figure_value(TABLE, "offset_skin")
    return (scaled - figure_value(TABLE, "out_offset_skin")) / figure_value(TABLE, "out_scale_skin")


def core_temperature_60_plus(
    temps_c: Sequence[float],
    *,
    sex: Literal["male", "female"],
    age_y: float,
    height_m: float,
    mass_kg: float,
    rh_percent: float | Sequence[float] | None = None,
    dew_point_c: float | Sequence[float] | None = None,
    vapour_pressure_kpa: float | Sequence[float] | None = None,
) -> CoreCourse:
    """Follow the core temperature of a person of 60 or over at rest through a series of hours.

    Parameters
    ----------
    temps_c : sequence of float
        Mean air temperature of each hour where the person is, 0 to 60 [degC].
    sex : {"male", "female"}
    age_y : float
        Age, 60 to 100 [y].
    height_m : float
        Height, 1.30 to 2.30 [m].
    mass_kg : float
        Mass, 40 to 140 [kg].
    rh_percent, dew_point_c, vapour_pressure_kpa : float, sequence of float or None
        Relative humidity [%], dew point [degC] or vapour pressure [kPa]: exactly one, for all hours or for each.
        One figure is the vapour of the day: a relative humidity that of the warmest hour of each 24.

    Returns
    -------
    CoreCourse

    Raises
    ------
    InputError
        HF-P010 to HF-P013, HF-P016, HF-P018; HF-P014 sex; HF-P015 a person outside the model; HF-P017 hours outside 0
        to 60 degC. Nothing is extrapolated: outside these limits the model has no answer.

    Notes
    -----
    Forbes et al. 2025 (J Therm Biol), fold 1, with the coefficients of pythermalcomfort 4.8.1; each hour is sixty steps
    of a minute, exactly. The person begins rested, as in ``rested_body_c``.
    """
    checked_choice(sex, ("male", "female"), "sex")
    _check_age(age_y)
    checked_body(mass_kg, height_m, mass=_limits("mass"), height=_limits("height"))
    temps = checked_hours(temps_c)
    for n, temp in enumerate(temps):
        checked_range(temp, *_limits("air"), f"temps_c, hour {n}", "degC", "the model was made for no other air")
    vapour = vapour_by_hour(
        temps, rh_percent=rh_percent, dew_point_c=dew_point_c, vapour_pressure_kpa=vapour_pressure_kpa
    )
    humidity = [100.0 * held / saturation_kpa(temp) for held, temp in zip(vapour.kpa, temps, strict=True)]
    person = (1.0 if sex == "female" else 0.0, age_y, 100.0 * height_m, mass_kg)
    of_core, of_skin = core_of_person_c(*person), skin_of_person_c(*person)
    core, skin = rested_body_c(of_core, of_skin)
    cores, skins = [], []
    for temp, rh in zip(temps, humidity, strict=True):
        drives = core_drive_c(of_core, temp, rh), skin_drive_c(of_skin, temp, rh)
        core, skin = core_after_hour_c(core, skin, *drives), skin_after_hour_c(core, skin, *drives)
        cores.append(core)
        skins.append(skin)
    peak = max(cores)
    between = figures_of(TABLE)["structural_k"]
    return CoreCourse(
        core_c=tuple(cores),
        skin_c=tuple(skins),
        peak_core_c=peak,
        peak_hour=cores.index(peak),
        lower_peak_core_c=(peak - (between.high or 0.0), peak - (between.low or 0.0)),
        first_above_38_5_hour=_first(cores, FLAGGED_CORE_C),
        first_above_39_hour=_first(cores, ALARM_CORE_C),
        above_38_5_h=sum(one > FLAGGED_CORE_C for one in cores),
        above_39_h=sum(one > ALARM_CORE_C for one in cores),
        grade=grade_of("core_temperature"),
        notes=(
            *NOTES,
            *vapour.notes,
            "the two-node model of older people lies 0.5 to 0.9 K lower: an uncertainty of structure",
        ),
        sources=SOURCES,
    )


def _limits(name: str) -> tuple[float, float]:
    return figure_value(TABLE, f"least_{name}"), figure_value(TABLE, f"most_{name}")


def _check_age(age_y: float) -> None:
    low, high = _limits("age")
    age = finite(age_y, "age", "y", "HF-P015")
    if not low <= age <= high:
        raise InputError(
            "HF-P015",
            where="age",
            found=f"{age:g}",
            expected=f"{low:g} to {high:g} years",
            mend="for younger adults use work_in_heat or heat_limit; for children no model here applies",
        )


def _first(cores: Sequence[float], limit_c: float) -> int | None:
    return next((n for n, core in enumerate(cores) if core > limit_c), None)
