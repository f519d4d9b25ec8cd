"""Every event a run can produce has a name; new lifelines stand in forecasts and reports in words of their own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from helpers_forecast import CAMP, ISSUE_DAY, camp, claim, site_of, statement
from holdfast.estimate import estimate
from holdfast.estimate.carry import _CARRIED
from holdfast.forecast import beyond_range, event_name, forecast, name_of, names
from holdfast.forecast.issue import BESIDE, run_scenario
from holdfast.lifelines import declared_events, failure_table, simulate
from holdfast.report.terms import lifeline_consequence, lifeline_fails, lifeline_label, lifelines, runs_out
from holdfast.sites import Site, generate, load_site, write_template

TEMPLATES = ("trailer-camp", "tent-camp", "town-district")
START = datetime(2026, 8, 18, tzinfo=ZoneInfo("Asia/Baghdad"))
MORE = """
[[vehicles]]
id = "ambulances"
fuel = "petrol"
count = 4
fuel_l_per_day = 10
[[stores]]
id = "petrol"
commodity = "petrol"
unit = "L"
capacity = 400
quantity = 120
[[services]]
id = "camp-bakery"
lifeline = "food"
hours = [3, 4, 5]
[[services.inputs]]
commodity = "flour"
quantity_per_day = 500
unit = "kg"
"""


def template(kind: str, folder: Path) -> Site:
    return load_site(write_template(kind, folder / kind, "Camp"))


def words_of(event: str, lifeline: str) -> None:
    """Fail where an event, or the lifeline a forecast tells it as, has no words."""
    name = event_name(event)
    assert name, event
    assert "_" not in name, event
    fixed = {row.name for row in declared_events() if "{" not in row.name}
    assert event not in fixed or event in names("event"), event
    assert "_" not in name_of(lifeline), lifeline
    if ":" not in lifeline:
        assert lifeline in names("lifeline"), lifeline
        assert lifeline in lifelines(), lifeline


@pytest.mark.parametrize("kind", TEMPLATES)
def test_every_event_of_a_template_has_a_name(kind: str, tmp_path: Path) -> None:
    run = simulate(template(kind, tmp_path), members=2, hours=2, start=START, keep="events", engine="python")
    assert run.event_times
    for event in run.event_times:
        words_of(event, "electricity")


@pytest.mark.parametrize("kind", TEMPLATES)
def test_every_row_of_a_forecast_of_a_template_has_words(kind: str, tmp_path: Path) -> None:
    base = estimate(template(kind, tmp_path), (), ISSUE_DAY, 4, 1)
    found = forecast(base, horizon_days=2)
    assert len({event.lifeline for event in found.events}) == len(found.events)
    for event in found.events:
        words_of(event.name, event.lifeline)
        assert event.meaning
        assert lifeline_fails(event.lifeline).message
        assert lifeline_consequence(event.lifeline).message


@pytest.mark.parametrize("seed", range(6))
def test_every_event_of_an_invented_site_has_a_name(seed: int) -> None:
    base = estimate(generate(seed), (), ISSUE_DAY, 2, 1)
    for event, lifeline in run_scenario(base, horizon_days=1).lifelines.items():
        words_of(event, lifeline)


def test_every_declared_event_has_a_name_and_no_name_is_left_over() -> None:
    fixed = {row.name for row in declared_events() if "{" not in row.name}
    assert set(names("event")) == fixed
    assert set(BESIDE) <= fixed
    told = {row.lifeline for row in failure_table()} - {"stock", "service"} | set(BESIDE.values())
    assert told == set(names("lifeline"))
    assert told == set(lifelines())


def test_transport_and_services_are_lifelines_of_a_forecast() -> None:
    found = forecast(estimate(site_of(CAMP + MORE), (), ISSUE_DAY, 60, 1))
    rows = {event.lifeline: event for event in found.events}
    assert {"transport", "service:camp_bakery", "stock:petrol"} <= set(rows)
    assert rows["transport"].p_within_horizon == 1.0
    assert rows["transport"].q50 is not None
    assert abs((rows["transport"].q50 - found.issued).total_seconds() / 86400 - 3.0) < 0.5
    assert name_of("service:camp_bakery") == "camp bakery"
    label = lifeline_label("service:camp_bakery", "camp_bakery_closed")
    assert "camp bakery" in "".join(part.text for part in label.parts.values())
    assert not runs_out("service:camp_bakery")
    assert runs_out("stock:petrol")
    assert not runs_out("transport")


def test_water_treatment_is_told_only_where_it_can_fail() -> None:
    def rows(changes: dict[str, str]) -> dict[str, float]:
        found = forecast(estimate(camp(changes), (), ISSUE_DAY, 20, 1))
        return {event.lifeline: event.p_within_horizon for event in found.events}

    assert "safe_water" not in rows({})
    counted = rows({"[water]": "[water]\nchlorine_kg = 2\nchlorine_g_per_m3 = 5"})
    assert counted["safe_water"] > 0.5  # 400 m3 at 5 g: four days of it, longer where no water is drawn


def test_cooking_is_told_where_kitchens_burn_more_than_one_fuel() -> None:
    second = (
        '[[kitchens]]\nid = "k2"\npower_kw = 1\nfuel = "wood"\nfuel_kg_per_person_day = 0.5\n'
        '[[stores]]\nid = "wood"\ncommodity = "wood"\nunit = "kg"\ncapacity = 900\nquantity = 900\n[[clinics]]'
    )
    one = forecast(estimate(camp(), (), ISSUE_DAY, 10, 1))
    two = forecast(estimate(camp({"[[clinics]]": second}), (), ISSUE_DAY, 10, 1))
    assert one.event("cooking") is None
    assert two.event("cooking") is not None


def test_what_was_extrapolated_is_told_with_its_share() -> None:
    told = beyond_range({"sweat": 0.0, "cooling": 0.0123, "tides": 0.00001})
    assert len(told) == 2
    assert told[0].startswith("In 1.2 per cent of the hours the air outside was beyond")
    assert told[1].startswith("In under 0.1 per cent of the hours tides was beyond its range")
    hot = forecast(estimate(camp({"{ low = 43, high = 47 }": "56"}), (), ISSUE_DAY, 10, 1))
    assert any("air conditioners were measured" in text for text in hot.warnings)
    mild = forecast(estimate(camp({"{ low = 43, high = 47 }": "34"}), (), ISSUE_DAY, 10, 1))
    assert not any("air conditioners were measured" in text for text in mild.warnings)


def test_a_forecast_says_which_shelter_models_ran() -> None:
    def models(site: Site, members: int) -> dict[str, dict[str, int]]:
        return forecast(estimate(site, (), ISSUE_DAY, members, 1), horizon_days=1).provenance["shelter_models"]

    assert models(camp(), 2) == {"trailers": {"iso5": 2}}
    assert models(camp(), 640) == {"trailers": {"iso5": 512, "rc1": 128}}
    assert models(camp({'id = "trailers"': 'id = "trailers"\nmodel = "rc1"'}), 640) == {"trailers": {"rc1": 640}}


def test_days_of_petrol_are_read_with_what_vehicles_and_services_use() -> None:
    said = statement("stock", "petrol", 3.0, "d", time_start="2026-08-18", time_end="2026-08-18")
    site = site_of(CAMP + MORE, {"quantity = 120": 'quantity = "unknown"'})
    base = estimate(site, [claim(said)], ISSUE_DAY, 200, 1)
    assert np.median(base.draws["stores.petrol.quantity"]) == pytest.approx(120.0, rel=0.2)


def test_what_the_days_before_leave_is_decided_for_every_group_of_state() -> None:
    """A group the engine adds must be looked at: the days before the issue leave it behind, or the draws say it."""
    state = estimate(camp(), (), ISSUE_DAY, 2, 1).state
    assert state is not None
    said_by_draws = {
        "persons", "residual", "level", "intact", "working", "destroyed", "run_h", "failures", "life_left",
        "repair_left_h", "kits", "oil_l", "since_service_h", "service_left_h", "was_on", "grid_override",
        "well_intact", "plant_intact", "chlorine_kg", "lift_intact", "cooling_working", "standing", "closed_by",
        "passing", "hot_h",
        "oxygen_unmet_h", "dialysis_missed", "heat_limit_h",
    }  # fmt: skip
    assert set(state.rows) == _CARRIED | said_by_draws
    assert not _CARRIED & said_by_draws
    for name in said_by_draws:
        assert np.isnan(state[name]).all(), name


TEARING = {
    '[[sewage_tanks]]\nid = "septic"\ncapacity_m3 = 600\nlevel_m3 = 210': (
        '[[sewage_tanks]]\nid = "septic"\ncapacity_m3 = 600\nlevel_m3 = "unknown"\nrupture_level_m3 = 300'
    ),
    'id = "treated"\ncapacity_m3 = 200': 'id = "treated"\ncapacity_m3 = 200\nrupture_level_m3 = 150',
}


def test_no_tank_has_torn_before_the_issue_that_nobody_says_is_torn() -> None:
    base = estimate(camp(TEARING), (), ISSUE_DAY, 100, 1)
    assert base.draws["sewage_tanks.septic.level_m3"].max() <= 300.0
    assert base.draws["tanks.treated.level_m3"].max() <= 150.0
    run = run_scenario(base).run
    assert (run.event_times["water_tank_torn"] > 0.0).all()
    assert (run.event_times["sewage_tank_torn"] > 0.0).all()
    assert np.isfinite(run.event_times["sewage_tank_torn"]).any()
    assert run.event_times["sewage_spill"].min() <= run.event_times["sewage_tank_torn"].min()


def test_a_tank_that_is_claimed_full_stands_where_nobody_knows_what_tears_it() -> None:
    unknown = {
        old: new.replace("rupture_level_m3 = 150", 'rupture_level_m3 = "unknown"') for old, new in TEARING.items()
    }
    full = claim(statement("stock", "treated water", 199.0, "m3", time_start="2026-08-18", time_end="2026-08-18"))
    base = estimate(camp(unknown), [full], ISSUE_DAY, 100, 1)
    assert (base.draws["tanks.treated.rupture_level_m3"] >= base.draws["tanks.treated.level_m3"] - 1e-9).all()


def test_the_table_of_names_is_plain() -> None:
    for kind in ("lifeline", "goods", "event", "flag"):
        for key, name in names(kind).items():
            assert name == name.strip()
            assert name[:1].islower(), key
