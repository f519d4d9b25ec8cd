"""Water need: classes, defaults, humidity, grades, populations, and bad input."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.people.census.groups import Group, population
from holdfast.people.figures import figures_of
from holdfast.people.grades import Grade, input_reason
from holdfast.people.heat.moist_air import saturation_kpa
from holdfast.people.kernel import water_at_rest as need
from holdfast.people.kernel.body import surface_m2
from holdfast.people.kernel.heat_balance import VAPORISATION_J_PER_G, required_rest_l_per_h
from holdfast.people.kernel.water_at_rest import (
    LOWEST_OF_FIT_C,
    REFERENCE_MASS_KG,
    drinking_need_l_per_h,
    fitted_l_per_h,
    humid_over_dry,
    resting_sweat_in_air_l_per_h,
    resting_sweat_l_per_h,
)
from holdfast.people.water.chlorination import USUAL_MG_PER_L
from holdfast.people.water.conditions import day_of
from holdfast.people.water.curves import _departures
from holdfast.people.water.deficit import LIFE_PERCENT, PERCENTS
from holdfast.people.water.need import child_share, water_need
from holdfast.people.water.of_population import mass_of_band, water_need_of
from holdfast.reference import row, value


def kind(
    age_band: Any = "20-59", sex: Any = "male", state: Any = "none", profile: Any = "young", persons: Any = 10.0
) -> Group:
    return Group(age_band=age_band, sex=sex, state=state, profile=profile, persons=persons, energy_kcal_per_day=2000.0)


def test_the_fit_at_rest_is_what_the_hour_loop_takes() -> None:
    """P1 and W10: the same hours, through the public call and through the scalars."""
    temps = day_of(44.0, 17.0)
    fit = water_need(temps, dew_point_c=10.0).curve("iso_fit")
    scalars = [drinking_need_l_per_h(resting_sweat_l_per_h(temp), 1.0) for temp in temps]
    assert fit.loss_by_hour_l == pytest.approx(scalars, abs=1e-12)
    assert fit.loss_l_per_day == pytest.approx(sum(scalars))


def test_the_parabola_is_that_of_the_scalar_and_of_the_table() -> None:
    rows = [value(f"physics:{name}") for name in ("s0", "s1", "s2", "s_min")]
    for temp in (-10.0, LOWEST_OF_FIT_C, 20.0, 35.0, 52.0):
        assert fitted_l_per_h(temp, *rows) == pytest.approx(resting_sweat_l_per_h(temp), abs=1e-12)


@pytest.mark.parametrize("dew_c", [10.0, 14.0, 20.0, 24.0])
def test_humid_air_at_rest_is_what_the_hour_loop_takes(dew_c: float) -> None:
    temps = day_of(44.0, 17.0)
    fit = water_need(temps, dew_point_c=dew_c).curve("iso_fit")
    kpa = saturation_kpa(dew_c)
    scalars = [drinking_need_l_per_h(resting_sweat_in_air_l_per_h(temp, kpa), 1.0) for temp in temps]
    assert fit.loss_by_hour_l == pytest.approx(scalars, abs=1e-12)


def test_the_constants_of_the_loop_are_those_of_the_tables() -> None:
    assert {f"physics:{name}": value(f"physics:{name}") for name in ("s0", "s1", "s2", "s_min")} == {
        "physics:s0": need.SWEAT_AT_35C_L_PER_H,
        "physics:s1": need.SWEAT_SLOPE_L_PER_H_K,
        "physics:s2": need.SWEAT_CURVE_L_PER_H_K2,
        "physics:s_min": need.INSENSIBLE_LOSS_L_PER_H,
    }
    table = figures_of("water_figures.csv")
    assert [table[f"humid_s{power}"].value for power in range(3)] == [
        need.HUMID_SWEAT_AT_35C_L_PER_H,
        need.HUMID_SWEAT_SLOPE_L_PER_H_K,
        need.HUMID_SWEAT_CURVE_L_PER_H_K2,
    ]
    dews = [table[f"{name}_dew_point"].value for name in ("dry", "humid", "highest")]
    assert [saturation_kpa(dew) for dew in dews] == [need.DRY_FIT_KPA, need.HUMID_FIT_KPA, need.MOST_HUMID_KPA]
    assert (table["fit_to"].value, table["adult_mass"].value) == (need.FIT_TO_C, REFERENCE_MASS_KG)


def test_required_sweat_by_hand() -> None:
    """At 35 degC nothing is exchanged dry: metabolic heat less breath, over the heat of vaporisation."""
    area, vapour = surface_m2(70.0, 1.70), 1.2
    breath = 105.0 * (0.0014 * (34 - 35) + 0.0173 * (5.866 - vapour)) * area
    required = 105.0 - breath
    most = 16.5 * 8.3 * 0.5**0.6 * (saturation_kpa(35.0) - vapour) * area
    efficiency = 1.0 - (required / most) ** 2 / 2.0
    found = required_rest_l_per_h(35.0, vapour, 105.0, area, 8.3 * 0.5**0.6)
    assert found == pytest.approx(3.6 * required / (VAPORISATION_J_PER_G * efficiency), rel=1e-6)
    assert surface_m2(70.0, 1.70) == pytest.approx(1.81, abs=0.01)  # DuBois


def test_humidity_counts_between_two_dew_points_only() -> None:
    """Drier than 10 degC nothing is subtracted; past 25 degC nothing more is added."""
    assert humid_over_dry(46.0, saturation_kpa(0.0)) == 1.0
    assert humid_over_dry(46.0, 0.0) == 1.0
    assert humid_over_dry(46.0, saturation_kpa(29.0)) == humid_over_dry(46.0, saturation_kpa(25.0))
    assert humid_over_dry(46.0, saturation_kpa(24.0)) < humid_over_dry(46.0, saturation_kpa(25.0))


def test_a_figure_that_moves_the_loss_one_way_only_widens_one_side() -> None:
    """Air speed about its best: both ends raise the loss, and nothing lowers it."""
    below, above = _departures(
        lambda figures: 5.0 + (figures["speed"] - 1.0) ** 2, {"speed": 1.0}, {"speed": (0.5, 1.0, 3.0)}
    )
    assert (below, above) == (0.0, pytest.approx(4.0))


def test_in_the_cold_there_is_only_what_is_lost_anyhow() -> None:
    """Where the balance needs no evaporation the sweat is 0, and not a quotient of two negative numbers."""
    for temp in (-40.0, -5.0, 10.0):
        assert water_need([temp] * 24).curve("heat_balance").loss_l_per_day == pytest.approx(1.0)


def test_drinking_need_and_the_floor_of_the_norm() -> None:
    hot = water_need(45.0, food_water_l_per_day=0.6).curve("heat_balance")
    assert hot.drinking_need_l_per_day == pytest.approx(hot.loss_l_per_day - 0.6 - 0.3)
    mild = water_need(25.0)
    assert mild.curve("heat_balance").drinking_need_l_per_day == 2.5
    assert not mild.sphere_too_low
    assert "covers the drinking need of both curves" in mild.sphere_note


def test_sphere_too_low_says_by_which_curve() -> None:
    between = water_need(36.0)
    assert between.sphere_too_low
    assert not between.curve("heat_balance").sphere_too_low
    assert "fit to ISO 7933 asks for" in between.sphere_note
    assert "heat balance asks" not in between.sphere_note
    assert "2.5 to 3 L a day" in between.sphere_note


def test_ranges_hold_the_curve_and_the_two_curves_stay_apart() -> None:
    need = water_need(46.0)
    for curve in need.curves:
        assert curve.loss_low_l_per_day < curve.loss_l_per_day < curve.loss_high_l_per_day
        assert curve.drinking_need_low_l_per_day < curve.drinking_need_l_per_day < curve.drinking_need_high_l_per_day
    assert [curve.name for curve in need.curves] == ["iso_fit", "heat_balance"]
    assert not [name for name in type(need).__slots__ if "mean_need" in name or name == "loss_l_per_day"]
    assert str(need).count("loses") == 2


def test_a_given_air_speed_has_no_range() -> None:
    assumed, given = (
        water_need(46.0).curve("heat_balance"),
        water_need(46.0, air_speed_m_per_s=0.5).curve("heat_balance"),
    )
    assert given.loss_l_per_day == pytest.approx(assumed.loss_l_per_day)
    assert given.loss_high_l_per_day < assumed.loss_high_l_per_day
    windy = water_need(46.0, air_speed_m_per_s=2.0).curve("heat_balance")
    assert windy.loss_l_per_day > assumed.loss_l_per_day  # air hotter than the skin heats it faster


def test_three_forms_of_humidity_say_the_same() -> None:
    temps = day_of(44.0, 17.0)
    vapour = saturation_kpa(12.0)
    first = water_need(temps, dew_point_c=12.0)
    assert water_need(temps, vapour_pressure_kpa=vapour).curves == first.curves
    by_hour = [100.0 * vapour / saturation_kpa(temp) for temp in temps]
    assert water_need(temps, rh_percent=by_hour).curve("iso_fit").loss_l_per_day == pytest.approx(
        first.curve("iso_fit").loss_l_per_day
    )
    at_warmest = 100.0 * vapour / saturation_kpa(max(temps))
    assert water_need(temps, rh_percent=at_warmest).curve("heat_balance").loss_l_per_day == pytest.approx(
        first.curve("heat_balance").loss_l_per_day
    )


def test_series_of_days() -> None:
    three = water_need([*day_of(40.0, 17.0), *day_of(46.0, 17.0), *day_of(40.0, 17.0)])
    assert three.days == 3
    days = three.curve("iso_fit").loss_by_day_l
    assert days[0] == pytest.approx(days[2])
    assert days[1] > days[0]
    assert days[0] == pytest.approx(water_need(40.0).curve("iso_fit").loss_l_per_day)
    assert three.curve("iso_fit").loss_l_per_day == pytest.approx(sum(days) / 3)
    assert max(three.curve("heat_balance").drinking_need_by_day_l) == pytest.approx(
        water_need(46.0).curve("heat_balance").drinking_need_l_per_day
    )
    mixed = water_need([*[20.0] * 24, *day_of(44.0, 17.0)])
    assert mixed.curve("heat_balance").sphere_too_low  # judged by the hottest day
    assert mixed.curve("heat_balance").drinking_need_l_per_day == pytest.approx(
        (2.5 + water_need(44.0).curve("heat_balance").drinking_need_l_per_day) / 2
    )


def test_numpy_numbers_are_numbers() -> None:
    whole = water_need(np.int64(44))
    assert whole.curves == water_need(44.0).curves
    assert water_need(np.float32(44.0)).curves == whole.curves
    assert water_need(np.asarray(day_of(44.0, 17.0))).curves == whole.curves


def test_light_work_by_day_and_rest_by_night() -> None:
    rest, work = (water_need([40.0] * 24, activity=one, rh_percent=15.0) for one in ("rest", "light"))
    for one, other in zip(rest.curves, work.curves, strict=True):
        assert one.loss_by_hour_l[3] == other.loss_by_hour_l[3]
        assert one.loss_by_hour_l[12] < other.loss_by_hour_l[12]
    assert work.grade is Grade.FORECAST


def test_children_are_a_judgement() -> None:
    adult, child = water_need(44.0), water_need(44.0, person="child")
    low, middle, high = child_share(12.0)
    assert (low, middle, high) == (1.5, 1.75, 2.0)
    for one, other in zip(adult.curves, child.curves, strict=True):
        assert other.loss_l_per_day / 12.0 == pytest.approx(1.75 * one.loss_l_per_day / 70.0)
        assert other.loss_low_l_per_day < 1.5 / 1.75 * other.loss_l_per_day + 1e-9
        assert other.loss_high_l_per_day > 2.0 / 1.75 * other.loss_l_per_day - 1e-9
    assert child.grade is Grade.THRESHOLD
    assert any("judgement" in note for note in child.notes)
    assert child_share(4.0) == child_share(12.0)
    assert child_share(70.0)[0] == 1.0
    assert [child_share(mass)[1] for mass in (12, 22, 38, 69)] == sorted(
        (child_share(mass)[1] for mass in (12, 22, 38, 69)), reverse=True
    )


def test_elders_and_states() -> None:
    adult, old = water_need(44.0), water_need(44.0, person="old")
    assert old.curve("iso_fit") == adult.curve("iso_fit")
    assert any("thirst of elders is blunted" in note for note in old.notes)
    assert old.curve("heat_balance").hours_beyond_sweat >= adult.curve("heat_balance").hours_beyond_sweat
    nursing = water_need(44.0, state="lactating")
    for one, other in zip(adult.curves, nursing.curves, strict=True):
        assert other.loss_l_per_day - one.loss_l_per_day == pytest.approx(value("D159"))
    assert "D159" in nursing.sources
    hot, hot_nursing = (water_need(54.0, state=state).curve("heat_balance") for state in ("none", "lactating"))
    assert hot.hours_beyond_sweat == hot_nursing.hours_beyond_sweat > 0  # milk is no sweat
    sweat = [one - 1.0 / 24.0 for one in hot.loss_by_hour_l]
    assert hot.hours_beyond_sweat == sum(one > value("health:S_young") for one in sweat)


def test_flags_of_extrapolation() -> None:
    assert not water_need(46.0).extrapolated
    over = water_need(54.0)
    assert over.extrapolated
    assert over.curve("heat_balance").hours_outside > 0
    assert any("carried on past" in note for note in over.notes)
    assert any("not checked above 50" in note for note in over.notes)
    wet = water_need(40.0, dew_point_c=24.0)
    assert any("reads too low" in note for note in wet.notes)
    beyond = water_need(54.0, person="old")
    assert beyond.curve("heat_balance").hours_beyond_sweat > 0
    assert any("heat limit decides" in note for note in beyond.notes)


def test_guessed_inputs_lower_the_grade_once_and_are_named() -> None:
    reasons = (*input_reason("the temperature in the shelter", guessed=True), "the humidity is of last week")
    need = water_need(44.0, rh_percent=15.0, input_reasons=iter(reasons))
    assert need.grade is Grade.THRESHOLD
    assert need.input_reasons == need.notes[:2] == reasons
    assert water_need(44.0, rh_percent=15.0).input_reasons == ()


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "the humidity of the air is a default"),
        ({"rh_percent": 15.0, "state": "pregnant"}, "no model of heat covers pregnancy"),
        ({"rh_percent": 15.0, "state": "lactating"}, "no model of heat covers lactation"),
        ({"rh_percent": 15.0, "person": "child"}, "a judgement"),
        ({"dew_point_c": 28.0}, "reads too low"),
        ({"rh_percent": 5.0, "temperature_c": 60.0}, "carried on past 14 to 50 degC for"),
        ({"rh_percent": 5.0, "temperature_c": [51.0] * 24}, "not checked above 50 degC"),
    ],
)
def test_what_is_biased_or_carried_on_is_no_forecast(given: dict[str, Any], reason: str) -> None:
    found = water_need(**{"temperature_c": 44.0, **given})
    assert found.grade is Grade.THRESHOLD
    assert any(reason in one for one in found.input_reasons)
    assert found.extrapolated is any(word in reason for word in ("too low", "past", "above"))
    assert water_need(44.0, rh_percent=15.0).grade is Grade.FORECAST


def test_defaults_are_told_and_given_values_are_not() -> None:
    bare = " ".join(water_need(44.0).notes)
    for word in ("17 K", "1.2 kPa", "70 kg", "0.5 m/s"):
        assert word in bare
    full = water_need(44.0, daily_range_k=12.0, rh_percent=15.0, mass_kg=60.0, air_speed_m_per_s=1.0)
    assert not [note for note in full.notes if "assumed" in note]


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        (110.0, "43.3 degC"),
        (316.0, "42.9 degC"),
        (-60.0, "degrees Celsius"),
        (float("nan"), "degrees Celsius"),
        (float("inf"), "degrees Celsius"),
        ([110.0] * 24, "43.3 degC"),
    ],
)
def test_temperatures_in_another_unit(given: float | list[float], hint: str) -> None:
    with pytest.raises(InputError, match=hint) as caught:
        water_need(given)
    assert caught.value.code == "HF-P020"


def test_daily_range_of_fahrenheit() -> None:
    with pytest.raises(InputError, match="HF-P020"):
        water_need(43.0, daily_range_k=45.0)
    with pytest.raises(InputError, match="HF-P020"):
        water_need(43.0, daily_range_k=-1.0)


@pytest.mark.parametrize("series", [[], [40.0] * 23, [40.0] * 25, "43", ["40"] * 24, [[40.0] * 24]])
def test_hours_that_make_no_days(series: list[float]) -> None:
    with pytest.raises(InputError) as caught:
        water_need(series)
    assert caught.value.code == "HF-P021"


def test_a_range_beside_hours() -> None:
    with pytest.raises(InputError, match="HF-P021"):
        water_need([40.0] * 24, daily_range_k=10.0)


@pytest.mark.parametrize(
    "given",
    [
        {"rh_percent": 120.0},
        {"rh_percent": -1.0},
        {"rh_percent": 0.3},  # a share, not per cent
        {"rh_percent": float("nan")},
        {"vapour_pressure_kpa": 12.0},  # hPa
        {"vapour_pressure_kpa": -0.1},
        {"dew_point_c": 45.0},
        {"rh_percent": 30.0, "dew_point_c": 10.0},
    ],
)
def test_humidity_that_cannot_be(given: dict[str, float]) -> None:
    with pytest.raises(InputError) as caught:
        water_need(44.0, **given)  # type: ignore[arg-type]
    assert caught.value.code == "HF-P022"


@pytest.mark.parametrize(
    ("mass", "person", "hint"),
    [
        (154.0, "adult", "69.85 kg"),
        (70_000.0, "adult", "70 kg"),
        (12_000.0, "child", "12 kg"),
        (0.0, "adult", "kilograms"),
        (-70.0, "adult", "kilograms"),
        (float("nan"), "adult", "kilograms"),
        (12.0, "adult", "kilograms"),
    ],
)
def test_body_mass_in_another_unit(mass: float, person: str, hint: str) -> None:
    with pytest.raises(InputError, match=hint) as caught:
        water_need(44.0, mass_kg=mass, person=person)
    assert caught.value.code == "HF-P023"


@pytest.mark.parametrize(
    "given",
    [
        {"food_water_l_per_day": -0.1},
        {"food_water_l_per_day": 500.0},
        {"food_water_l_per_day": float("nan")},
        {"air_speed_m_per_s": -1.0},
        {"air_speed_m_per_s": 20.0},
    ],
)
def test_litres_and_wind(given: dict[str, float]) -> None:
    with pytest.raises(InputError) as caught:
        water_need(44.0, **given)  # type: ignore[arg-type]
    assert caught.value.code == "HF-P024"


@pytest.mark.parametrize("given", [{"activity": "resting"}, {"person": "adults"}, {"state": "pregnent"}])
def test_unknown_classes_are_told_their_neighbours(given: dict[str, str]) -> None:
    with pytest.raises(InputError) as caught:
        water_need(44.0, **given)  # type: ignore[arg-type]
    assert caught.value.code == "HF-P025"
    assert caught.value.mend.endswith("meant?")


def test_a_population_is_the_sum_of_its_groups() -> None:
    kinds = [
        kind(persons=40),
        kind(age_band="0-4", persons=20),
        kind(age_band="60+", sex="female", profile="old", persons=5),
    ]
    found = water_need_of(kinds, 46.0)
    for name in ("iso_fit", "heat_balance"):
        parts = [
            (40, water_need(46.0, mass_kg=mass_of_band("20-59", "male"))),
            (20, water_need(46.0, person="child", mass_kg=12.0)),
            (5, water_need(46.0, person="old", mass_kg=mass_of_band("60+", "female"))),
        ]
        loss = sum(count * need.curve(name).loss_l_per_day for count, need in parts) / 1000
        assert found.curve(name).loss_m3_per_day == pytest.approx(loss)
        assert found.curve(name).drinking_need_l_per_person_day == pytest.approx(
            1000 * found.curve(name).drinking_need_m3_per_day / 65
        )
    assert found.persons == 65


def test_the_factor_of_families_follows_from_the_groups() -> None:
    """The usual structure loses 0.8 of what adults at rest lose: the assumption of the hour loop, by another way."""
    found = water_need_of(population(3000), 48.0)
    for curve in found.curves:
        assert 0.75 <= curve.loss_relative_to_adults <= 0.85
    assert found.grade is Grade.THRESHOLD
    assert found.notes[0].startswith("the structure of the population is a default")


def test_only_people_who_can_work_are_set_to_work() -> None:
    children = [kind(age_band="5-9"), kind(age_band="60+"), kind(profile="ill"), kind(profile="old")]
    assert water_need_of(children, 44.0).curves == water_need_of(children, 44.0, activity="light").curves
    adults = [kind()]
    assert (
        water_need_of(adults, 44.0, activity="light").curves[0].loss_m3_per_day
        > water_need_of(adults, 44.0).curves[0].loss_m3_per_day
    )
    assert water_need_of(adults, 44.0, rh_percent=15.0).grade is Grade.FORECAST
    assert water_need_of([kind(profile="ill")], 44.0, rh_percent=15.0).grade is Grade.THRESHOLD
    assert water_need_of([kind(sex="female", state="pregnant")], 44.0, rh_percent=15.0).grade is Grade.THRESHOLD


@pytest.mark.parametrize(
    "kinds",
    [
        [],
        [kind(persons=0)],
        [kind(persons=-1)],
        [kind(persons=float("nan"))],
        [kind(persons=float("inf"))],
        [kind(state="pregnant")],  # a man
        [kind(state="pregnant", sex="female", age_band="5-9")],
    ],
)
def test_populations_that_cannot_be(kinds: list[Group]) -> None:
    with pytest.raises(InputError) as caught:
        water_need_of(kinds, 44.0)
    assert caught.value.code == "HF-P026"


@pytest.mark.parametrize("group", [kind(age_band="20-60"), kind(sex="M"), kind(profile="elder")])
def test_groups_with_unknown_words(group: Group) -> None:
    with pytest.raises(InputError) as caught:
        water_need_of([group], 44.0)
    assert caught.value.code == "HF-P025"
    assert caught.value.where.startswith("group 1")


def test_constants_beside_the_tables_are_those_of_the_tables() -> None:
    assert row("health:d_life").low == LIFE_PERCENT
    assert [value("health:d_2"), 100.0 * value("physics:B_5"), value("health:d_10")] == list(PERCENTS)
    assert "{:g}-{:g} mg/L dose".format(*USUAL_MG_PER_L) in row("C305").name
    assert figures_of("water_figures.csv")["adult_mass"].value == REFERENCE_MASS_KG


def test_every_figure_of_the_table_is_used_in_its_range() -> None:
    for found in figures_of("water_figures.csv").values():
        assert found.low is None or found.high is None or found.low <= found.value <= found.high, found.name
        assert found.source or found.reason, found.name
