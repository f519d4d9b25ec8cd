"""Planning: the need and its adjustments, tonnage and room, cooking fuel and water, a stock that runs down, bands."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from holdfast.errors import HoldfastError
from holdfast.people import (
    Grade,
    RationItem,
    cooking_need,
    days_of_energy,
    edible,
    energy_need,
    figures_of,
    firewood,
    firewood_each_kg,
    food_names,
    health_kits,
    own_composition,
    population,
    q10,
    ration,
    severity_band,
    shelf_life_months,
    stock_out,
    storage,
    tonnage,
    truck_payload_t,
    truck_stops,
)
from holdfast.people.food.cooking import FUELS, heat_kj_per_kg
from holdfast.people.food.foods import food, own_food
from holdfast.reference import row

WFP = ration({"maize meal": 400, "beans": 60, "oil": 25, "CSB": 50, "sugar": 15, "salt": 5})


def code_of(call: Callable[..., Any], *args: Any, **options: Any) -> str:
    with pytest.raises(HoldfastError) as fault:
        call(*args, **options)
    assert fault.value.mend
    return fault.value.code


# the need


@pytest.mark.parametrize(
    ("mean_c", "extra"), [(50, 0), (20, 0), (17.5, 50), (15, 100), (12, 160), (10, 200), (5, 300), (0, 400), (-10, 600)]
)
def test_cold_adds_a_hundred_for_each_five_degrees(mean_c: float, extra: float) -> None:
    need = energy_need(mean_temperature_c=mean_c)
    assert need.kcal == pytest.approx(2100 + extra)
    assert any("table of cold ends" in note for note in need.notes) is (mean_c < 0)
    assert math.fsum(part.kcal for part in need.parts) == need.kcal


def test_the_adjustments_are_rows() -> None:
    assert energy_need().kcal == 2100
    assert energy_need(activity="heavy").kcal == 2450
    assert energy_need(women_and_children_only=True).kcal == pytest.approx(2100 * 0.94)
    assert energy_need(losses="port").dispatched_kcal == pytest.approx(2205)
    assert {"N115", "D084", "D092"} == set(energy_need(activity="heavy", losses="port").sources)
    assert energy_need().grade is Grade.THRESHOLD


def test_what_is_not_stated_is_said() -> None:
    notes = energy_need().notes
    assert any("no mean temperature" in note for note in notes)
    assert any("losses" in note for note in notes)
    assert not any("losses" in note for note in energy_need(losses="port").notes)


def test_a_population_takes_the_place_of_the_usual_mean() -> None:
    people = population(1000)
    need = energy_need(population=people)
    assert need.kcal == pytest.approx(
        sum(group.persons * group.energy_kcal_per_day for group in people.groups) / people.persons
    )
    assert 1900 < need.kcal < 2300
    assert need.parts[0].source == "population"
    assert need.grade is Grade.SCENARIO  # a structure nobody counted: one grade lower
    assert any("not counted" in note for note in need.notes)
    assert "By its inputs this is a scenario, not a forecast and no threshold." in need.notes
    assert not any("scenario" in note for note in energy_need().notes)


@pytest.mark.parametrize(
    "options",
    [
        {"activity": "extreme"},
        {"losses": "sea"},
        {"mean_temperature_c": 104},
        {"mean_temperature_c": -90},
        {"mean_temperature_c": math.nan},
        {"population": population(10), "women_and_children_only": True},
    ],
)
def test_a_need_out_of_range(options: dict[str, Any]) -> None:
    assert code_of(energy_need, **options) == "HF-P046"


def test_fahrenheit_is_asked_about() -> None:
    with pytest.raises(HoldfastError) as fault:
        energy_need(mean_temperature_c=104)
    assert "Fahrenheit" in fault.value.mend


def test_nobody_needs_nothing() -> None:
    class Empty:
        groups = ()
        is_default = False

    assert code_of(energy_need, population=Empty()) == "HF-P046"


# tonnage, room, trucks


def test_mass_volume_and_trucks_by_hand() -> None:
    found = tonnage(ration({"wheat flour": 400, "oil": 30}), people=1000, days=10)
    assert found.eaten_kg == {"Wheat flour": 4000, "Vegetable oil, fortified": 300}
    assert found.dispatched_t == pytest.approx(4.3)
    assert found.storage.volume_m3.low == pytest.approx(4 * 1.7 + 0.3 * 1.8)
    assert (found.trucks, found.truck_t) == (1, 7.0)
    assert tonnage(ration({"rice": 700}), people=1000, days=10).trucks == 1  # exactly one load
    assert tonnage(ration({"rice": 700}), people=1000, days=10, loss_fraction=0.1).trucks == 2
    assert tonnage(ration({"rice": 700}), people=1000, days=10, truck_t=3.5).trucks == 2


def test_rice_has_a_span_of_volume_and_peanut_butter_none() -> None:
    found = storage({"rice": "10 t", "peanut butter": "1 t"})
    assert found.volume_m3 == pytest.approx((14, 15))
    assert found.unknown == ("Peanut butter",)
    assert any("Peanut butter" in note for note in found.notes)
    assert found.mass_t == pytest.approx(11)


def test_room_taken_from_another_food_is_said() -> None:
    assert any("assumption" in note and "as Wheat flour" in note for note in storage({"maize meal": "1 t"}).notes)


@pytest.mark.parametrize(
    "options",
    [
        {"people": 0, "days": 1}, {"people": -5, "days": 1}, {"people": 1e12, "days": 1}, {"people": 10, "days": 0},
        {"people": math.inf, "days": 1}, {"people": 1, "days": math.nan}, {"people": 1, "days": 1, "loss_fraction": 10},
        {"people": 1, "days": 1, "loss_fraction": -0.1}, {"people": 1, "days": 1, "truck_t": 0},
    ],
)  # fmt: skip
def test_a_plan_out_of_range(options: dict[str, float]) -> None:
    assert code_of(tonnage, WFP, **options) == "HF-P046"


def test_stops_are_rounded_down_and_floats_do_not_lose_one() -> None:
    assert truck_stops(site_t=0.7).full == 10
    assert truck_stops(site_t=0.1, truck_t=0.3).full == 3
    assert truck_stops(site_t=8).full == 0
    assert truck_payload_t(poor_roads=False) == 8
    assert code_of(truck_stops, site_t=0) == "HF-P046"


def test_kits_firewood_and_shelf_life_refuse_nonsense() -> None:
    assert health_kits(1, 1).kits == 1
    assert health_kits(10_000, 3).kits == 1
    assert code_of(health_kits, 0, 3) == "HF-P046"
    assert code_of(firewood, 0) == "HF-P046"
    assert code_of(firewood, 10, kg_per_person_day=500) == "HF-P046"
    assert code_of(firewood_each_kg, -1, 10) == "HF-P042"
    assert code_of(q10, life_cool=1, cool_c=20, life_warm=2, warm_c=10) == "HF-P046"
    assert code_of(shelf_life_months, 24, 104) == "HF-P046"
    assert shelf_life_months(24, 25) == (24, 24)
    assert shelf_life_months(24, 15).low > 24


# what can be eaten


def test_every_food_that_is_cooked_has_a_need() -> None:
    for name in food_names():
        if food(name).eaten == "cooked":
            assert heat_kj_per_kg(name) > 200, name
    assert cooking_need(ration(dict.fromkeys(food_names(), 10.0))).unknown == ()


@pytest.mark.parametrize("fuel", FUELS)
def test_the_example_ration_takes_what_camps_burn(fuel: str) -> None:
    need = cooking_need(WFP, fuel=fuel)
    if fuel == "kerosene":
        assert (need.fuel_low_kg, need.fuel_high_kg) == pytest.approx((0.024, 0.04))
    else:
        published = row({"firewood": "physics:wood", "lpg": "physics:lpg"}[fuel])
        assert (need.fuel_low_kg, need.fuel_kg, need.fuel_high_kg) == pytest.approx(
            (published.low, published.value, published.high)
        )
    assert need.water_low_l == pytest.approx(0.4 * 3 + 0.06 * 3 + 0.05 * 6.25)
    assert need.water_high_l == pytest.approx(0.4 * 4 + 0.06 * 3 + 0.05 * 6.25)


def test_without_fire_only_what_is_ready_counts() -> None:
    found = edible(WFP, cooking_fuel_kg=0)
    assert found.energy_kcal.value == pytest.approx(0.25 * 885 + 0.15 * 400)
    assert found.limited_by == "fuel"
    assert found.cooked_fraction == 0
    assert found.not_cooked == ("Maize meal", "Beans, dry", "CSB (older corn-soy blend)")
    biscuits = ration({"BP-5": 250, "dates": 50, "canned fish": 80})
    assert edible(biscuits, cooking_fuel_kg=0, cooking_water_l=0).energy_kcal == biscuits.energy_kcal
    assert edible(biscuits, cooking_fuel_kg=0).limited_by == "nothing"


def test_half_the_fuel_cooks_half_and_the_scarcer_limits() -> None:
    half = edible(WFP, cooking_fuel_kg=0.045, cooking_water_l=50)
    assert half.cooked_fraction == pytest.approx(0.5)
    assert half.energy_kcal.value == pytest.approx(281.25 + 0.5 * (1440 + 201 + 190))
    assert (half.cooked_fraction_low, half.cooked_fraction_high) == pytest.approx((0.3, 0.75))
    assert half.energy_kcal.low < half.energy_kcal.value < half.energy_kcal.high  # type: ignore[operator]
    dry = edible(WFP, cooking_fuel_kg=0.09, cooking_water_l=0.5)
    assert dry.limited_by == "water"
    assert dry.cooked_fraction == pytest.approx(0.5 / 1.8925)
    assert edible(WFP, cooking_fuel_fraction=0.5).cooked_fraction_low == 0.5
    assert edible(WFP).energy_kcal == WFP.energy_kcal
    assert edible(WFP, cooking_fuel_kg=10, cooking_water_l=100).limited_by == "nothing"


def test_long_cooking_costs_more_fuel_than_short() -> None:
    assert heat_kj_per_kg("Beans, dry") > heat_kj_per_kg("Lentils, dry") > heat_kj_per_kg("Rice, polished")
    figures = figures_of("ration.csv")
    water, minutes = 3.0, 90.0  # by hand, rows C246 and C247
    by_hand = (1.8 + water * 4.186) * figures["heating_to_boil"].value + 0.06 * (1 + water) * minutes * 60
    assert heat_kj_per_kg("Beans, dry") == pytest.approx(by_hand)


def test_flour_is_baked_by_the_heat_of_an_oven() -> None:
    """300 g of flour are 400 g of bread at 2.9 MJ/kg; LPG holds 47.3 MJ/kg and air-dry wood 15.6."""
    flour = ration({"wheat flour": 300})
    assert cooking_need(flour).fuel_kg == pytest.approx(0.4 * 2.9 / 47.3)
    wood = cooking_need(flour, fuel="firewood")
    assert (wood.fuel_low_kg, wood.fuel_high_kg) == pytest.approx((0.3 / 0.85 * 2.8 / 15.6, 0.3 / 0.7 * 3.0 / 15.6))
    found = edible(flour, cooking_fuel_kg=0.2 * 2.9 / 47.3)
    assert found.cooked_fraction == pytest.approx(0.5)
    assert {"physics:q_bread", "C284", "C250"} <= set(found.sources)
    assert "C263" not in found.sources
    assert any("hearth at home" in note for note in found.notes)


def test_a_food_nobody_knows_how_to_cook_needs_fire_and_is_said() -> None:
    own = own_composition(kcal_per_100g=300)
    mine = ration([RationItem(food=own_food("local porridge"), grams=100, own=own)])
    need = cooking_need(mine)
    assert need.unknown == ("local porridge",)
    assert need.fuel_kg == 0
    found = edible(mine, cooking_fuel_fraction=0.5)
    assert found.energy_kcal.value == 150
    assert any("local porridge" in note for note in found.notes)


def test_an_open_bound_stays_open_only_while_some_of_it_is_eaten() -> None:
    blend = ration({"CSB+": 100, "sugar": 10})
    assert edible(blend, cooking_fuel_fraction=0.5).energy_kcal.high is None
    assert edible(blend, cooking_fuel_fraction=0).energy_kcal.high == pytest.approx(40)


@pytest.mark.parametrize(
    "options",
    [
        {"fuel": "dung"}, {"cooking_fuel_kg": -1}, {"cooking_fuel_kg": 1e3}, {"cooking_fuel_fraction": 1.5},
        {"cooking_water_l": -1}, {"cooking_water_l": math.nan}, {"cooking_fuel_kg": 1, "cooking_fuel_fraction": 1},
    ],
)  # fmt: skip
def test_cooking_out_of_range(options: dict[str, Any]) -> None:
    assert code_of(edible, WFP, **options) == "HF-P046"


# a stock that runs down


def test_a_stock_runs_down_food_by_food() -> None:
    stock = {"maize meal": "12 t", "beans": "3 t", "oil": "2000 L", "csb": "4 t", "sugar": "1 t", "salt": "1 t"}
    found = stock_out(stock, WFP, people=3000)
    by_food = {item.food: item.days for item in found.items}
    assert by_food["Maize meal"] == pytest.approx(10)
    assert by_food["Vegetable oil, fortified"] == pytest.approx(2000 * 0.92 / 75)
    assert [item.days for item in found.items] == sorted(by_food.values())
    assert found.steps[0].energy_kcal == WFP.energy_kcal
    assert found.steps[1].energy_kcal is not None
    assert found.steps[1].energy_kcal.value == pytest.approx(2112.25 - 1440)
    assert found.steps[-1].energy_kcal is None
    assert found.below_day == found.below_day_earliest == found.below_day_latest == pytest.approx(10)
    assert stock_out(stock, WFP, people=3000, floor_kcal=500).below_day == pytest.approx(3000 / 180)
    assert stock_out(stock, WFP, people=3000, floor_kcal=5000).below_day == 0


def test_sources_that_disagree_give_an_earliest_and_a_latest_day() -> None:
    daily = ration({"wheat flour": 580, "oil": 5, "dates": 30})  # 2,148 to 2,229 kcal
    found = stock_out({"wheat flour": "58 t", "oil": "1 t", "dates": "1 kg"}, daily, people=1000, floor_kcal=2100)
    assert found.below_day_earliest == pytest.approx(1 / 30)
    assert found.below_day_latest == pytest.approx(100)


def test_an_open_bound_has_no_latest_day_before_its_food_ends() -> None:
    found = stock_out({"CSB+": "1 t"}, ration({"CSB+": 100}), people=100)
    assert (found.below_day, found.below_day_latest) == (0, pytest.approx(100))


def test_what_has_no_stock_is_out_from_the_first_day_and_said() -> None:
    found = stock_out({"maize meal": "1 t"}, WFP, people=100)
    assert any("Sugar" in note for note in found.notes)
    assert found.steps[0].energy_kcal is not None
    assert found.steps[0].energy_kcal.value == pytest.approx(1440)


def test_a_food_of_ones_own_runs_down_under_its_name() -> None:
    own = own_composition(kcal_per_100g=440)
    daily = ration([RationItem(food=own_food("local biscuit"), grams=100, own=own, name="local biscuit")])
    assert stock_out({"Local  biscuit": "1 t"}, daily, people=100).items[0].days == pytest.approx(100)


def test_stock_errors() -> None:
    assert code_of(stock_out, {"rice": "1 t"}, WFP, people=100) == "HF-P046"
    assert code_of(stock_out, {"ryce": "1 t"}, WFP, people=100) == "HF-P041"
    assert code_of(stock_out, {"sugar": "-1 t"}, WFP, people=100) == "HF-P042"
    assert code_of(stock_out, {"sugar": "1 bag"}, WFP, people=100) == "HF-P044"
    assert code_of(stock_out, {"sugar": "1 t"}, WFP, people=0) == "HF-P046"
    assert code_of(days_of_energy, -1, people=1, kcal_per_person_day=1) == "HF-P042"
    assert code_of(days_of_energy, 1, people=1, kcal_per_person_day=0) == "HF-P046"


# bands


@pytest.mark.parametrize(
    ("kind", "amount", "band"),
    [
        ("staple_food_days", 0, 5), ("staple_food_days", 13.9, 5), ("staple_food_days", 14, 4),
        ("staple_food_days", 30, 4), ("staple_food_days", 31, 3), ("fuel_days", 14, 4),
        ("corridor_closed_days", 0, 2), ("corridor_closed_days", 1, 3), ("corridor_closed_days", 14, 4), ("corridor_closed_days", 31, 5),
        ("access_limited_months", 1, 3), ("access_limited_months", 3, 4), ("access_limited_months", 5, 5),
        ("energy_met_percent", 80, 2), ("energy_met_percent", 75, 3), ("energy_met_percent", 50, 3),
        ("energy_met_percent", 30, 4), ("energy_met_percent", 10, 5),
    ],
)  # fmt: skip
def test_bands_at_their_edges(kind: str, amount: float, band: int) -> None:
    found = severity_band(kind, amount)
    assert found.number == band
    assert row(found.row_id).name.endswith(str(band))
    assert any("IPC" in note for note in found.notes)


def test_band_errors() -> None:
    assert code_of(severity_band, "hope", 3) == "HF-P046"
    assert code_of(severity_band, "fuel_days", -3) == "HF-P042"


@pytest.mark.parametrize("given", ["5", True, None, math.nan])
def test_text_and_truth_values_are_no_numbers_in_any_call(given: Any) -> None:
    daily = ration({"rice": 400})
    assert code_of(energy_need, mean_temperature_c="5" if given is None else given) == "HF-P046"
    assert code_of(tonnage, daily, people=given, days=10) == "HF-P046"
    assert code_of(tonnage, daily, people=10, days=10, loss_fraction=given) == "HF-P046"
    assert code_of(truck_stops, site_t=given) == "HF-P046"
    assert code_of(q10, life_cool=given, life_warm=1.0, cool_c=20.0, warm_c=30.0) == "HF-P046"
    assert code_of(shelf_life_months, 12.0, given) == "HF-P046"
    if given is not None:
        assert code_of(edible, daily, cooking_fuel_kg=given) == "HF-P046"
