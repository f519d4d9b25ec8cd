"""Food energy of a run: by member and day, against sums done by hand."""

from __future__ import annotations

import pytest

from holdfast.errors import InputError
from holdfast.forecast import food_energy, food_outputs
from holdfast.lifelines import Event, simulate
from holdfast.people import adult_outlook, population_of
from lifelines_hand import hand

STORES = """
[[stores]]
id = "rice"
commodity = "rice"
unit = "kg"
quantity = 1000
capacity = 90000
unusable = 0
use_per_person_day = 0.4
[[stores]]
id = "flour"
commodity = "flour"
unit = "kg"
quantity = 20000
capacity = 90000
unusable = 0
use_per_person_day = 0.2
"""
FOODS = {"flour": "Wheat flour"}


def kept(text: str, hours: int = 96, **rest):
    site = hand(text)
    outputs = food_outputs(site)
    return simulate(
        site, hours=hours, members=2, engine="python", deterministic=True, keep="all", outputs=outputs, **rest
    ), site


def test_energy_is_what_the_stores_give_until_they_end() -> None:
    run, site = kept(STORES)
    found = food_energy(run, site, foods=FOODS)
    # 1,000 persons: 400 kg of rice (3,600 kcal a kg) and 200 kg of flour (3,500) a day; the rice ends on the third day.
    assert found.kcal_per_person_day.shape == (2, 4)
    assert found.kcal_per_person_day[0] == pytest.approx([0.4 * 3600 + 0.2 * 3500] * 2 + [0.2 * 3600 + 700, 700])
    assert found.foods == pytest.approx({"rice": 3600.0, "flour": 3500.0})
    assert found.left_out == ("diesel",)
    assert any("rice is taken as Rice, polished" in note for note in found.notes)


def test_a_delivery_is_eaten_from_its_day_and_looting_is_not() -> None:
    events = [
        Event(hour=72, kind="arrive", asset="rice", quantity=5000),
        Event(hour=0, kind="loot", asset="flour", quantity=20000),
    ]
    run, site = kept(STORES, events=events)
    found = food_energy(run, site, foods=FOODS).kcal_per_person_day[0]
    assert found == pytest.approx([1440.0, 1440.0, 720.0, 1440.0])


def test_what_nobody_names_is_left_out_and_said() -> None:
    run, site = kept(STORES)
    found = food_energy(run, site)
    assert found.left_out == ("diesel", "flour")
    assert any(note.startswith("flour is not counted") for note in found.notes)
    assert food_energy(run, site, foods={"flour": 3000.0}).kcal_per_person_day[0, 0] == pytest.approx(1440 + 600)


def test_dry_food_counts_as_far_as_the_cooking_fuel_reaches() -> None:
    kitchen = """
[[stores]]
id = "lpg"
commodity = "lpg"
unit = "kg"
quantity = 45
capacity = 900
unusable = 0
[[kitchens]]
id = "kitchen"
power_kw = 0
fuel = "lpg"
fuel_kg_per_person_day = 0.09
"""
    run, site = kept(STORES + kitchen, hours=48)
    found = food_energy(run, site, foods=FOODS)
    # 45 kg of gas last 12 hours at 90 kg a day: half of the first day's rice is cooked, none of the second's.
    assert found.kcal_per_person_day[0] == pytest.approx([720 + 700, 700], rel=1e-6)


@pytest.mark.parametrize("foods", [{"sand": "Sand"}, {"flour": "Sand"}])
def test_a_food_nobody_knows(foods: dict[str, str]) -> None:
    run, site = kept(STORES)
    with pytest.raises(InputError):
        food_energy(run, site, foods=foods)


def test_a_run_that_kept_nothing_and_a_site_without_food() -> None:
    site = hand(STORES)
    run = simulate(site, hours=24, members=2, engine="python", deterministic=True, keep="events")
    with pytest.raises(InputError) as caught:
        food_energy(run, site, foods=FOODS)
    assert caught.value.code == "HF-P072"
    assert "food_outputs" in caught.value.expected
    bare, empty = kept("")
    with pytest.raises(InputError) as caught:
        food_energy(bare, empty)
    assert caught.value.code == "HF-P072"


def test_it_feeds_the_energy_balance_of_adults() -> None:
    run, site = kept(STORES, hours=24 * 30)
    food = food_energy(run, site, foods=FOODS)
    outlook = adult_outlook(population_of(site), kcal_per_person_day=food.kcal_per_person_day, members=2, seed=1)
    assert outlook.mean_loss_percent.median[-1] > 2.0  # 700 kcal a day from the third day on
