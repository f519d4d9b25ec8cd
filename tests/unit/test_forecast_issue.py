"""A forecast as it is issued: what it rests on, what it warns of, and sites at the edge."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from helpers_forecast import HEAD, ISSUE_DAY, NOTHING, ONE_STORE, camp, claim, site_of, statement
from holdfast.errors import InputError
from holdfast.estimate import Estimate, estimate
from holdfast.forecast import AS_RECENT, NOTHING_ENTERS, SCENARIOS, Forecast, forecast
from holdfast.forecast.issue import run_scenario
from holdfast.ledger import Claim
from holdfast.lifelines import WeatherFile
from holdfast.sites import Site

PROMISED = {
    "issued", "as_known", "scenario", "engine", "seed", "horizon_days", "events", "measure_next", "defaults", "warnings", "provenance",
}  # fmt: skip


def known(*claims: Claim, site: Site | None = None, members: int = 150) -> Estimate:
    return estimate(site or camp(), claims, ISSUE_DAY, members, 1)


@pytest.fixture(scope="module")
def issued() -> Forecast:
    return forecast(known())


def test_the_record_is_that_of_the_issue(issued: Forecast) -> None:
    row = issued.to_dict()
    assert set(row) >= PROMISED
    assert json.loads(json.dumps(row, allow_nan=False)) is not None
    event = row["events"][0]
    assert set(event) >= {"name", "lifeline", "p_by_day", "q05", "q10", "q25", "q50", "q75", "q90", "q95"}
    assert len(event["p_by_day"]) == 14
    assert set(row["measure_next"][0]) >= {"unknown", "days_narrower"}


def test_every_lifeline_of_the_site_and_no_other(issued: Forecast) -> None:
    found = {event.lifeline: event.name for event in issued.events}
    assert found == {
        "electricity": "essential_power_unmet",
        "fuel": "diesel_out",
        "cooling": "indoor_above_35c",
        "water": "water_under_15_l",
        "sewage": "sewage_spill",
        "cold_chain": "cold_store_above_8c",
        "food": "chilled_food_lost",
        "vaccines": "vaccine_holdover_end",
        "stock:flour": "flour_out",
        "stock:lpg": "lpg_out",
    }


def test_the_one_that_fails_first_stands_first(issued: Forecast) -> None:
    medians = [event.q50 for event in issued.events if event.q50]
    assert medians == sorted(medians)
    assert issued.measure_next[0].lifeline == issued.events[0].lifeline


def test_without_claims_it_says_so_first(issued: Forecast) -> None:
    assert issued.rests_on == "No accepted claims: this forecast rests on priors alone."
    assert "No accepted claim states a stock" in issued.warnings[0]


def test_it_says_how_many_claims_it_uses() -> None:
    one = claim(statement("stock", "diesel", 5000, "L"))
    listed = claim(statement("need", "flour", 20000, "kg"), 2)
    assert forecast(known(listed)).rests_on.startswith("None of the 1 accepted claims can be used yet")
    assert "uses 1 of 1 accepted claim;" in forecast(known(one)).rests_on
    assert "uses 1 of 2 accepted claims;" in forecast(known(one, listed)).rests_on


def test_defaults_name_path_value_and_reference(issued: Forecast) -> None:
    rows = {row["path"]: row for row in issued.defaults}
    assert rows["stores.diesel-main.quantity"]["unit"] == "L"
    assert rows["sewage.excreta_l_per_person_day"]["reference"] == "physics:excreta"
    assert "stores.diesel-main.quantity" not in {
        r["path"] for r in forecast(known(claim(statement("stock", "diesel", 5000, "L")))).defaults
    }


def test_provenance_says_what_decides_the_result(issued: Forecast) -> None:
    assert {"version", "engine", "seed", "members", "scenario", "site_sha256", "claims_sha256", "weather"} <= set(
        issued.provenance
    )
    other = forecast(known(site=camp({"rated_kw = 500": "rated_kw = 400"})))
    assert other.provenance["site_sha256"] != issued.provenance["site_sha256"]


def test_scenarios_share_every_other_draw() -> None:
    base = known()
    one, two = (run_scenario(base, name) for name in SCENARIOS)
    # Until something enters, the trajectories are equal; what never needs the gate stays equal throughout.
    assert (one.times_h["flour_out"] == two.times_h["flour_out"]).all()
    assert (two.times_h["diesel_out"] >= one.times_h["diesel_out"]).all()
    early = one.times_h["diesel_out"] < 12.0
    assert early.any()
    assert (one.times_h["diesel_out"][early] == two.times_h["diesel_out"][early]).all()


def test_trajectories_are_equal_until_the_first_difference() -> None:
    base = known(members=40)
    run = [run_scenario(base, name).run for name in SCENARIOS]
    noon = 12  # the first delivery
    for name in run[0].quantiles:
        assert (run[0].quantiles[name][:, :noon] == run[1].quantiles[name][:, :noon]).all() or name == "sewage_tank_m3"
    assert (
        run[0].quantiles["stock_diesel_l"][:, noon + 24 :] != run[1].quantiles["stock_diesel_l"][:, noon + 24 :]
    ).any()


def test_bands_are_in_order_and_in_units(issued: Forecast) -> None:
    by_path = {band.path: band for band in issued.bands}
    band = by_path["stock_diesel_l"]
    assert (band.unit, band.lifeline) == ("L", "fuel")
    assert band.hours[0] == 1
    assert band.hours[-1] == 14 * 24
    assert all(low <= mid <= high for low, mid, high in zip(band.q10, band.q50, band.q90, strict=True))
    assert by_path["stock_flour_kg"].label == "usable flour at the end of the hour"


def test_a_threshold_of_the_site_counts() -> None:
    strict = camp({"[weather]": "[failures.cooling]\nthreshold = 29\n[weather]"})
    early, late = (forecast(known(site=s)).event("cooling") for s in (strict, camp()))
    assert early is not None
    assert late is not None
    assert early.q50 is not None
    assert late.q50 is None or early.q50 < late.q50


def test_a_weather_file_counts() -> None:
    cool = WeatherFile(
        name="cool.csv", columns={"temp_out_c": np.full(24 * 14, 15.0), "sol_air_excess_k": np.zeros(24 * 14)}
    )
    found = forecast(known(), weather=cool).event("cooling")
    assert found is not None
    assert found.p_within_horizon == 0.0
    assert found.q05 is None


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not() -> None:
    def text(seed: int) -> str:
        return json.dumps(forecast(estimate(camp(), (), ISSUE_DAY, 120, seed), AS_RECENT).to_dict())

    assert text(1) == text(1)
    assert text(1) != text(2)


def test_both_engines_give_the_same_dates() -> None:
    base = known(members=2)
    one, two = (run_scenario(base, horizon_days=4, engine=name).times_h for name in ("compiled", "python"))  # type: ignore[arg-type]
    for name, times in one.items():
        assert times == pytest.approx(two[name], rel=1e-9), name


def test_an_unknown_scenario_is_refused() -> None:
    with pytest.raises(InputError, match="HF-F001"):
        forecast(known(members=1), "as-hoped")


@pytest.mark.parametrize("days", [0, -3, 91])
def test_a_horizon_out_of_range_is_refused(days: int) -> None:
    with pytest.raises(InputError, match="HF-F002"):
        forecast(known(members=1), NOTHING_ENTERS, days)


EDGES = {
    "nothing at all": NOTHING,
    "people and nothing else": HEAD + '[[people]]\nid = "all"\ncount = 100\n',
    "nobody there": ONE_STORE.replace('[[people]]\nid = "all"\ncount = 1000\n', ""),
    "an empty store": ONE_STORE.replace(
        'quantity = { value = 2000, low = 1200, high = 3333.3333, distribution = "lognormal" }', "quantity = 0"
    ),
    "a store nobody uses": HEAD + '[[stores]]\nid = "x"\ncommodity = "soap"\nunit = "kg"\ncapacity = 9\nquantity = 5\n',
    "generators and no diesel": HEAD + '[[generators]]\nid = "g"\n[[clinics]]\nid = "c"\npower_kw = 5\n',
}


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("members", [1, 120])
def test_sites_at_the_edge_give_sane_numbers(name: str, scenario: str, members: int) -> None:
    found = forecast(known(site=site_of(EDGES[name]), members=members), scenario)
    json.dumps(found.to_dict(), allow_nan=False)
    for event in found.events:
        assert all(0.0 <= p <= 1.0 for p in event.p_by_day)
    assert all(item.days_narrower >= 0.0 for item in found.measure_next)


def test_a_store_that_is_empty_has_failed_already() -> None:
    event = forecast(known(site=site_of(EDGES["an empty store"]), members=10)).event("flour_out")
    assert event is not None
    assert event.failed_already == 1.0
    assert event.q50 == event.q05


def test_without_a_gate_in_the_site_as_recent_says_it_is_the_same() -> None:
    base = known(site=site_of(ONE_STORE), members=100)
    found = forecast(base, AS_RECENT)
    assert any("same as nothing-enters" in text for text in found.warnings)
    assert found.events[0].q50 == forecast(base).events[0].q50


def test_a_gate_that_lets_nothing_in_is_the_same_as_nothing_enters() -> None:
    closed = claim(
        statement("denial", "all vehicles", time_start="2026-08-05", time_end="2026-08-18", time_precision="range")
    )
    base = known(closed)
    assert all(day.status == "closed" for day in base.gate_days)
    one, two = run_scenario(base).times_h, run_scenario(base, AS_RECENT).times_h
    assert all((one[name] == two[name]).all() for name in one)


def test_water_trucks_and_usual_deliveries_of_food_pass_as_recorded() -> None:
    site = camp(
        {
            "[[cold_stores]]": '[[trucks]]\nid = "water-trucks"\ncarries = "water"\nvolume_m3 = 10\ntrips_per_day = 6\n[[cold_stores]]',
            "[weather]": '[[gate.deliveries]]\ncommodity = "flour"\nunit = "kg"\nquantity_per_day = 300\n[weather]',
        }
    )
    opened = claim(
        statement("delivery", "all vehicles", time_start="2026-08-05", time_end="2026-08-18", time_precision="range")
    )
    base = known(opened, site=site, members=60)
    closed, open_ = run_scenario(base).run, run_scenario(base, AS_RECENT).run
    for name in ("treated_water_m3", "stock_flour_kg", "stock_diesel_l"):
        assert open_.quantiles[name][1].sum() > closed.quantiles[name][1].sum(), name
    assert open_.quantiles["sewage_tank_m3"][1, 30] < closed.quantiles["sewage_tank_m3"][1, 30]


def test_the_room_reads_no_file_of_its_own_at_import() -> None:
    import subprocess
    import sys

    code = "import sys, holdfast.forecast.records, holdfast.gate; print('numba' in sys.modules, 'sqlalchemy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parent
    )
    assert done.stdout.split() == ["False", "False"]
