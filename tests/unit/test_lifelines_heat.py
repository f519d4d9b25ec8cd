"""People in heat, hour by hour: limits, core temperature, and the two curves of water loss beside P1."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.lifelines import Event, read_weather, simulate
from holdfast.lifelines.heat_hour import (
    ALARM_C,
    CORE_AIR_C,
    FLAGGED_C,
    PHS_AIR_C,
    PHS_FROM_C,
    PHS_STEP_K,
    PHS_TEMPS,
    first_above,
    humidity_percent,
    phs_across,
    saturated_kpa,
)
from holdfast.lifelines.plant_heat import phs_rows
from holdfast.people import (
    convection_w_per_m2_k,
    core_after_hour_c,
    core_drive_c,
    core_of_person_c,
    core_temperature_60_plus,
    figure_value,
    heat_exposure,
    outside_standard,
    phs_sweat_l_per_h,
    phs_table,
    required_rest_l_per_h,
    rested_body_c,
    saturation_kpa,
    skin_after_hour_c,
    skin_drive_c,
    skin_of_person_c,
    storage_limit_w,
    stored_at_rest_w,
    surface_m2,
    vapour_covered_at_rest_kpa,
)
from holdfast.people.heat import phs_table as phs
from holdfast.reference import value
from holdfast.sites import median_draws, read_site
from lifelines_goods import ALWAYS, HEAD, START, TANK, hand, lanes

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.lifelines import Run

HOMES = """
[[shelters]]
id = "{}"
kind = "tent"
model = "rc1"
count = 10
persons_each = {}
conductance_w_per_k = 100
capacity_kj_per_k = 1
gains_w = 0
start_c = {}
"""
HEIGHT_CM = 170.0


def at(temp_c: float, more: str = "", dew_c: float = 10.0) -> Run:
    """A day of the same air all day long, without shelters."""
    text = HEAD.replace("temp_max_c = 45", f"temp_max_c = {temp_c}\ndewpoint_c = {dew_c}\nair_at_body_m_s = 1.0")
    return lanes(read_site(text + more), hours=24)


def stored(name: str, temp_c: float, dew_c: float, speed: float) -> float:
    mass = value(f"health:m_{name}")
    return stored_at_rest_w(
        temp_c,
        saturation_kpa(dew_c),
        convection_w_per_m2_k(speed),
        1.8 * mass,
        value(f"health:ad_{name}"),
        value(f"health:w_{name}"),
        value(f"health:S_{name}"),
    )


# --- equations and tables -------------------------------------------------------------------------------------------------


def test_constants_are_those_of_the_tables() -> None:
    assert (phs.FIRST_TEMP_C, phs.TEMP_STEP_K, phs.TEMPS) == (PHS_FROM_C, PHS_STEP_K, PHS_TEMPS)
    assert {tuple(one["air"]) for one in phs.LIMITS.values()} == {PHS_AIR_C}
    stated = {name: figure_value("core_temperature.csv", name) for name in ("flagged_core_c", "alarm_core_c")}
    assert stated == {"flagged_core_c": FLAGGED_C, "alarm_core_c": ALARM_C}
    assert tuple(figure_value("core_temperature.csv", name) for name in ("least_air", "most_air")) == CORE_AIR_C


@pytest.mark.parametrize("temp_c", [-20.0, 0.0, 20.0, 35.0, 52.3, 60.0])
def test_saturation_by_the_loops_own_exponential_is_that_of_the_room(temp_c: float) -> None:
    assert saturated_kpa(temp_c) == pytest.approx(saturation_kpa(temp_c), rel=1e-14)


def test_humidity_is_held_within_its_range() -> None:
    assert humidity_percent(20.0, 5.0) == 100.0
    assert humidity_percent(20.0, -1.0) == 0.0
    assert humidity_percent(40.0, 0.5 * saturation_kpa(40.0)) == pytest.approx(50.0)


def test_table_of_the_standard_is_read_between_its_points_as_the_room_reads_it() -> None:
    vapour = np.array([0.0, 0.3, 1.2276, 4.9, 7.0])
    for edition in ("2023", "2004"):
        rows = phs_rows(vapour, edition)
        table = phs_table("sweat", edition=edition)
        for n, kpa in enumerate(vapour):
            for temp in (10.0, 15.0, 33.4, 47.9, 60.0, 70.0):
                across = phs_across(temp)
                i = min(int(across), PHS_TEMPS - 2)
                ours = (1.0 - (across - i)) * rows[i, n] + (across - i) * rows[i + 1, n]
                assert ours == pytest.approx(phs_sweat_l_per_h(temp, float(kpa), table), abs=1e-12)


# --- limits ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("temp_c", [40.0, 44.0, 45.5, 47.0, 50.0, 55.0])
def test_hours_beyond_the_limits_are_those_of_the_published_balance(temp_c: float) -> None:
    run = at(temp_c)
    for name, profile in (("young", "young"), ("old", "65_plus")):
        heat = stored(name, temp_c, 10.0, 1.0)
        six = storage_limit_w(6.0, value(f"health:m_{name}"))
        for limit, what in ((0.0, "not_compensable"), (six, "past_6_h_limit")):
            wanted = 24.0 if heat > limit else 0.0
            assert run.outputs[f"hours_{what}_{profile}_outdoors"][0, -1] == wanted
            first = run.event_times[f"heat_{what}_{profile}"][0]
            assert first == (0.0 if heat > limit else np.inf)


def test_published_limit_of_those_over_65_lies_between_two_runs() -> None:
    """At 10 per cent humidity and 1 m/s the published limit is 46.4 degC (health specification, section 6)."""
    for temp_c, past in ((46.2, False), (46.6, True)):
        dew = _dew_of(0.10 * saturation_kpa(temp_c))
        hours = at(temp_c, dew_c=dew).outputs["hours_past_6_h_limit_65_plus_outdoors"][0, -1]
        assert (hours > 0.0) == past


def _dew_of(vapour_kpa: float) -> float:
    return 4030.18 / (18.956 - np.log(10.0 * vapour_kpa)) - 235.0


def test_every_shelter_type_counts_for_itself_and_small_ones_mark_no_event() -> None:
    """A type that holds 3 of 100 people is hotter than the limits; the other is not."""
    hot = (
        HOMES.format("hot", 3, 52)
        .replace("conductance_w_per_k = 100", "conductance_w_per_k = 1")
        .replace("capacity_kj_per_k = 1\n", "capacity_kj_per_k = 100000\n")
    )
    cool = HOMES.format("cool", 97, 30)
    text = HEAD.replace("temp_max_c = 45", "temp_max_c = 30\ndewpoint_c = 10")
    run = lanes(read_site(text + hot + cool), {"shelters.hot.persons_each": (3.0, 97.0, 0.0)}, hours=6)
    assert run.outputs["hours_not_compensable_65_plus_hot"][:, -1].tolist() == [6.0, 6.0, 0.0]
    assert (run.outputs["hours_not_compensable_65_plus_cool"] == 0.0).all()
    assert (run.outputs["hours_not_compensable_65_plus_outdoors"] == 0.0).all()
    assert run.event_times["heat_not_compensable_65_plus"].tolist() == [np.inf, 0.0, np.inf]


def test_people_whose_shelter_is_destroyed_are_outdoors() -> None:
    text = HEAD.replace("temp_max_c = 45", "temp_max_c = 55\ndewpoint_c = 10")
    cool = HOMES.format("cool", 5, 30).replace("conductance_w_per_k = 100", "conductance_w_per_k = 1")
    site = read_site(text + cool.replace("capacity_kj_per_k = 1\n", "capacity_kj_per_k = 100000\n"))
    gone = Event(hour=4, kind="destroy", asset="cool", quantity=1.0)
    run = lanes(site, hours=10, events=[gone])
    assert run.outputs["hours_not_compensable_65_plus_outdoors"][0].tolist() == [0.0] * 4 + [1.0, 2, 3, 4, 5, 6]
    assert run.event_times["heat_not_compensable_65_plus"][0] == 4.0
    assert run.outputs["core_temp_75_c"][0, -1] > run.outputs["core_temp_75_c"][0, 3]


@pytest.mark.parametrize("dew_c", [4.0, 12.0, 20.0, 27.0])
@pytest.mark.parametrize("speed", [0.1, 0.2, 2.5])
def test_outdoors_no_limit_is_told_later_than_by_the_published_wind(speed: float, dew_c: float) -> None:
    """The worse of the air of the site and of 1 m/s: in dry heat the wind heats, in humid heat still air does."""
    for temp_c in (40.0, 43.0, 45.0, 46.0, 47.0, 48.0, 50.0):
        text = HEAD.replace(
            "temp_max_c = 45", f"temp_max_c = {temp_c}\ndewpoint_c = {dew_c}\nair_at_body_m_s = {speed}"
        )
        run = lanes(read_site(text), hours=2)
        for name, profile in (("young", "young"), ("old", "65_plus")):
            heat = max(stored(name, temp_c, dew_c, each) for each in (speed, 1.0))
            six = storage_limit_w(6.0, value(f"health:m_{name}"))
            for limit, what in ((0.0, "not_compensable"), (six, "past_6_h_limit")):
                assert run.outputs[f"hours_{what}_{profile}_outdoors"][0, -1] == (2.0 if heat > limit else 0.0)


def test_in_a_shelter_the_air_is_that_of_the_site() -> None:
    """At 47.4 degC and 10 per cent those over 65 are past the limit of 1 m/s and not past that of still air."""
    dew = _dew_of(0.10 * saturation_kpa(47.4))
    assert stored("old", 47.4, dew, 0.2) < storage_limit_w(6.0, value("health:m_old")) < stored("old", 47.4, dew, 1.0)
    stiff = HOMES.format("a", 5, 47.4).replace("capacity_kj_per_k = 1\n", "capacity_kj_per_k = 1000000\n")
    text = HEAD.replace("temp_max_c = 45", f"temp_max_c = 47.4\ndewpoint_c = {dew}")
    half = Event(hour=2, kind="destroy", asset="a", quantity=0.5)
    run = lanes(read_site(text + stiff), hours=4, events=[half])
    assert run.outputs["hours_past_6_h_limit_65_plus_a"][0].tolist() == [0.0] * 4
    assert run.outputs["hours_past_6_h_limit_65_plus_outdoors"][0].tolist() == [0.0, 0.0, 1.0, 2.0]


# --- core temperature -----------------------------------------------------------------------------------------------------


def _by_hand(temps_c: list[float], dew_c: float, age_y: float) -> list[float]:
    mass = value("health:m_old")
    person = core_of_person_c(0.5, age_y, HEIGHT_CM, mass), skin_of_person_c(0.5, age_y, HEIGHT_CM, mass)
    core, skin = rested_body_c(*person)
    path = []
    for temp in temps_c:
        rh = 100.0 * saturation_kpa(dew_c) / saturation_kpa(temp)
        drives = core_drive_c(person[0], temp, rh), skin_drive_c(person[1], temp, rh)
        core, skin = core_after_hour_c(core, skin, *drives), skin_after_hour_c(core, skin, *drives)
        path.append(core)
    return path


def test_core_temperature_follows_the_hours() -> None:
    run = at(47.0)
    for age in (65, 75, 85):
        path = _by_hand([47.0] * 24, 10.0, age)
        assert run.outputs[f"core_temp_{age}_c"][0] == pytest.approx(path, abs=1e-9)
        first = next(n for n, core in enumerate(path) if core > FLAGGED_C)
        before = rested_body_c(*_person(age))[0] if first == 0 else path[first - 1]
        wanted = first + (FLAGGED_C - before) / (path[first] - before)
        assert run.event_times[f"core_38_5c_at_{age}"][0] == pytest.approx(wanted, abs=1e-9)


def _person(age_y: float) -> tuple[float, float]:
    mass = value("health:m_old")
    return core_of_person_c(0.5, age_y, HEIGHT_CM, mass), skin_of_person_c(0.5, age_y, HEIGHT_CM, mass)


def test_who_loses_the_shelter_has_been_in_the_heat_before() -> None:
    """An empty place holds the body of its own air: nobody starts again from a rest at 23 degC (P5)."""
    text = HEAD.replace("temp_max_c = 45", "temp_max_c = 44\ndewpoint_c = 10")
    stiff = HOMES.format("a", 5, 44).replace("capacity_kj_per_k = 1\n", "capacity_kj_per_k = 1000000\n")
    gone = Event(hour=14, kind="destroy", asset="a", quantity=1.0)
    run = lanes(read_site(text + stiff), hours=24, events=[gone])
    path = _by_hand([44.0] * 24, 10.0, 85.0)
    assert run.outputs["core_temp_85_c"][0] == pytest.approx(path, abs=1e-3)


def test_who_comes_to_a_place_whose_body_is_warm_already_is_above_from_that_hour() -> None:
    assert first_above(7.0, 38.7, 38.8, FLAGGED_C) == 7.0
    assert first_above(7.0, 38.4, 38.6, FLAGGED_C) == pytest.approx(7.5)
    assert first_above(7.0, 38.6, 38.4, FLAGGED_C) == np.inf
    text = HEAD.replace("temp_max_c = 45", "temp_max_c = 47\ndewpoint_c = 10")
    cool = HOMES.format("cool", 5, 25).replace("capacity_kj_per_k = 1\n", "capacity_kj_per_k = 1000000\n")
    gone = Event(hour=15, kind="destroy", asset="cool", quantity=1.0)
    run = lanes(read_site(text + cool.replace("conductance_w_per_k = 100", "conductance_w_per_k = 1")), hours=20,
                events=[gone])  # fmt: skip
    assert run.event_times["core_38_5c_at_85"][0] == 15.0
    assert run.outputs["core_temp_85_c"][0, 14] < 38.0
    assert run.outputs["core_temp_85_c"][0, 15] > FLAGGED_C


def test_core_temperature_told_is_that_of_the_warmest_place_where_anybody_lives() -> None:
    text = HEAD.replace("temp_max_c = 45", "temp_max_c = 40\ndewpoint_c = 10")
    stiff = "capacity_kj_per_k = 100000\n"
    homes = [HOMES.format(name, 5, start).replace("capacity_kj_per_k = 1\n", stiff) for name, start in
             (("warm", 50), ("cool", 25))]  # fmt: skip
    site = read_site(text + "".join(homes).replace("conductance_w_per_k = 100", "conductance_w_per_k = 1"))
    run = lanes(site, {"shelters.warm.persons_each": (5.0, 0.0, 5.0)}, hours=12)
    assert run.outputs["core_temp_75_c"][0] == pytest.approx(_by_hand([50.0] * 12, 10.0, 75.0), abs=1e-3)
    assert run.outputs["core_temp_75_c"][1] == pytest.approx(_by_hand([25.0] * 12, 10.0, 75.0), abs=1e-3)


def test_an_hourly_series_is_that_of_the_published_code() -> None:
    """Forbes et al. 2025 as coded in pythermalcomfort, an hour at a time, over two hot days.

    Within a run the published code goes on from its own scaled output; a state it is given it scales as an input, 0.002 K
    apart. Each hour is handed over so that it goes on as if the run had not been cut.
    """
    from pythermalcomfort.models import ridge_regression_predict_t_re_t_sk as published

    code = sys.modules[published.__module__]

    def handed(core: float, skin: float) -> tuple[float, float]:
        zero, one = (np.ravel(code._inverse_scale_output(np.full((1, 1, 2), x))) for x in (0.0, 1.0))
        output = (np.array([core, skin]) - zero) / (one - zero)
        low, high = (code._scale_features(np.full((1, 8), x))[0, 6:] for x in (0.0, 1.0))
        told = (output - low) / (high - low)
        return float(told[0]), float(told[1])

    temps = [38.0 + 9.0 * np.cos(2.0 * np.pi * (hour - 15.0) / 24.0) for hour in range(48)]
    for sex, female in (("female", 1.0), ("male", 0.0)):
        for age in (65.0, 85.0):
            mass = value("health:m_old")
            person = core_of_person_c(female, age, HEIGHT_CM, mass), skin_of_person_c(female, age, HEIGHT_CM, mass)
            core, skin = rested_body_c(*person)
            told_core, told_skin = core, skin
            for temp in temps:
                rh = humidity_percent(temp, saturation_kpa(12.0))
                drives = core_drive_c(person[0], temp, rh), skin_drive_c(person[1], temp, rh)
                core, skin = core_after_hour_c(core, skin, *drives), skin_after_hour_c(core, skin, *drives)
                given = handed(told_core, told_skin)
                told = published(
                    sex=sex, age=age, height=1.70, weight=mass, tdb=temp, rh=rh, duration=60,
                    t_re=given[0], t_sk=given[1], round_output=False, limit_inputs=False,
                )  # fmt: skip
                told_core, told_skin = _last(told.t_re), _last(told.t_sk)
                assert core == pytest.approx(told_core, abs=1e-9)
                assert skin == pytest.approx(told_skin, abs=1e-9)


def _last(values: object) -> float:
    return float(np.asarray(values).ravel()[-1])


# --- the loop against the calls of the room -------------------------------------------------------------------------------


def test_a_day_in_the_loop_is_what_the_calls_of_the_room_say_of_its_temperatures() -> None:
    """Two ways to the same limits and bodies: hour by hour in lanes, and of a series of temperatures."""
    text = HEAD.replace("temp_max_c = 45\ndaily_range_k = 0", "temp_max_c = 51\ndaily_range_k = 15\ndewpoint_c = 14")
    run = lanes(read_site(text.replace("[weather]", "[weather]\nair_at_body_m_s = 1")), hours=48)
    temps = run.outputs["temp_out_c"][0].tolist()
    told = heat_exposure(temps, where="outdoors", dew_point_c=14.0, air_speed_m_per_s=1.0)
    for group, name in zip(told.groups, ("young", "65_plus"), strict=False):
        assert run.outputs[f"hours_not_compensable_{name}_outdoors"][0, -1] == group.uncompensable_h
        for event, first in (
            (f"heat_not_compensable_{name}", group.first_uncompensable_hour),
            (f"heat_past_6_h_limit_{name}", group.first_beyond_6h_hour),
        ):
            assert run.event_times[event][0] == (np.inf if first is None else first)
    body = {"height_m": HEIGHT_CM / 100.0, "mass_kg": value("health:m_old"), "dew_point_c": 14.0}
    for age in (65, 75, 85):
        both = [
            core_temperature_60_plus(temps, sex=sex, age_y=age, **body).core_c  # type: ignore[arg-type]
            for sex in ("female", "male")
        ]
        assert run.outputs[f"core_temp_{age}_c"][0] == pytest.approx(np.mean(both, axis=0), abs=1e-9)


# --- the other two curves -------------------------------------------------------------------------------------------------


def test_the_three_curves_stand_side_by_side_and_only_p1_drives() -> None:
    run = at(45.0, TANK + ALWAYS)
    vapour, hour = saturation_kpa(10.0), 12
    mass, figure = 70.0, lambda name: figure_value("water_figures.csv", name)
    area = surface_m2(mass, figure("adult_height"))
    air = convection_w_per_m2_k(figure("air_speed"))
    for clock, made in ((hour, figure("rest_day")), (2, figure("rest_night"))):
        wanted = required_rest_l_per_h(45.0, vapour, made * mass, area, air)
        assert run.outputs["sweat_heat_balance_l_per_h"][0, clock] == pytest.approx(wanted, rel=1e-12)
    table = phs_table("sweat")
    wanted = phs_sweat_l_per_h(45.0, vapour, table)
    assert run.outputs["sweat_iso_7933_l_per_h"][0, hour] == pytest.approx(wanted, rel=1e-12)
    assert run.outputs["sweat_l_per_h"][0, hour] == pytest.approx(0.204 + 0.172 + 0.041)
    assert run.outputs["sweat_iso_7933_l_per_h"][0, hour] == pytest.approx(
        run.outputs["sweat_l_per_h"][0, hour], abs=0.01
    )


def test_edition_of_the_standard_is_an_argument() -> None:
    site = hand("")
    given = {"draws": median_draws(site), "start": START, "hours": 2, "keep": "all", "engine": "python"}
    new, old = (simulate(site, phs_edition=edition, **given) for edition in ("2023", "2004"))
    column = "sweat_iso_7933_l_per_h"
    assert new.outputs[column][0, 0] != old.outputs[column][0, 0]
    for name, array in new.outputs.items():
        assert name == column or (array == old.outputs[name]).all(), name
    assert old.provenance["phs_edition"] == "2004"
    assert (new.flags["phs"], old.flags["phs"]) == (0.0, 1.0)  # the edition of 2004 begins at 100 W/m2: no rest
    with pytest.raises(InputError) as caught:
        simulate(site, phs_edition="1989", **given)
    assert caught.value.code == "HF-P014"


def test_flag_of_the_standard_is_that_of_its_own_edition() -> None:
    for edition, low in (("2023", 0.5), ("2004", None)):
        found = vapour_covered_at_rest_kpa(edition)
        assert found == (low, 4.5) if low is not None else found[0] > found[1]
        for kpa in (0.2, 1.0, 4.0, 5.0):
            outside = "vapour" in outside_standard(edition, 45.0, kpa, 65.0) or "activity" in outside_standard(
                edition, 45.0, kpa, 65.0
            )
            assert outside == (not found[0] <= kpa <= found[1])


def test_a_dew_point_of_a_file_takes_the_place_of_the_sites(tmp_path: Path) -> None:
    lines = ["hour,temp_out_c,dewpoint_c"] + [f"{hour},45,{10 if hour < 3 else 20}" for hour in range(6)]
    (tmp_path / "w.csv").write_text("\n".join(lines), encoding="utf-8")
    site = hand("")
    run = simulate(
        site,
        read_weather(tmp_path / "w.csv"),
        draws=median_draws(site),
        start=START,
        hours=6,
        keep="all",
        engine="python",
    )
    table = phs_table("sweat")
    for hour, dew in ((0, 10.0), (5, 20.0)):
        wanted = phs_sweat_l_per_h(45.0, saturation_kpa(dew), table)
        assert run.outputs["sweat_iso_7933_l_per_h"][0, hour] == pytest.approx(wanted, rel=1e-12)
    assert run.outputs["core_temp_75_c"][0, 2] == pytest.approx(_by_hand([45.0] * 3, 10.0, 75.0)[-1], abs=1e-9)


def test_what_the_standard_and_the_core_model_do_not_cover_is_counted() -> None:
    assert at(45.0).flags["phs"] == 0.0
    assert at(52.0).flags["phs"] == 1.0
    assert at(45.0, dew_c=-10.0).flags["phs"] == 1.0  # drier than the 2023 edition goes
    assert at(-5.0, dew_c=-10.0).flags["core"] == 1.0
    assert at(59.0).flags["core"] == 0.0


# --- what must hold -------------------------------------------------------------------------------------------------------


def test_hotter_is_never_fewer_hours_and_never_a_cooler_body() -> None:
    runs = [at(temp) for temp in (35.0, 41.0, 43.0, 45.0, 48.0, 52.0, 56.0)]
    for name in runs[0].outputs:
        if name.startswith(("hours_", "core_temp", "sweat_heat", "sweat_iso")):
            told = [run.outputs[name][0, -1] for run in runs]
            assert told == sorted(told), name


def test_every_count_of_hours_moves_where_it_is_hot_enough() -> None:
    text = HEAD.replace("temp_max_c = 45", "temp_max_c = 58\ndewpoint_c = 10")
    half = Event(hour=3, kind="destroy", asset="a", quantity=0.5)
    run = lanes(read_site(text + HOMES.format("a", 5, 58)), hours=6, events=[half])
    counts = {name: array[0, -1] for name, array in run.outputs.items() if name.startswith(("hours_not", "hours_past"))}
    assert counts == {name: 3.0 if name.endswith("outdoors") else 6.0 for name in counts}
    assert len(counts) == 8


def test_more_humid_air_is_never_easier() -> None:
    runs = [at(43.0, dew_c=dew) for dew in (0.0, 10.0, 18.0, 25.0, 30.0)]
    for name in runs[0].outputs:
        if name.startswith(("hours_not", "hours_past", "core_temp", "sweat_heat")):
            told = [run.outputs[name][0, -1] for run in runs]
            assert told == sorted(told), name


def test_bodies_and_hours_go_on_from_one_run_to_the_next() -> None:
    site = hand(HOMES.format("a", 5, 35))
    given = {"draws": median_draws(site), "deterministic": True, "keep": "all", "engine": "python"}
    whole = simulate(site, hours=30, start=START, **given)
    first = simulate(site, hours=11, start=START, **given)
    second = simulate(site, hours=19, start=START.replace(hour=11), initial=first.end, **given)
    for name, array in whole.outputs.items():
        if name.startswith(("hours_", "core_", "sweat_")):
            assert np.array_equal(array[0, 11:], second.outputs[name][0]), name


def test_deficits_of_2_5_and_10_per_cent_come_in_order_and_by_the_closed_form() -> None:
    run = lanes(hand(""), hours=40)  # no tap, no tank: every hour is a loss
    loss = 0.204 + 0.172 + 0.041 + 0.04
    for percent in (2, 5, 10):
        assert run.event_times[f"deficit_{percent}_percent"][0] == pytest.approx(percent / 100.0 * 70.0 / loss)


def test_compiled_gives_what_plain_python_gives() -> None:
    site = read_site(HEAD.replace("temp_max_c = 45\ndaily_range_k = 0", "temp_max_c = 49\ndaily_range_k = 16") +
                     HOMES.format("a", 5, 35) + HOMES.format("b", 3, 30) + TANK)  # fmt: skip
    given = {"draws": median_draws(site), "start": START, "keep": "all", "hours": 72}
    events = (Event(hour=30, kind="destroy", asset="b", quantity=0.5),)
    plain = simulate(site, engine="python", events=events, **given)
    built = simulate(site, engine="compiled", events=events, **given)
    for name, array in plain.outputs.items():
        assert np.abs(array - built.outputs[name]).max() <= 1e-12 * max(1.0, np.abs(array).max()), name
    for name, times in plain.event_times.items():
        assert times == pytest.approx(built.event_times[name], rel=1e-12), name
