"""Rows of the validation table run through the whole engine: fuel chart, worked camp, sieges that were reported."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from holdfast.lifelines import Event, Run, simulate
from holdfast.reference import prior, value
from holdfast.sites import Site, load_site, median_draws, read_site
from lifelines_goods import ALWAYS, GRID, HEAD, START, TANK, hand, store

if TYPE_CHECKING:
    from pathlib import Path

# Litres per hour at a quarter, a half, three quarters and full load of one set, as the public chart prints them.
CHART = {
    "E-03-20": (20, (2.3, 3.4, 4.9, 6.1)),
    "E-03-60": (60, (6.8, 11.0, 14.4, 18.2)),
    "E-03-100": (100, (9.8, 15.5, 22.0, 28.0)),
    "E-03-200": (200, (17.8, 29.1, 41.6, 54.5)),
    "E-03-400": (400, (33.7, 56.4, 80.6, 108.3)),
    "E-03-500": (500, (41.6, 70.0, 99.9, 135.1)),
    "E-03-1000": (1000, (81.8, 137.8, 197.2, 269.1)),
}
# Hours of the row, and within how many of them.
CAMP_A = {
    "X-A1": {
        "sewage_tank_overflow": 31.65,
        "diesel_out": 88.71,
        "indoor_above_35c": 90.76,
        "wet_well_spill": 100.0,
        "indoor_above_40c": 106.90,
        "cold_store_above_8c": 108.95,
        "vaccine_holdover_end": 109.0,
        "lpg_out": 120.0,
        "chilled_food_lost": 149.91,
        "treated_water_empty": 180.81,
    },
    "X-A2": {"diesel_out": 108.82, "indoor_above_40c": 11.18, "treated_water_empty": 197.14},
    "X-A3": {
        "diesel_out": 108.43,
        "indoor_above_35c": 16.25,
        "indoor_above_40c": 110.46,
        "treated_water_empty": 197.14,
    },
}
CAMP_A_WITHIN_H = 0.25
DAY_HOURS = "8, 9, 10, 11, 12, 13, 14, 15"
LIFT = '[[lifts]]\nid = "l"\nmax_m3_per_h = 10\nenergy_kwh_per_m3 = 0.3\nwet_well_m3 = 6\nwet_well_level_m3 = 0\n'
PIT = '[[sewage_tanks]]\nid = "p"\ncapacity_m3 = 5000\nlevel_m3 = 0\n'


def run(site: Site, *, hours: int = 336, events: tuple[Event, ...] = ()) -> Run:
    return simulate(
        site, draws=median_draws(site), hours=hours, start=START, events=events, deterministic=True, keep="all"
    )


def header_tank(text: str) -> Site:
    """A site whose taps need no power, so that sewage is made while the lifts stand still."""
    return read_site(HEAD.replace("[water]", "[water]\ngravity_feed = true") + text)


def when(made: Run, event: str) -> float:
    return float(made.event_times[event][0])


def one_set(rated_kw: float, load_kw: float, working: int = 1) -> Site:
    return hand(
        f'[[generators]]\nid = "g"\nrated_kw = {rated_kw}\nworking = {working}\nmin_load_fraction = 0\n'
        f"intercept_l_per_h_kw = {value(f'physics:F0_{rated_kw}')}\nslope_l_per_kwh = {value(f'physics:F1_{rated_kw}')}\n"
        f'derating_from_c = 60\n[[clinics]]\nid = "c"\npower_kw = {load_kw}\n' + store("diesel", 5000, "L")
    )


@pytest.mark.parametrize("row", CHART)
def test_the_fuel_chart_through_the_engine(row: str) -> None:
    rated, stated = CHART[row]
    for share, litres in zip((0.25, 0.5, 0.75, 1.0), stated, strict=True):
        made = run(one_set(rated, share * rated), hours=2)
        assert made.outputs["served_kw"][0, 1] == pytest.approx(share * rated)
        assert made.outputs["fuel_used_l"][0, 1] == pytest.approx(litres, rel=0.05)


def test_a_set_that_is_off_burns_nothing() -> None:
    """E-02: broken, and working with nothing to serve."""
    for made in (run(one_set(100, 50, working=0), hours=24), run(one_set(100, 0), hours=24)):
        assert made.outputs["fuel_used_l"].max() == 0.0
        assert made.outputs["stock_diesel_l"][0, -1] == 5000.0


def test_energy_of_purification_is_within_the_published_gate() -> None:
    """W-03: brackish water takes 0.5 to 3.5 kWh/m3; the prior of a plant whose energy is unknown is that range."""
    plant = hand('[[purification]]\nid = "x"\nmax_m3_per_h = 2\n' + TANK).purification[0]
    gate = prior("physics:e_RO_b")
    assert (gate.low, gate.high) == (0.5, 3.5)
    assert 0.5 <= plant.energy_kwh_per_m3.low < plant.energy_kwh_per_m3.high <= 3.5


@pytest.mark.parametrize("site", ["camp-a1", "camp-a2", "camp-a3"])
def test_energy_of_purification_of_the_sites_in_the_repository(root: Path, site: str) -> None:
    """W-03."""
    for plant in load_site(root / "examples" / site).purification:
        assert 0.5 <= plant.energy_kwh_per_m3.median <= 3.5


@cache
def worked(root: Path, row: str) -> Run:
    site = load_site(root / "examples" / f"camp-{row[2:].lower()}")
    return simulate(site, draws=median_draws(site), hours=240, deterministic=True, keep="all")


@pytest.mark.parametrize("row", CAMP_A)
def test_the_worked_camp_as_its_row_states_it(root: Path, row: str) -> None:
    """Compiled; the hours of the whole table are compared in test_lifelines_camp_a.py. X-bal: its books."""
    made = worked(root, row)
    for event, hour in CAMP_A[row].items():
        assert when(made, event) == pytest.approx(hour, abs=CAMP_A_WITHIN_H), event
    assert {"diesel", "raw_water", "treated_water", "sewage", "power"} <= set(made.balances)
    assert max(made.balances.values()) <= 1e-9


def test_use_of_water_collapses_as_it_did() -> None:
    """W-07: 84 L a person and day with power; then 3, and 1.5 to 2, when power and fuel are gone and people carry."""
    for carried in (3.0, 1.7):
        text = (HEAD + GRID % "" + TANK).replace("normal_use_l_per_person_day = 24", "normal_use_l_per_person_day = 84")
        site = read_site(
            text.replace("carry_l_per_person_day = 0", f"carry_l_per_person_day = {carried}")
            + '[[generators]]\nid = "g"\nrated_kw = 50\nworking = 1\nmin_load_fraction = 0\n'
            + store("diesel", 150, "L")
        )
        made = run(site, hours=120)
        before, after = made.outputs["water_24h_l_per_person"][0, [23, -1]]
        assert before == pytest.approx(84.0)
        assert when(made, "diesel_out") < 96.0
        assert after == pytest.approx(carried)
        assert when(made, "treated_water_empty") == np.inf  # the water is there; what is gone is the power to bring it


def test_sewage_spills_before_water_stops_when_a_city_has_eight_hours_of_power() -> None:
    """S-04: the plant stops, outages of 16 h a day; a station with a standby set spills in a night 12 days on.

    The row gives the order, not the numbers: standby fuel for twelve days of outages is chosen, and the order must
    follow: fuel, then sewage in the street, while the wells still fill the header tank in the hours of the grid.
    """
    site = header_tank(
        GRID % DAY_HOURS
        + TANK
        + LIFT
        + PIT
        + '[[wells]]\nid = "w"\nmax_m3_per_h = 6\nenergy_kwh_per_m3 = 0.5\n'
        + '[[purification]]\nid = "x"\nmax_m3_per_h = 6\nrecovery_fraction = 0.75\nenergy_kwh_per_m3 = 1.5\n'
        + '[[tanks]]\nid = "raw"\nholds = "raw"\ncapacity_m3 = 50\nlevel_m3 = 40\n'
        + '[[generators]]\nid = "standby"\nrated_kw = 4\nworking = 1\nmin_load_fraction = 0\n'
        + "intercept_l_per_h_kw = 0.05\nslope_l_per_kwh = 0.28\n"
        + store("diesel", 52, "L")
        + "".join(
            f'[[loads]]\nid = "{name}"\npriority = {place}\n' + (f"hours = [{DAY_HOURS}]\n" if name == "water" else "")
            for place, name in enumerate(
                ("sewage", "water", "clinic", "cold_chain", "kitchen", "lighting", "cooling"), start=1
            )
        )
    )
    made = run(site, hours=24 * 20)
    empty, spill = when(made, "diesel_out"), when(made, "sewage_spill")
    assert 11 * 24 < empty < spill < 13 * 24
    assert not 8 <= (spill - 0.5) % 24 < 16  # in the hours without grid
    assert made.outputs["water_24h_l_per_person"][0].min() > 0.0
    assert when(made, "treated_water_empty") > spill


def test_sewage_reaches_the_homes_when_one_set_of_two_is_down_and_fuel_is_short() -> None:
    """S-05: the residents' account of February 2012 (a claim): one set down, too little fuel, heating given up by day.

    Cooling stands for heating, which the engine does not have, as the class that is served last. It goes first, hours
    before the sewage; with both sets and enough fuel neither is short.
    """
    cooled = (
        '[[shelters]]\nid = "s"\nkind = "trailer"\nmodel = "rc1"\ncount = 100\npersons_each = 10\nstart_c = 27\n'
        "conductance_w_per_k = 80\ncapacity_kj_per_k = 1152\n[shelters.cooling]\nset_point_c = 27\n"
    )
    sets = "".join(
        f'[[generators]]\nid = "g{n}"\nrated_kw = 40\nworking = 1\nderating_from_c = 60\nmin_load_fraction = 0\n'
        for n in (1, 2)
    )
    site = header_tank(sets + cooled + TANK + LIFT + PIT.replace("5000", "300") + store("diesel", 900, "L"))
    down = (Event(hour=0, kind="fail", asset="g2"),)
    made = run(site, events=down, hours=200)
    cooling = made.outputs["served_fraction_cooling"][0]
    assert cooling[:20].max() < 1.0
    assert (made.outputs["served_fraction_sewage"][0, :20] == 1.0).all()
    assert when(made, "diesel_out") < when(made, "sewage_spill") < when(made, "diesel_out") + 24.0
    assert made.outputs["sewage_spilled_m3"][0, -1] > 50.0
    plenty = header_tank(sets.replace("40", "120") + cooled + TANK + LIFT + PIT + store("diesel", 90000, "L"))
    whole = run(plenty, hours=200)
    assert when(whole, "sewage_spill") == np.inf
    assert (whole.outputs["served_fraction_cooling"][0] == 1.0).all()


def test_the_grid_of_these_sites_is_on_when_it_says() -> None:
    made = run(hand(ALWAYS + '[[clinics]]\nid = "c"\npower_kw = 5\n'), hours=24)
    assert (made.outputs["served_kw"][0] == 5.0).all()
