"""Invented sites: always loadable, without errors, the same for the same seed, and of every shape."""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.sites import Site, check_site, generate, generate_toml, prior_draws, read_site, unsimulated, values
from holdfast.sites.model import COLLECTIONS

SEEDS = range(200)


@cache
def site(seed: int) -> Site:
    return generate(seed)


@pytest.mark.parametrize("first", range(0, 200, 25))
def test_two_hundred_seeds_load_and_check_without_error(first: int) -> None:
    for seed in range(first, first + 25):
        errors = [finding for finding in check_site(site(seed)) if finding.severity == "error"]
        assert errors == [], seed
        assert unsimulated(site(seed)) == (), seed
        assert site(seed).exercise


@settings(max_examples=150, deadline=None)
@given(st.integers(-(2**63), 2**63))
def test_any_seed_makes_a_site_that_can_be_drawn(seed: int) -> None:
    made = generate(seed)
    assert not [finding for finding in check_site(made) if finding.severity == "error"]
    draws = prior_draws(made, 5, 1)
    for entry in values(made):
        array = draws[entry.path]
        assert np.isfinite(array).all(), entry.path
        assert (array >= entry.value.minimum).all(), entry.path


def test_same_seed_same_text_and_other_seed_other_text() -> None:
    assert [generate_toml(seed) for seed in range(20)] == [generate_toml(seed) for seed in range(20)]
    assert len({generate_toml(seed) for seed in range(20)}) == 20


@pytest.mark.parametrize("seed", range(0, 200, 20))
def test_text_and_site_are_the_same_thing(seed: int) -> None:
    text = generate_toml(seed)
    assert read_site(text) == site(seed)
    stated = tomllib.loads(text)
    for kind in COLLECTIONS:
        if kind != "loads" or kind in stated:
            assert [asset.id for asset in getattr(site(seed), kind)] == [entry["id"] for entry in stated.get(kind, [])]
    assert Site(**{name: getattr(site(seed), name) for name in Site.model_fields}) == site(seed)


def test_each_kind_of_asset_is_in_some_sites_and_not_in_others() -> None:
    present = Counter(kind for seed in SEEDS for kind in COLLECTIONS if getattr(site(seed), kind))
    always = {"stores", "loads"}
    assert {kind for kind in COLLECTIONS if present[kind] == len(SEEDS)} <= always
    assert all(present[kind] >= 20 for kind in COLLECTIONS)
    delivered = sum(bool(site(seed).gate.deliveries) for seed in SEEDS)
    assert 20 < delivered < 180


def test_people_are_none_to_hundreds_of_thousands_and_stores_one_to_forty() -> None:
    people = [sum(group.count.median for group in site(seed).people) for seed in range(600)]
    stores = [len(site(seed).stores) for seed in range(600)]
    assert min(people) == 0.0
    assert 500_000.0 < max(people) <= 1_100_000.0
    assert any(not site(seed).people for seed in SEEDS)
    assert (min(stores), max(stores)) == (1, 40)
    assert np.median(stores) < 10


def test_every_kind_and_model_of_shelter_is_seen_cooled_and_not() -> None:
    seen = {
        (shelter.kind, shelter.model, shelter.cooling is not None)
        for seed in range(600)
        for shelter in site(seed).shelters
    }
    assert len(seen) == 4 * 3 * 2


def test_numbers_intervals_and_unknowns_are_mixed() -> None:
    states = Counter(entry.value.state for seed in SEEDS for entry in values(site(seed)))
    assert min(states[state] for state in ("known", "interval", "unknown")) > 1000


def test_what_the_engine_was_given_last_is_there() -> None:
    sites = [site(seed) for seed in range(600)]
    seen = {
        "petrol sets": any(set_.fuel == "petrol" for made in sites for set_ in made.generators),
        "kits": any(set_.spare_kits.value > 0 for made in sites for set_ in made.generators),
        "oil": any(set_.oil_l is not None for made in sites for set_ in made.generators),
        "charged by generator": any(battery.charged_by_generator for made in sites for battery in made.batteries),
        "tilted": any(array.tilt_deg is not None for made in sites for array in made.pv),
        "clear sky": any(made.weather.sky == "clear-sky" for made in sites),
        "chlorine": any(made.water.chlorine_kg is not None for made in sites),
        "untreated": any(not made.water.treated for made in sites),
        "gravity": any(made.water.gravity_feed for made in sites),
        "homes store": any(made.water.household_storage_l_per_person is not None for made in sites),
        "tears": any(pit.rupture_level_m3 is not None for made in sites for pit in made.sewage_tanks),
        "rain": any(made.sewage.rain_catchment_m2 is not None for made in sites),
        "brine": any(made.sewage.brine_to_sewer for made in sites),
        "trucks on camp fuel": any(truck.fuel is not None for made in sites for truck in made.trucks),
        "service with power and water": any(
            service.power is not None and service.water_m3_per_day is not None
            for made in sites
            for service in made.services
        ),
    }
    assert [name for name, there in seen.items() if not there] == []


def test_loads_are_in_the_usual_order_or_shuffled() -> None:
    orders = {tuple(load.id for load in sorted(site(seed).loads, key=lambda load: load.priority)) for seed in SEEDS}
    assert len(orders) > 50
