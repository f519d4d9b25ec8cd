"""Vessels, trucks, water and sewage under any flows: books close, more rain never spills less, tears need a level."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.lifelines.vessels import destroy_vessel, put_vessel, take_share_vessel, tear_vessel
from lifelines_lanes import Lanes, lift, pit, store, tank

SITE = (
    tank("a", capacity=30, level=10, rest="rupture_level_m3 = 28")
    + tank("b", capacity=20, level=10)
    + tank("r", "raw", 40, 20)
    + pit("p", capacity=15, level=5, rest="rupture_level_m3 = 14")
    + pit("q", capacity=10, level=5)
    + lift(rate=2, well=1.5)
    + store(quantity=200, unusable=20)
    + '[[wells]]\nid = "w"\nmax_m3_per_h = 3\nenergy_kwh_per_m3 = 0.5\n'
    + '[[purification]]\nid = "x"\nmax_m3_per_h = 2\nrecovery_fraction = 0.7\nenergy_kwh_per_m3 = 2\n'
    + '[[trucks]]\nid = "tw"\ncarries = "water"\nvolume_m3 = 10\ntrips_per_day = 6\nfuel = "diesel"\nfuel_l_per_trip = 9\n'
    + '[[trucks]]\nid = "ts"\ncarries = "sewage"\nvolume_m3 = 6\ntrips_per_day = 5\n'
)
RAIN = "rain_catchment_m2 = 400\nrunoff_fraction = 0.8\nbrine_to_sewer = true"
CAPACITY = 100.0
share = st.floats(0.0, 1.0)
three = st.tuples(share, share, share)
CASES = settings(max_examples=20, deadline=None)


@CASES
@given(
    levels=three,
    hours=st.lists(st.tuples(three, three, st.floats(0.0, 20.0)), min_size=1, max_size=12),
    shocks=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), three), max_size=4),
)
def test_every_balance_closes_whatever_happens(
    levels: tuple[float, ...],
    hours: list[tuple[tuple[float, ...], tuple[float, ...], float]],
    shocks: list[tuple[int, int, tuple[float, ...]]],
) -> None:
    lanes = Lanes(
        SITE,
        {
            "tanks.a.level_m3": [30 * value for value in levels],
            "sewage_tanks.p.level_m3": [15 * value for value in levels],
            "gate.passing_fraction": list(levels),
        },
        sewage=RAIN,
    )
    for k, (water, sewage, rain) in enumerate(hours):
        for vessel, kind, amounts in shocks:
            quantity = np.array(amounts)
            if kind == 0:
                destroy_vessel(float(k), vessel, quantity * 0.3, lanes.block, lanes.plant)
            elif kind == 1:
                take_share_vessel(vessel, quantity, lanes.block, lanes.plant)
            elif kind == 2 and k == len(hours) // 2:
                tear_vessel(float(k), vessel, np.where(quantity > 0.5, 0.0, np.nan), lanes.block, lanes.plant)
            else:
                put_vessel(vessel, quantity * 10, lanes.block, lanes.plant)
        lanes.hour(k, water=water, sewage=sewage, rain_mm=rain)
        assert lanes.residual() <= 1e-9 * CAPACITY
        for vessel in range(lanes.plant.vessels.number):
            assert (lanes.level(vessel) >= 0.0).all()


@CASES
@given(rain=st.lists(st.floats(0.0, 50.0), min_size=1, max_size=12), more=st.floats(1.0, 3.0), powered=share)
def test_more_rain_never_spills_less(rain: list[float], more: float, powered: float) -> None:
    lanes = Lanes(SITE, {"sewage.rain_catchment_m2": [100.0, 100.0 * more, 300.0 * more]}, sewage=RAIN)
    for k, fallen in enumerate(rain):
        lanes.hour(k, sewage=powered, rain_mm=fallen)
        dry, wet, wettest = lanes.out("sewage_spilled_m3")
        assert dry <= wet + 1e-9
        assert wet <= wettest + 1e-9
    dry_h, wet_h, wettest_h = lanes.time("sewage_spill")
    assert dry_h >= wet_h >= wettest_h


@CASES
@given(levels=st.tuples(*[st.floats(0.0, 15.0)] * 3), added=st.tuples(*[st.floats(0.0, 10.0)] * 3))
def test_a_tank_tears_only_above_its_level(levels: tuple[float, ...], added: tuple[float, ...]) -> None:
    text = tank("t", capacity=15, level=0, rest="rupture_level_m3 = 9")
    lanes = Lanes(text, {"tanks.t.level_m3": list(levels)})
    put_vessel(0, np.array(added), lanes.block, lanes.plant)
    before = lanes.level(0).copy()
    lanes.begin(5)
    torn = [when == 5.0 for when in lanes.time("water_tank_torn")]
    assert torn == [level > 9.0 for level in before]
    assert lanes.level(0).tolist() == [0.0 if gone else level for gone, level in zip(torn, before, strict=True)]


@CASES
@given(fuel=st.tuples(share, share), carry=share)
def test_more_fuel_and_more_hands_never_bring_less_water(fuel: tuple[float, float], carry: float) -> None:
    less, more = sorted(fuel)
    lanes = Lanes(
        SITE,
        {
            "stores.diesel.quantity": [20 + 100 * less, 20 + 100 * more, 20 + 100 * more],
            "water.carry_l_per_person_day": [10 * carry, 10 * carry, 20],
        },
        sewage=RAIN,
    )
    total = np.zeros(3)
    for k in range(20):
        lanes.hour(k, water=0.2)
        total += lanes.out("water_delivered_m3")
    assert total[0] <= total[1] + 1e-9
    assert total[1] <= total[2] + 1e-9


def test_the_property_site_has_everything_in_play() -> None:
    lanes = Lanes(SITE, sewage=RAIN)
    for k in range(90):
        lanes.hour(k, rain_mm=5.0)
    assert lanes.out("sewage_spilled_m3")[0] > 0.0
    assert lanes.time("sewage_tank_torn")[0] < 90.0
    assert lanes.time("wet_well_spill")[0] < 90.0
    assert lanes.level(0)[0] == pytest.approx(20.0)  # the trucks burnt all the diesel there was to draw
