"""Couplings that are easily lost: what one part of a camp does to another, on the worked camp with one thing changed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from holdfast.lifelines import Event, Run, simulate
from holdfast.sites import median_draws, prior_draws, read_site

ROOT = Path(__file__).resolve().parents[2]
CAMP = (ROOT / "examples" / "camp-a1" / "site.toml").read_text(encoding="utf-8")
FEWER_SETS = (ROOT / "examples" / "camp-a3" / "site.toml").read_text(encoding="utf-8")
COOLING = 'id = "cooling"\npriority = 7\n'
NO_MINIMUM = COOLING + "min_useful_fraction = 0"


def run(text: str, *events: Event, hours: int = 240) -> Run:
    site = read_site(text, file="a changed worked camp")
    return simulate(
        site, draws=median_draws(site), hours=hours, events=events, deterministic=True, engine="python", keep="all"
    )


def changed(old: str, new: str, text: str = CAMP) -> str:
    assert old in text
    return text.replace(old, new)


def when(result: Run, event: str) -> float:
    return float(result.event_times[event][0])


@pytest.mark.parametrize("model", ["rc1", "iso5", "layered"])
def test_people_of_destroyed_shelters_are_outdoors(model: str) -> None:
    text = changed('model = "rc1"', f'model = "{model}"')
    need, hot = [], []
    for share in (0.0, 0.5, 1.0):
        result = run(text, Event(hour=5, kind="destroy", asset="shelters.trailer", quantity=share), hours=48)
        need.append(float(result.outputs["drinking_need_24h_l_per_person"][0, -1]))
        hot.append(when(result, "indoor_above_35c"))
    assert need[0] < need[1] - 1.0 < need[2] - 2.0
    assert hot[1] == hot[2] == 8.0  # the first hour after that with outdoor air above 35 degC
    assert hot[0] > 48.0


def test_nothing_that_does_not_stand_is_cooled() -> None:
    result = run(CAMP, Event(hour=5, kind="destroy", asset="shelters.trailer", quantity=1.0), hours=48)
    assert result.outputs["demand_cooling_kw"][0, 5:].max() == 0.0
    assert result.outputs["temp_in_c"][0, 24:].max() > 40.0


def test_a_class_that_would_get_too_little_is_not_paid_for() -> None:
    shared = run(FEWER_SETS)
    refused = run(changed(NO_MINIMUM, COOLING + "min_useful_fraction = 0.9", FEWER_SETS))
    generated, served = refused.outputs["generator_kw"][0, :24], refused.outputs["served_kw"][0, :24]
    assert generated == pytest.approx(served, abs=1e-9)
    assert when(refused, "diesel_out") > when(shared, "diesel_out") + 24.0
    assert (refused.outputs["served_fraction_cooling"][0, :24] < 0.9).any()


def test_fuel_floors_look_at_the_fuel_the_sets_burn() -> None:
    floor = changed(COOLING, COOLING + "fuel_floor_l = 5000\n")
    petrol = floor.replace('commodity = "diesel"', 'commodity = "petrol"').replace('fuel = "diesel"', 'fuel = "petrol"')
    with_diesel, with_petrol = run(floor), run(petrol)
    assert when(with_petrol, "petrol_out") == when(with_diesel, "diesel_out")
    assert when(with_petrol, "indoor_above_35c") == when(with_diesel, "indoor_above_35c")
    assert "diesel_out" not in with_petrol.event_times
    assert not any("never run" in note for note in with_petrol.warnings)


def test_a_set_whose_fuel_nobody_stores_is_named() -> None:
    notes = run(changed('commodity = "diesel"', 'commodity = "kerosene"'), hours=3).warnings
    assert any("gen-1: nobody stores diesel" in note for note in notes)


def test_water_of_a_service_makes_sewage() -> None:
    laundry = '\n[[services]]\nid = "laundry"\nwater_m3_per_day = 100\nhours = [8, 9, 10, 11, 12, 13, 14, 15]\n'
    without, with_it = run(CAMP, hours=48), run(CAMP + laundry, hours=48)
    more = with_it.outputs["sewage_inflow_m3"][0, :24].sum() - without.outputs["sewage_inflow_m3"][0, :24].sum()
    assert more > 0.0
    assert when(with_it, "sewage_spill") < when(without, "sewage_spill")


def test_no_ration_is_above_the_normal_use() -> None:
    text = changed("normal_use_l_per_person_day = 150", "normal_use_l_per_person_day = 60")
    assert run(text, hours=30).outputs["ration_l_per_person_day"].max() == 60.0


def test_a_planned_service_is_no_failure_of_electricity() -> None:
    text = changed("service_interval_h = 1000000 # and no oil changes", "service_interval_h = 20")
    alone = text.replace("\nworking = 1\n", "\nworking = 0\n").replace("\nworking = 0\n", "\nworking = 1\n", 1)
    result = run(alone.replace("service_h = 0", "service_h = 3"), hours=48)
    dark = result.outputs["served_kw"][0] <= 0.0
    assert dark.sum() in {3, 6}  # one oil change or two
    assert when(result, "essential_power_unmet") > 48.0


def test_a_set_with_kits_goes_on_failing_after_its_drawn_lives() -> None:
    text = changed("mttf_h = 1000000 # the worked example has no random failures", "mttf_h = 20")
    assert "spare_kits = 0" in text
    text = text.replace("spare_kits = 0", "spare_kits = 1000").replace("quantity = 9000", "quantity = 9000000")
    text = changed("capacity = 30000", "capacity = 9000000", text)
    site = read_site(text, file="a camp of poor sets")
    result = simulate(
        site,
        draws=prior_draws(site, 8, 1),
        hours=1200,
        seed=2,
        engine="python",
        keep="all",
        outputs=("generators_working",),
    )
    late = result.outputs["generators_working"][:, 900:].mean()
    early = result.outputs["generators_working"][:, 100:400].mean()
    assert result.end["failures"].mean() > 12.0  # of eight lives drawn
    assert late == pytest.approx(early, rel=0.25)


def test_every_result_says_which_models_ran_and_that_nobody_got_too_much() -> None:
    site = read_site(changed('model = "rc1"', 'model = "iso5"'), file="a worked camp in iso5")
    result = simulate(site, members=330, hours=3, engine="python", keep="events")
    assert result.provenance["shelter_models"] == {"trailer": {"rc1": 64, "iso5": 266}}
    assert result.balances["served above demand"] <= 1e-9
    assert np.isfinite(list(result.balances.values())).all()
